"""RQ53xx and RQ80xx: what `run` runs, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.mission import MissionView, called
from reqon_language.rules.options import LIMIT
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import flag_of, number_of, value_of
from reqon_language.syntax import ast

UNREACHABLE: Final = Rule(
    "RQ3021",
    "warning",
    "action is never run",
    what="Reports an action that neither `run` nor an action it runs names.",
    why="Its steps have no effect.",
    fix="Add it to `run`, or remove it.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          action Clean { get "/clean" }
          run Ping
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          action Clean { get "/clean" }
          run Ping then Clean
        }
    """,
    tags=("unnecessary",),
)

REPEATED: Final = Rule(
    "RQ5303",
    "error",
    "action stands twice in one parallel stage",
    what="Reports an action that a parallel stage names more than once.",
    why="Both would have the same place in the execution record, and write the same records.",
    fix="Remove one of the two.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          run [Ping, Ping]
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          run Ping then Ping
        }
    """,
)

NO_RUN: Final = Rule(
    "RQ8003",
    "warning",
    "mission has no `run`",
    what="Reports a mission that does not say which actions to run.",
    why="It can be checked, but running it is an error.",
    fix="Add `run A then B`, or `run [A, B]` for actions that may run at the same time.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          run Ping
        }
    """,
)

SEVERAL_RUNS: Final = Rule(
    "RQ8004",
    "warning",
    "mission has several `run`s",
    what="Reports every `run` of a mission but its last.",
    why="Only the last one counts.",
    fix="Remove the others, or join them with `then`.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          action Pong { get "/pong" }
          run Ping
          run Ping then Pong
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          action Pong { get "/pong" }
          run Ping then Pong
        }
    """,
    tags=("unnecessary",),
)

RULES: Final = (UNREACHABLE, REPEATED, NO_RUN, SEVERAL_RUNS)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report actions that a parallel stage names twice."""
    if not isinstance(body.node, ast.Pipeline):
        return
    for stage in body.node.stages:
        seen: dict[str, ast.Identifier] = {}
        for action in stage.actions:
            first = seen.setdefault(action.text, action)
            if first is not action and action.text:
                yield REPEATED.at(
                    action.span,
                    f"action `{action.text}` stands twice in this stage",
                    help="remove it here",
                    related=[Related(first.span, "first named here")],
                )


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report missing, repeated and incomplete pipelines."""
    runs = list(view.members(ast.Pipeline))
    if not runs:
        if not view.broken:
            yield _no_run(view)
        return
    last_body = runs[-1][0]
    for body, _ in runs[:-1]:
        yield SEVERAL_RUNS.at(
            body.extent,
            "only the last `run` of a mission counts; this one has no effect",
            help="remove it, or join the two with `then`",
            related=[Related(last_body.extent, "this one counts")],
        )
    yield from _idle_limits(view, runs[-1][1])
    yield from _unreachable(view, runs, view.of_actions(called))


def _idle_limits(view: MissionView, run: ast.Pipeline) -> Iterator[Diagnostic]:
    """Report limits on what cannot happen: runs that may not overlap, actions one by one (D20)."""
    for body, option in view.members(ast.Option):
        entry = option.entry
        if entry.key.text == "maxConcurrency" and all(len(s.actions) < 2 for s in run.stages):
            alone = flag_of(view.option("skipIfRunning")) is True
            limits = [entry.value] if alone else []
        elif entry.key.text == "schedule" and flag_of(value_of(entry.block, "skipIfRunning")):
            limits = [limit] if (limit := value_of(entry.block, "maxConcurrency")) else []
        else:
            continue
        for limit in limits:
            if (number_of(limit) or 0) > 1:
                yield LIMIT.at(
                    limit.span.shift(body.offset),
                    "this limits nothing: with `skipIfRunning: true` runs never overlap",
                    help="remove it, or write `skipIfRunning: false`",
                )


def _no_run(view: MissionView) -> Diagnostic:
    actions = [action.name.text for _, action in view.members(ast.Action) if action.name.text]
    name = view.node.name.text
    return NO_RUN.at(
        view.name_span,
        f"mission `{name}` has no `run`, so there is nothing to run",
        help=f"add `run {' then '.join(actions)}`" if actions else "add an action and `run` it",
    )


def _unreachable(
    view: MissionView,
    runs: list[tuple[Body, ast.Pipeline]],
    calls: Mapping[str, Sequence[str]],
) -> Iterator[Diagnostic]:
    pending = [name.text for _, run in runs for stage in run.stages for name in stage.actions]
    if view.broken or any(name not in calls and view.alone for name in pending):
        return
    reached: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending += calls.get(name, ())
    for body, action in view.members(ast.Action):
        name = action.name.text
        if name and name not in reached and ("action", name) not in view.used:
            yield UNREACHABLE.at(
                action.name.span.shift(body.offset),
                f"action `{name}` is never run",
                help="add it to `run`, or remove it",
            )
