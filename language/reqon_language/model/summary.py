"""What a file declares, by value: enough to resolve names from anywhere without its tree.

Only names and places belong here; what stands inside a declaration is `body.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeGuard

from msgspec import Struct

from reqon_language.syntax import ast

DeclarationKind: TypeAlias = Literal[
    "mission", "source", "store", "schema", "transform", "action", "variable",
    "dataset", "context", "contract", "distribution",
]  # fmt: skip


class Declaration(Struct, frozen=True, gc=False):
    """A declared name. `span` is the name, `extent` the whole declaration; both absolute.

    `mission` is the number of the mission (in file order) that holds it, None at file level.
    `detail` is the adapter of a store and the OpenAPI document of a source, if any.
    """

    kind: DeclarationKind
    name: str
    span: ast.Span
    extent: ast.Span
    mission: int | None = None
    detail: str = ""

    def shift(self, offset: int) -> Declaration:
        """Return the declaration moved by `offset` code points."""
        span, extent = self.span.shift(offset), self.extent.shift(offset)
        return Declaration(self.kind, self.name, span, extent, self.mission, self.detail)


_Named: TypeAlias = (
    ast.Mission | ast.Source | ast.Store | ast.Schema | ast.Transform | ast.Action | ast.Let
    | ast.Dataset | ast.Context | ast.Contract | ast.Distribution
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileSummary:
    """The declarations of one file, in source order; `missions` are their names."""

    declarations: tuple[Declaration, ...]
    missions: tuple[str, ...]


def summarize(program: ast.Program) -> FileSummary:
    """List what `program` declares. Names the parser had to invent are left out."""
    declarations: list[Declaration] = []
    missions: list[str] = []
    for item in program.items:
        if isinstance(item.node, ast.Mission):
            number = len(missions)
            missions.append(item.node.name.text)
            declarations += declared(item.node, item.offset, None)
            for member in item.node.members:
                declarations += declared(member.node, item.offset + member.offset, number)
        else:
            declarations += declared(item.node, item.offset, None)
    return FileSummary(tuple(declarations), tuple(missions))


def adapter_of(store: ast.Store) -> str:
    """Return the adapter's name, or "" where it is chosen when the mission runs."""
    adapter = store.adapter
    if isinstance(adapter, ast.Call):
        adapter = adapter.function
    return adapter.text if isinstance(adapter, ast.Name) else ""


_KINDS: dict[type, DeclarationKind] = {
    ast.Mission: "mission",
    ast.Source: "source",
    ast.Store: "store",
    ast.Schema: "schema",
    ast.Transform: "transform",
    ast.Action: "action",
    ast.Let: "variable",
    ast.Dataset: "dataset",
    ast.Context: "context",
    ast.Contract: "contract",
    ast.Distribution: "distribution",
}


def declares(node: ast.FileItem) -> TypeGuard[_Named]:
    """Whether an item declares a name; one that the parser had to invent is none."""
    return isinstance(node, _Named) and bool(node.name.text)


def declared(node: ast.FileItem, offset: int, mission: int | None) -> Iterator[Declaration]:
    """Yield the name that an item at `offset` declares, if any; the members of a mission not."""
    if not declares(node):
        return
    detail = ""
    if isinstance(node, ast.Store):
        detail = adapter_of(node)
    elif isinstance(node, ast.Source) and node.spec is not None:
        detail = str(node.spec.value)
    yield Declaration(
        _KINDS[type(node)],
        node.name.text,
        node.name.span.shift(offset),
        node.span.shift(offset),
        mission,
        detail,
    )
