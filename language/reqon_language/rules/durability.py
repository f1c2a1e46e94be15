"""RQ70xx: checkpoints, traces and pauses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.mission import MissionView
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import flag_of, is_count, number_of
from reqon_language.syntax import ast

CHECKPOINT: Final = Rule(
    "RQ7009",
    "error",
    "unknown checkpoint mode",
    what="Reports a `checkpoint` other than `afterStep` and `onFailure`.",
    why="When to save the position is not known.",
    fix="Use `afterStep`, or `onFailure`.",
    bad="checkpoint: afterSteps",
    good="checkpoint: afterStep",
    frame="members",
)

RECORDING: Final = Rule(
    "RQ7010",
    "error",
    "unknown `trace` or `stateStore`",
    what="Reports a `trace` other than `full` and `minimal`, and a `stateStore` other than "
    "`file` and `memory`.",
    why="What to record, or where, is not known.",
    fix="Use one of the words above.",
    bad="trace: ful",
    good="trace: full",
    frame="members",
)

COUNT: Final = Rule(
    "RQ7011",
    "error",
    "count of a loop is not a positive whole number",
    what="Reports `checkpoint every N` and `concurrency N` whose N is not a whole number from 1.",
    why="There is no such number of iterations.",
    fix="Give a whole number from 1.",
    bad="""
        for order in orders checkpoint every 0 {
          put "/orders/{order.id}" { body: order }
        }
    """,
    good="""
        for order in orders checkpoint every 100 {
          put "/orders/{order.id}" { body: order }
        }
    """,
    frame="steps",
)

NO_STATE: Final = Rule(
    "RQ7012",
    "warning",
    "`checkpoint every` has no effect",
    what="Reports `checkpoint every` in a mission with `enableState: false`.",
    why="No state is kept, so there is nothing to resume from.",
    fix="Remove `enableState: false`, or the `checkpoint every`.",
    bad="""
        mission Example {
          enableState: false
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          action Send {
            for order in orders checkpoint every 100 {
              put "/orders/{order.id}" { body: order }
            }
          }
          run Send
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          action Send {
            for order in orders checkpoint every 100 {
              put "/orders/{order.id}" { body: order }
            }
          }
          run Send
        }
    """,
)

PAUSE: Final = Rule(
    "RQ7013",
    "warning",
    "`pause` without checkpoints",
    what="Reports a `pause` in a mission that neither sets `checkpoint` nor keeps state.",
    why="The process ends at a pause; what is not saved is gone when the mission resumes.",
    fix="Add `checkpoint: afterStep`.",
    bad="""
        mission Example {
          action Hold {
            pause { duration: "7d" }
          }
          run Hold
        }
    """,
    good="""
        mission Example {
          checkpoint: afterStep
          action Hold {
            pause { duration: "7d" }
          }
          run Hold
        }
    """,
)

RULES: Final = (CHECKPOINT, RECORDING, COUNT, NO_STATE, PAUSE)

_STATE_OPTIONS: Final = ("checkpoint", "stateStore", "stateRetention")


def check(body: Body) -> Iterator[Diagnostic]:
    """Report the counts in the headers of loops."""
    for loop in body.facts.of(ast.For):
        for clause, count in (
            ("checkpoint every", loop.checkpoint_every),
            ("concurrency", loop.concurrency),
        ):
            if count is not None and not _may_be_count(count):
                yield COUNT.at(count.span, f"`{clause}` needs a whole number from 1")


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report state that would be needed but is not kept."""
    value = flag_of(view.option("enableState"))
    if value is False:
        for body, loop in view.nodes(ast.For):
            if loop.checkpoint_every is not None:
                yield NO_STATE.at(
                    loop.checkpoint_every.span.shift(body.offset),
                    "`checkpoint every` has no effect: the mission sets `enableState: false`",
                    help="remove `enableState: false`",
                )
    kept = value is True or any(view.option(key) is not None for key in _STATE_OPTIONS)
    if value is False or not kept:
        for body, pause in view.nodes(ast.Pause):
            start = pause.span.start + body.offset
            yield PAUSE.at(
                ast.Span(start, start + len("pause")),
                "the mission pauses, but does not save its position",
                help="add `checkpoint: afterStep` to the mission",
            )


def _may_be_count(value: ast.Expression) -> bool:
    number = number_of(value)
    if number is not None:
        return is_count(number)
    return not isinstance(value, ast.Literal | ast.Duration | ast.Unary)
