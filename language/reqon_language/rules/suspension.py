"""RQ5202-RQ5205: waits and pauses that hold, or are woken by, more than was meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.mission import MissionView
from reqon_language.rules.nesting import around, loop_bodies, word_span
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import milliseconds_of, text_of, value_of
from reqon_language.syntax import ast

LONG_HOLD: Final = 3_600_000
"""From how many milliseconds on a `wait` is called long: one hour."""

INDISTINCT: Final = Rule(
    "RQ5202",
    "warning",
    "`wait` in a loop cannot tell its events apart",
    what="Reports a `wait` inside a loop with a fixed `path` and no `eventFilter`.",
    why="Every iteration listens on the same path, so one takes the event of another.",
    fix="Put the item into the path, or add an `eventFilter`.",
    bad="""
        for order in orders {
          put "/orders/{order.id}/ship"
          wait { path: "/shipped" }
        }
    """,
    good="""
        for order in orders {
          put "/orders/{order.id}/ship"
          wait { path: "/shipped", eventFilter: .orderId == order.id }
        }
    """,
    frame="steps",
)

HELD: Final = Rule(
    "RQ5203",
    "warning",
    "`pause` in a loop or in a parallel stage",
    what="Reports a `pause` inside a loop, or in an action that runs beside others.",
    why="A pause ends the process: the loop stands still with it, and the other actions of the "
    "stage have to end first.",
    fix="Pause in an action of its own, behind the loop or the stage.",
    bad="""
        mission Example {
          checkpoint: afterStep
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          action Ship {
            for order in orders {
              put "/orders/{order.id}/ship"
              pause { duration: "1d" }
            }
          }
          run Ship
        }
    """,
    good="""
        mission Example {
          checkpoint: afterStep
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          action Ship {
            for order in orders { put "/orders/{order.id}/ship" }
            pause { duration: "1d" }
          }
          run Ship
        }
    """,
)

LONG_WAIT: Final = Rule(
    "RQ5204",
    "info",
    "long `wait`",
    what="Points out a `wait` with a time-out of an hour or more.",
    why="A wait keeps the process, its connections and its place in memory. A pause does not.",
    fix="Use `pause { duration: …, resumeOn: webhook … }`.",
    bad='wait { path: "/approved", timeout: 12h }',
    good='wait { path: "/approved", timeout: 10m }',
    frame="steps",
)

SAME_PATH: Final = Rule(
    "RQ5205",
    "error",
    "parallel actions listen on one path",
    what="Reports two waits or pauses of actions of one parallel stage with the same path.",
    why="Both listen at once, and which one an event wakes cannot be told.",
    fix="Give each its own path.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ship {
            put "/ship"
            wait { path: "/done" }
          }
          action Bill {
            put "/bill"
            wait { path: "/done" }
          }
          run [Ship, Bill]
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ship {
            put "/ship"
            wait { path: "/shipped" }
          }
          action Bill {
            put "/bill"
            wait { path: "/billed" }
          }
          run [Ship, Bill]
        }
    """,
)

RULES: Final = (INDISTINCT, HELD, LONG_WAIT, SAME_PATH)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report waits and pauses in loops, and long waits."""
    facts = body.facts
    for wait, stands_in in around(facts.of(ast.Wait), loop_bodies(facts)):
        path = _fixed(value_of(wait.options, "path"))
        if stands_in and path is not None and wait.options.get("eventFilter") is None:
            yield INDISTINCT.at(
                path.span,
                "every iteration listens on this path, and takes the events of the others",
                help="add an `eventFilter`, or put the item into the path",
            )
        timeout = value_of(wait.options, "timeout")
        length = milliseconds_of(timeout)
        if timeout is not None and length is not None and length >= LONG_HOLD:
            hours = f"{length / 3_600_000:g} h"
            yield LONG_WAIT.at(
                timeout.span,
                f"this holds the process for up to {hours}",
                help="a `pause` with `resumeOn: webhook …` lets it go",
            )
    for pause, stands_in in around(facts.of(ast.Pause), loop_bodies(facts)):
        if stands_in:
            yield HELD.at(
                word_span(pause, "pause"),
                "this stops the whole loop, once per item",
                help="pause behind the loop",
            )


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report pauses in parallel stages, and paths two actions listen on at once."""
    runs = list(view.members(ast.Pipeline))
    stages = [stage for stage in runs[-1][1].stages if len(stage.actions) > 1] if runs else []
    if not stages:
        return
    bodies = {action.name.text: body for body, action in view.members(ast.Action)}
    for stage in stages:
        heard: dict[str, tuple[str, ast.Span]] = {}
        for name in dict.fromkeys(action.text for action in stage.actions):
            body = bodies.get(name)
            if body is None:
                continue
            for pause in body.facts.of(ast.Pause):
                yield HELD.at(
                    word_span(pause, "pause").shift(body.offset),
                    "the actions beside this one have to end before the process can pause",
                    help="pause in a later stage",
                )
            for path in _paths(body):
                span = path.span.shift(body.offset)
                owner, first = heard.setdefault(str(path.value), (name, span))
                if owner != name:
                    yield SAME_PATH.at(
                        span,
                        f"`{owner}` listens on this path at the same time",
                        help="give each its own path",
                        related=[Related(first, "listens here, too")],
                    )


def _paths(body: Body) -> Iterator[ast.Literal]:
    for wait in body.facts.of(ast.Wait):
        path = _fixed(value_of(wait.options, "path"))
        if path is not None:
            yield path
    for pause in body.facts.of(ast.Pause):
        resume = value_of(pause.options, "resumeOn")
        pending = [resume] if resume is not None else []
        while pending:
            trigger = pending.pop()
            if isinstance(trigger, ast.Pipe):
                pending += [trigger.target, trigger.source]
            elif isinstance(trigger, ast.Tagged) and _is_fixed(trigger.text):
                yield trigger.text


def _fixed(value: ast.Expression | None) -> ast.Literal | None:
    return value if isinstance(value, ast.Literal) and _is_fixed(value) else None


def _is_fixed(path: ast.Literal) -> bool:
    return "{" not in (text_of(path) or "{")
