"""What a fixer knows: the finding, the file around it, and where things go in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Final, Protocol, TypeAlias, TypeVar

from reqon_language.edits import TextEdit
from reqon_language.model import FileModel
from reqon_language.model.file import Body
from reqon_language.model.references import Reference
from reqon_language.rules.checking import RULES
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.fix import Fix, Safety
from reqon_language.syntax import Tree, ast

N = TypeVar("N")


class Spanned(Protocol):
    """A node of the syntax tree."""

    @property
    def span(self) -> ast.Span:
        """Its place in its declaration."""


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
        if self.body is None:
            return ()
        span = self.span.shift(-self.body.offset)
        found, node = [], _around(self.body.node, span)
        while node is not None:
            found.append(node)
            node = next(filter(None, (_around(part, span) for part in _parts(node))), None)
        return tuple(found)

    def around(self, kind: type[N]) -> N | None:
        """Return the smallest node of one type around the finding."""
        return next((node for node in reversed(self.path) if isinstance(node, kind)), None)

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

    def fix(self, title: str, *edits: TextEdit, safety: Safety | None = None) -> Fix:
        """Return a fix, as safe as the rule says its fixes are unless it is told otherwise."""
        code = self.diagnostic.code
        return Fix(title, edits, safety or RULES[code].safety, code)

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
            yield self.replace(f"Replace by {quoted(new)}", new)


Fixer: TypeAlias = Callable[[Context], Iterator[Fix]]
"""What makes the fixes of a finding, the preferred one first."""

_LONGEST: Final = 40


def quoted(text: str) -> str:
    """Return text as a title shows it: on one line, in backquotes, shortened where it is long."""
    line = " ".join(text.split())
    return f"`{line if len(line) <= _LONGEST else f'{line[: _LONGEST - 1]}…'}`"


def _around(part: object, span: ast.Span) -> object | None:
    extent = getattr(part, "span", None)
    if isinstance(extent, ast.Span) and extent.start <= span.start and span.end <= extent.end:
        return part
    return None


def _parts(node: object) -> Iterator[object]:
    """Yield what a node is made of."""
    if is_dataclass(node):
        for field in fields(node):
            value = getattr(node, field.name)
            if isinstance(value, tuple):
                yield from value
            else:
                yield value
