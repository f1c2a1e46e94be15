"""What a mission declares, gathered from the mission and from its file.

What a mission declares itself comes first and hides what its file declares under the same
name. Nothing is judged here but double declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from reqon.errors import Location
from reqon.plan.errors import PlanError
from reqon_language.syntax import ast
from reqon_language.text import LineIndex

Locate = Callable[[ast.Span], Location]
Snippet = Callable[[ast.Span], str]
Declaration = TypeVar("Declaration")
_Named = ast.Source | ast.Store | ast.Schema | ast.Transform | ast.Action


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
    program: ast.Program, mission: ast.Placed[ast.Mission], lines: LineIndex, path: str
) -> Declarations:
    """Collect what `mission` declares and what the rest of its file shares with it."""
    found = Declarations(_placed(mission.node, mission.offset, lines, path))
    own = [
        _placed(member.node, mission.offset + member.offset, lines, path)
        for member in mission.node.members
    ]
    shared = [
        _placed(item.node, item.offset, lines, path)
        for item in program.items
        if isinstance(item.node, ast.Let | _Named)
    ]
    found.lets.extend(member for member in (*shared, *own) if isinstance(member.node, ast.Let))
    _take(found, own)
    _take(found, shared)
    return found


def _placed(node: Any, offset: int, lines: LineIndex, path: str) -> Declared[Any]:
    def locate(span: ast.Span) -> Location:
        position = lines.position(offset + span.start)
        return Location(path, position.line + 1, position.column + 1)

    def snippet(span: ast.Span) -> str:
        return " ".join(lines.text[offset + span.start : offset + span.end].split())

    return Declared(node, locate, snippet)


def _take(found: Declarations, members: Iterable[Declared[Any]]) -> None:
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
                if (type(node), name) in here:
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
