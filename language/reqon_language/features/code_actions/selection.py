"""What is selected, or where the cursor is: the nodes around it and what can be seen there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from reqon_language.edits import TextEdit
from reqon_language.model import FileModel, Project, Reference
from reqon_language.model.file import Body
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.declaring import declare_in
from reqon_language.rules.fixes.renaming import free
from reqon_language.rules.nodes import Spanned, path_to
from reqon_language.syntax import Tree, ast
from reqon_language.syntax.ast import Span

N = TypeVar("N")


@dataclass(frozen=True)
class Selection:
    """A selection in a file of a project; nodes count from their declaration, spans do not."""

    project: Project
    path: str
    span: Span

    @property
    def model(self) -> FileModel:
        """What the file means."""
        return self.project.model(self.path)

    @property
    def tree(self) -> Tree:
        """The parsed file."""
        return self.project.files[self.path].tree

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.tree.lines.text

    @cached_property
    def trimmed(self) -> Span:
        """The selection without the blanks at its ends."""
        selected = self.text[self.span.start : self.span.end]
        start = self.span.start + len(selected) - len(selected.lstrip())
        return Span(start, max(start, self.span.end - len(selected) + len(selected.rstrip())))

    @cached_property
    def body(self) -> Body | None:
        """The declaration around it, if it is sound: what has syntax errors is left alone."""
        body = self.model.body_at(self.trimmed.start)
        return None if body is None or body.broken else body

    @cached_property
    def nodes(self) -> tuple[object, ...]:
        """The nodes around it, the declaration first."""
        if self.body is None:
            return ()
        return path_to(self.body.node, self.trimmed.shift(-self.body.offset))

    @cached_property
    def mission(self) -> ast.Placed[ast.Mission] | None:
        """The mission around it."""
        number = self.body.mission if self.body is not None else None
        return None if number is None else self.model.missions[number]

    def around(self, kind: type[N]) -> N | None:
        """Return the smallest node of a type around it."""
        return next((node for node in reversed(self.nodes) if isinstance(node, kind)), None)

    def extent(self, node: Spanned) -> Span:
        """Return where a node of the declaration stands in the file."""
        return node.span.shift(self.body.offset if self.body is not None else 0)

    def written(self, node: Spanned) -> str:
        """Return the text of a node of the declaration."""
        span = self.extent(node)
        return self.text[span.start : span.end]

    def replace(self, node: Spanned, text: str) -> TextEdit:
        """Put text in place of a node of the declaration."""
        return TextEdit(self.extent(node), text)

    @property
    def statement(self) -> ast.Step | None:
        """The step around it that others can stand before: one in a list of its own."""
        for number in range(len(self.nodes) - 2, -1, -1):
            block, step = self.nodes[number], self.nodes[number + 1]
            if isinstance(block, ast.Block):
                return None if block.inline else step if isinstance(step, ast.Step) else None
        return None

    def references(self, within: Span) -> Iterator[Reference]:
        """Yield the references in a stretch of the declaration; all count from it."""
        for reference in self.body.facts.references if self.body is not None else ():
            if within.start <= reference.span.start and reference.span.end <= within.end:
                yield reference

    def declare(self, kind: type, new: str) -> TextEdit:
        """Declare something in the mission around it; `new` is written for column 0."""
        return declare_in(self.model, self.text, self.mission, kind, new)

    def unused(self, name: str, taken: Collection[str] = ()) -> str:
        """Return a name that means nothing here yet: `name`, or that with a number."""
        known = {one.name for _, one in self.project.declarations()} | {*taken}
        if self.body is not None:
            facts = self.body.facts
            known |= {*facts.bindings} | self.body.names.variables | self.body.names.elsewhere
            known |= {reference.name for reference in facts.references}
        return name if name not in known else free(name, known)

    def dedented(self, span: Span) -> str:
        """Return a stretch of the file as it would be written at column 0."""
        margin = placing.margin(self.text, span.start)
        lines = self.text[span.start : span.end].replace("\r\n", "\n").replace("\r", "\n")
        return lines.replace(f"\n{margin}", "\n")

    def commented(self, span: Span) -> bool:
        """Whether a comment stands in a stretch of the file, which a rewrite would lose."""
        return any(mark in self.text[span.start : span.end] for mark in ("//", "#", "/*"))
