"""What a fixer knows: the finding, the file around it, and where things go in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias, TypeVar

from reqon_language.edits import TextEdit, apply_edits
from reqon_language.model import FileModel
from reqon_language.model.file import Body
from reqon_language.model.inference import ProblemKind, TypeProblem
from reqon_language.model.references import Reference
from reqon_language.model.shapes import Shapes
from reqon_language.rules.checking import RULES
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.fix import Fix, Safety
from reqon_language.rules.fixes import placing
from reqon_language.rules.nodes import Spanned, path_to
from reqon_language.syntax import Tree, ast, parse
from reqon_language.syntax.lexer import lex

N = TypeVar("N")


@dataclass(frozen=True)
class Context:
    """One finding in its file. Spans that go in and come out are absolute."""

    model: FileModel
    tree: Tree
    diagnostic: Diagnostic

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.tree.lines.text

    @property
    def span(self) -> ast.Span:
        """Where the finding is."""
        return self.diagnostic.span

    @property
    def word(self) -> str:
        """The text the finding is about."""
        return self.at(self.span)

    def at(self, span: ast.Span) -> str:
        """Return the text of a span."""
        return self.text[span.start : span.end]

    @cached_property
    def body(self) -> Body | None:
        """The declaration around the finding: a member of a mission or an item of the file."""
        return self.model.body_at(self.span.start)

    @cached_property
    def mission(self) -> ast.Placed[ast.Mission] | None:
        """The mission around the finding."""
        for mission in self.model.missions:
            extent = mission.node.span.shift(mission.offset)
            if extent.start <= self.span.start < extent.end:
                return mission
        return None

    @property
    def reference(self) -> Reference | None:
        """What the finding's word refers to."""
        return self.model.reference_at(self.span.start)

    @cached_property
    def path(self) -> tuple[object, ...]:
        """The nodes around the finding, the declaration first and the smallest one last."""
        body = self.body
        return path_to(body.node, self.span.shift(-body.offset)) if body else ()

    def around(self, kind: type[N]) -> N | None:
        """Return the smallest node of one type around the finding."""
        return next((node for node in reversed(self.path) if isinstance(node, kind)), None)

    def parent(self, span: ast.Span) -> object | None:
        """Return the node right around the nodes of the declaration that stand at `span`."""
        around = (node for node in reversed(self.path) if self._is_around(node, span))
        return next(around, None)

    def _is_around(self, node: object, span: ast.Span) -> bool:
        own = getattr(node, "span", None)
        if not isinstance(own, ast.Span):
            return False
        extent = own.shift(self.body.offset if self.body else 0)
        return extent != span and extent.start <= span.start and span.end <= extent.end

    def problem(self, kind: ProblemKind) -> TypeProblem | None:
        """Return what the types say of the finding, in values."""
        body = self.body
        if body is None:
            return None
        at = self.span.shift(-body.offset)
        found = self.model.types.of(body).problems
        return next((one for one in found if one.kind == kind and one.span == at), None)

    @property
    def shapes(self) -> Shapes:
        """What the schemas that can be named here stand for."""
        return self.model.declared_at(self.span.start).shapes

    def extent(self, node: Spanned) -> ast.Span:
        """Return where a node of the declaration around the finding stands."""
        return node.span.shift(self.body.offset if self.body else 0)

    @property
    def statement(self) -> ast.Step | None:
        """The step around the finding that others can stand before and behind."""
        for number in range(len(self.path) - 2, -1, -1):
            node = self.path[number]
            if isinstance(node, ast.Block) and not node.inline:
                step = self.path[number + 1]
                return step if isinstance(step, ast.Step) else None
        node = self.body.node if self.body else None
        return node if isinstance(node, ast.Step) else None

    def smallest(self, at: ast.Span, *kinds: type[Spanned]) -> ast.Span | None:
        """Return where the smallest node of some types around any place of the file stands."""
        body = self.model.body_at(at.start)
        path = path_to(body.node, at.shift(-body.offset)) if body else ()
        for node in reversed(path):
            if body is not None and isinstance(node, kinds):
                return node.span.shift(body.offset)
        return None

    def without_entry(self, at: ast.Span) -> tuple[TextEdit, ...]:
        """Return the edits that take out the smallest entry around a span, of any list."""
        extent = self.smallest(at, ast.Entry, ast.Spread)
        return self.without_item(extent) if extent is not None else ()

    def without_item(self, extent: ast.Span) -> tuple[TextEdit, ...]:
        """Return the edits that take out an item of any list that stands exactly at `extent`."""
        body = self.model.body_at(extent.start)
        if body is None:
            return ()
        if isinstance(body.node, ast.Option) and extent == body.extent:
            return (placing.removal(self.text, extent),)
        return placing.entry_removal(self.text, extent, self._comma_before(extent, body.extent))

    def _comma_before(self, entry: ast.Span, within: ast.Span) -> int | None:
        lexed = lex(self.text[within.start : entry.start])
        last = len(lexed.texts) - 2
        return within.start + lexed.starts[last] if last >= 0 and lexed.texts[last] == "," else None

    def errors_after(self, only: TextEdit, within: ast.Span | None = None) -> int:
        """Return how many syntax errors the file, or a part of it, has after an edit.

        Where that would take long it is not tried, and every edit is as good as the others.
        """
        part = within or ast.Span(0, len(self.text))
        if len(self.tree.errors) > _MOST_TRIED or part.end - part.start > _LONGEST_TRIED:
            return -1
        moved = TextEdit(only.span.shift(-part.start), only.text)
        return len(parse(apply_edits(self.at(part), [moved])).errors)

    def helps(self, only: TextEdit) -> bool:
        """Whether an edit leaves fewer syntax errors in the file."""
        return self.errors_after(only) < len(self.tree.errors)

    def mends(self, only: TextEdit) -> bool:
        """Whether an edit leaves fewer syntax errors in its declaration, without the finding.

        To look at the declaration alone is quicker.
        """
        part, whole = self.body.extent if self.body else None, ast.Span(0, len(self.text))
        if part is None or not part.start <= only.span.start <= only.span.end <= part.end:
            part = whole
        if len(self.tree.errors) > _MOST_TRIED or part.end - part.start > _LONGEST_TRIED:
            return True
        before = parse(self.at(part)).errors
        moved = TextEdit(only.span.shift(-part.start), only.text)
        after = parse(apply_edits(self.at(part), [moved])).errors
        place = self.span.start - part.start
        if only.span.end <= self.span.start:
            place += len(only.text) - (only.span.end - only.span.start)
        message = self.diagnostic.message
        left = any(error.span.start == place and error.message == message for error in after)
        return len(after) < len(before) and not left

    def breaks(self, fix: Fix) -> bool:
        """Whether a fix brings syntax errors into a declaration that has some already.

        A statement that could not be read to its end is longer than it looks.
        """
        body = self.body.extent if self.body else None
        inside = body is not None and all(
            body.start <= edit.span.start <= edit.span.end <= body.end for edit in fix.edits
        )
        if body is None or not inside or body.end - body.start > _LONGEST_TRIED:
            return False
        before = len(parse(self.at(body)).errors)
        moved = [TextEdit(edit.span.shift(-body.start), edit.text) for edit in fix.edits]
        return before > 0 and len(parse(apply_edits(self.at(body), moved)).errors) > before

    def fix(
        self,
        title: str,
        *edits: TextEdit,
        safety: Safety | None = None,
        blanks: tuple[str, ...] = (),
    ) -> Fix:
        """Return a fix, as safe as the rule says its fixes are unless it is told otherwise."""
        code = self.diagnostic.code
        return Fix(title, edits, safety or RULES[code].safety, code, blanks)

    def replace(self, title: str, text: str, *, safety: Safety | None = None) -> Fix:
        """Return a fix that puts `text` in place of what the finding is about."""
        return self.fix(title, TextEdit(self.span, text), safety=safety)

    def suggested(self) -> Iterator[Fix]:
        """Yield the fix the finding itself suggests, if it does."""
        new, old = self.diagnostic.suggestion, self.word
        if new is None or new == old:
            return
        start, end = self.span.start, self.span.end
        if not new:
            yield self.replace(f"Remove {quoted(old)}", "")
        elif old and new.startswith(old):
            added = new[len(old) :]
            yield self.fix(f"Insert {quoted(added)}", TextEdit(ast.Span(end, end), added))
        elif old and new.endswith(old):
            added = new[: -len(old)]
            yield self.fix(f"Insert {quoted(added)}", TextEdit(ast.Span(start, start), added))
        else:
            yield self.replace(f"Replace with {quoted(new)}", new)


Fixer: TypeAlias = Callable[[Context], Iterator[Fix]]
"""What makes the fixes of a finding, the preferred one first."""

_LONGEST: Final = 40
_MOST_TRIED: Final = 50
_LONGEST_TRIED: Final = 50_000
"""Up to how many errors, and in how long a text, it is tried out what an edit would do."""


def quoted(text: str) -> str:
    """Return text as a title shows it: on one line, in backquotes, shortened where it is long."""
    line = " ".join(text.split())
    return f"`{line if len(line) <= _LONGEST else f'{line[: _LONGEST - 1]}…'}`"
