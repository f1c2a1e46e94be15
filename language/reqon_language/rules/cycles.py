"""RQ3022 and RQ4009: declarations that lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.model.facts import BodyFacts
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.mission import MissionView
from reqon_language.rules.rule import Rule
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
    actions = {
        action.name.text: _certain_calls(body.facts, action, body.offset)
        for body, action in view.members(ast.Action)
    }
    for circle, span in _circles(actions):
        yield ENDLESS.at(
            span,
            f"this never ends: {' → '.join(f'`{name}`' for name in circle)}",
            help="put the call behind a condition",
        )
    schemas = {
        schema.name.text: tuple(_required(schema.items, body.offset))
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


def _certain_calls(
    facts: BodyFacts, action: ast.Action, offset: int
) -> tuple[tuple[str, ast.Span], ...]:
    """Return the calls an action makes whatever happens, short of a failure."""
    if {ast.Skip, ast.Abort, ast.ElisionStep} & facts.nodes.keys():
        return ()
    return tuple(
        (step.action.text, step.action.span.shift(offset))
        for step in action.body.steps
        if isinstance(step, ast.RunStep | ast.Jump)
    )


def _required(items: tuple[ast.SchemaItem, ...], offset: int) -> Iterator[tuple[str, ast.Span]]:
    for item in items:
        if isinstance(item, ast.SchemaBase):
            yield item.name.text, item.name.span.shift(offset)
        elif isinstance(item, ast.SchemaField) and not item.optional:
            if isinstance(item.type, ast.TypeName):
                yield item.type.name.text, item.type.name.span.shift(offset)
            elif isinstance(item.type, ast.ObjectType):
                yield from _required(item.type.fields, offset)
