"""References: every place in a body where a name stands for something declared elsewhere.

This is the one index that completion, definition, rename, hover and the rules read.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct, structs

from reqon_language.syntax.ast import Span

ReferenceKind: TypeAlias = Literal[
    "source", "store", "schema", "action", "transform", "variable", "implicit", "function",
    "field", "operation", "environment", "file", "import", "name",
    "dataset", "context", "contract", "distribution",
]  # fmt: skip
Problem: TypeAlias = Literal["undefined", "bare field", "no element"]


class Reference(Struct, frozen=True, gc=False):
    """A name in use.

    `binding` is the span of the identifier a local variable was bound at. `owner` is the source
    of an operation, and what the `from` of an import says. `problem` says why the name does not
    resolve; a kind of "name" is a bare word nothing is known about. `place` tells where it stands
    when that matters to a message.
    """

    kind: ReferenceKind
    name: str
    span: Span
    role: Literal["read", "write"] = "read"
    binding: Span | None = None
    problem: Problem | None = None
    owner: str | None = None
    place: str = ""

    def shift(self, offset: int) -> Reference:
        """Return the reference moved by `offset` code points."""
        binding = self.binding.shift(offset) if self.binding else None
        return structs.replace(self, span=self.span.shift(offset), binding=binding)


def path_span(reference: Reference) -> Span:
    """Return the place of a file's path without its quotes; the closing one may be missing."""
    start, end = reference.span.start, reference.span.end
    closed = end - start > len(reference.name) + 1
    return Span(start + 1, end - 1 if closed else end)
