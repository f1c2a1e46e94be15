"""RQ3022 and RQ4009: declarations that lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.mission import MissionView
from reqon_language.rules.rule import Rule
from reqon_language.rules.ways import first_call, way_of
from reqon_language.syntax import ast

ENDLESS: Final = Rule(
    "RQ3022",
    "error",
    "actions call each other for ever",
    what="Reports a `run` or `jump` that leads back to its own action on every path.",
    why="No arm ends the circle; the run fails when the calls are 50 deep.",
    fix="Put the call behind a condition, or `skip` when there is nothing left to do.",
    bad="""
        action Poll {
          get "/orders/next"
          run Poll
        }
        run Fetch then Poll
    """,
    good="""
        action Poll {
          get "/orders/next"
          match response {
            { done: true } -> skip,
            _ -> run Poll
          }
        }
        run Fetch then Poll
    """,
    frame="declarations",
)

ENDLESS_SCHEMA: Final = Rule(
    "RQ4009",
    "error",
    "schema contains itself",
    what="Reports a schema that includes its own fields with `...`, or that requires a field of "
    "its own type.",
    why="No finite value could ever match it.",
    fix="Make the field optional, or a list.",
    bad="""
        schema Category { name: string, parent: Category }
        action Check {
          get "/orders/1"
          validate response { assume response is Category }
        }
        run Fetch then Check
    """,
    good="""
        schema Category { name: string, parent: Category? }
        action Check {
          get "/orders/1"
          validate response { assume response is Category }
        }
        run Fetch then Check
    """,
    frame="declarations",
)

RULES: Final = (ENDLESS, ENDLESS_SCHEMA)

_Edges = Mapping[str, tuple[tuple[str, ast.Span], ...]]


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report circles of actions and of schemas."""
    if view.broken:
        return
    for circle, span in _circles(_endless_calls(view)):
        yield ENDLESS.at(
            span,
            f"this never ends: {' → '.join(f'`{name}`' for name in circle)}",
            help="put the call behind a condition",
        )
    schemas = {
        schema.name.text: (*_base(schema, body.offset), *_required(schema.items, body.offset))
        for body, schema in view.members(ast.Schema)
    }
    for circle, span in _circles(schemas):
        yield ENDLESS_SCHEMA.at(
            span,
            f"no value can match this: {' → '.join(f'`{name}`' for name in circle)}",
            help="make the field optional, or a list",
        )


def _circles(edges: _Edges) -> Iterator[tuple[list[str], ast.Span]]:
    """Yield each circle once, by the names on it, with the edge that closes it."""
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        path: list[str] = [start]
        pending = [iter(edges[start])]
        while pending:
            edge = next(pending[-1], None)
            if edge is None:
                pending.pop()
                done.add(path.pop())
            elif edge[0] in path:
                yield [*path[path.index(edge[0]) :], edge[0]], edge[1]
            elif edge[0] in edges and edge[0] not in done:
                path.append(edge[0])
                pending.append(iter(edges[edge[0]]))


def _endless_calls(view: MissionView) -> dict[str, tuple[tuple[str, ast.Span], ...]]:
    """Return the actions that on every way call one of them, each with its first such call."""
    bodies = {action.name.text: (body, action.body) for body, action in view.members(ast.Action)}
    endless: set[str] = set()
    # One that calls nothing comes to no call on any way.
    remaining = {
        name for name, calls in view.of_actions(_calls).items() if calls and name in bodies
    }
    while remaining != endless:
        endless = remaining
        remaining = {
            name
            for name in endless
            if way_of(bodies[name][1].steps, endless, bodies[name][0].facts) == "calls"
        }
    calls: dict[str, tuple[tuple[str, ast.Span], ...]] = {}
    for name, (body, block) in bodies.items():
        if name in endless:
            call = first_call(block, endless, body.facts)
            calls[name] = ((call.text, call.span.shift(body.offset)),)
    return calls


def _calls(body: Body) -> bool:
    return bool(body.facts.of(ast.RunStep) or body.facts.of(ast.Jump))


def _base(schema: ast.Schema, offset: int) -> Iterator[tuple[str, ast.Span]]:
    if schema.base is not None:
        yield schema.base.text, schema.base.span.shift(offset)


def _required(items: tuple[ast.SchemaItem, ...], offset: int) -> Iterator[tuple[str, ast.Span]]:
    for item in items:
        if isinstance(item, ast.SchemaBase):
            yield item.name.text, item.name.span.shift(offset)
        elif isinstance(item, ast.SchemaField) and not item.optional and item.condition is None:
            if isinstance(item.type, ast.TypeName):
                yield item.type.name.text, item.type.name.span.shift(offset)
            elif isinstance(item.type, ast.ObjectType):
                yield from _required(item.type.fields, offset)
