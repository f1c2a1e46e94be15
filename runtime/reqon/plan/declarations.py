"""What a mission declares, gathered from the mission, from its file and from other files.

What a mission declares itself comes first and hides what its file declares under the same
name. Nothing is judged here but double declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from reqon.errors import Location
from reqon.plan.errors import PlanError
from reqon.plan.walk import mentions
from reqon_language.syntax import ast
from reqon_language.text import LineIndex

Locate = Callable[[ast.Span], Location]
Snippet = Callable[[ast.Span], str]
Declaration = TypeVar("Declaration")
NAMED = ast.Source | ast.Store | ast.Schema | ast.Transform | ast.Action


@dataclass(frozen=True, slots=True)
class Declared(Generic[Declaration]):
    """A declaration and the way from its relative spans to places and text of the file."""

    node: Declaration
    locate: Locate
    snippet: Snippet

    @property
    def location(self) -> Location:
        """Where the declaration begins."""
        span: ast.Span = self.node.span  # type: ignore[attr-defined]
        return self.locate(span)


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything one mission sees, in the order of declaration."""

    mission: Declared[ast.Mission]
    sources: dict[str, Declared[ast.Source]] = field(default_factory=dict)
    stores: dict[str, Declared[ast.Store]] = field(default_factory=dict)
    schemas: dict[str, Declared[ast.Schema]] = field(default_factory=dict)
    transforms: dict[str, Declared[ast.Transform]] = field(default_factory=dict)
    actions: dict[str, Declared[ast.Action]] = field(default_factory=dict)
    lets: list[Declared[ast.Let]] = field(default_factory=list)
    options: dict[str, Declared[ast.Option]] = field(default_factory=dict)
    pipelines: list[Declared[ast.Pipeline]] = field(default_factory=list)


def gather(
    program: ast.Program,
    mission: ast.Placed[ast.Mission],
    lines: LineIndex,
    path: str,
    lent: Sequence[Declared[Any]] = (),
) -> Declarations:
    """Collect what `mission` declares and what the rest of its file shares with it.

    `lent` are declarations of other files, in the order of the project.
    """
    found = Declarations(placed(mission.node, mission.offset, lines, path))
    own = [
        placed(member.node, mission.offset + member.offset, lines, path)
        for member in mission.node.members
    ]
    shared = [
        placed(item.node, item.offset, lines, path)
        for item in program.items
        if isinstance(item.node, ast.Let | NAMED)
    ]
    found.lets.extend(_by_need([*_lets(shared), *_lets(lent)]) if lent else _lets(shared))
    found.lets.extend(_lets(own))
    _take(found, own)
    _take(found, shared)
    _take(found, lent, hidden=False)
    return found


def _lets(members: Iterable[Declared[Any]]) -> list[Declared[ast.Let]]:
    return [member for member in members if isinstance(member.node, ast.Let)]


def _by_need(lets: list[Declared[ast.Let]]) -> list[Declared[ast.Let]]:
    """Order the `let`s of several files so that each comes after those it reads."""
    ordered: list[Declared[ast.Let]] = []
    pending = list(lets)
    while pending:
        waiting = {let.node.name.text for let in pending}
        ready = next(
            (
                let
                for let in pending
                if not any(
                    mentions(let.node.value, name) for name in waiting - {let.node.name.text}
                )
            ),
            pending[0],
        )
        pending.remove(ready)
        ordered.append(ready)
    return ordered


def placed(node: Any, offset: int, lines: LineIndex, path: str) -> Declared[Any]:
    """Return a declaration of the file at `path` that stands at `offset`."""

    def locate(span: ast.Span) -> Location:
        position = lines.position(offset + span.start)
        return Location(path, position.line + 1, position.column + 1)

    def snippet(span: ast.Span) -> str:
        return " ".join(lines.text[offset + span.start : offset + span.end].split())

    return Declared(node, locate, snippet)


def _take(found: Declarations, members: Iterable[Declared[Any]], *, hidden: bool = True) -> None:
    """Add declarations, which those already found may hide only where `hidden`."""
    here: set[tuple[type, str]] = set()
    for member in members:
        node = member.node
        match node:
            case ast.Option():
                found.options[node.entry.key.text] = member
            case ast.Pipeline():
                found.pipelines.append(member)
            case ast.Source() | ast.Store() | ast.Schema() | ast.Transform() | ast.Action():
                name = node.name.text
                if (type(node), name) in here or (not hidden and name in _space(found, node)):
                    raise PlanError(
                        f"{type(node).__name__.lower()} `{name}` is declared twice",
                        location=member.location,
                        help="Rename or remove one of them.",
                    )
                here.add((type(node), name))
                _space(found, node).setdefault(name, member)


def _space(found: Declarations, node: object) -> dict[str, Declared[Any]]:
    spaces: Mapping[type, dict[str, Any]] = {
        ast.Source: found.sources,
        ast.Store: found.stores,
        ast.Schema: found.schemas,
        ast.Transform: found.transforms,
        ast.Action: found.actions,
    }
    return spaces[type(node)]
