"""RQ3020, RQ5001 and RQ5105: what `response` holds where it is read, and where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import Body
from reqon_language.model.inference import Typed
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.mission import MissionView
from reqon_language.rules.nesting import (
    option,
    requests,
    response_reads,
    response_setters,
    sets_response,
)
from reqon_language.rules.rule import Rule
from reqon_language.rules.types import certain
from reqon_language.syntax import ast

TOO_EARLY: Final = Rule(
    "RQ3020",
    "error",
    "`response` is read before anything sets it",
    what="Reports an action of the first stage, or of a stage behind a parallel one, that reads "
    "`response` before its own first request, `map`, `apply` or `wait`.",
    why="There is no value yet: nothing was requested, and parallel actions leave no `response`.",
    fix="Make the request first, or read a store instead.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          action Fetch {
            store response -> orders { key: .id }
            get "/orders"
          }
          run Fetch
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          action Fetch {
            get "/orders"
            store response -> orders { key: .id }
          }
          run Fetch
        }
    """,
)

UNMAPPED: Final = Rule(
    "RQ5001",
    "warning",
    "result of `map` is not what is stored",
    what="Reports a `store` of the very value that was mapped just before, while nothing reads "
    "the result of the mapping.",
    why="A `map` leaves its result in `response`; the variable keeps the value it had.",
    fix="Store `response`.",
    bad="""
        schema Line { id: string, total: number }
        action Copy {
          for order in orders {
            map order -> Line { id: .id, total: .sum }
            store order -> orders { key: .id }
          }
        }
        run Fetch then Copy
    """,
    good="""
        schema Line { id: string, total: number }
        action Copy {
          for order in orders {
            map order -> Line { id: .id, total: .sum }
            store response -> orders { key: .id }
          }
        }
        run Fetch then Copy
    """,
    frame="declarations",
)

FLAT: Final = Rule(
    "RQ5105",
    "warning",
    "`response` of a listing is the list itself",
    what="Reports `response.data` and `response.items` behind a request with `paginate`.",
    why="A listing collects the items of all pages in one list. That list still answers to "
    "`.data` and `.items`, for programs written for single pages.",
    fix="Drop the field.",
    bad="""
        get "/orders" { paginate: page(page, 100), until: length(response) == 0 }
        store response.data -> orders { key: .id }
    """,
    good="""
        get "/orders" { paginate: page(page, 100), until: length(response) == 0 }
        store response -> orders { key: .id }
    """,
    frame="steps",
)

RULES: Final = (TOO_EARLY, UNMAPPED, FLAT)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report mappings nobody reads."""
    facts = body.facts
    if facts.of(ast.Map):
        reads = response_reads(facts)
        for block in facts.of(ast.Block):
            yield from _unmapped(block.steps, reads)


def _unmapped(steps: Sequence[ast.Step], reads: Sequence[ast.Span]) -> Iterator[Diagnostic]:
    for index, step in enumerate(steps):
        if not isinstance(step, ast.Map) or step.mappings is None:
            continue
        if not isinstance(step.source, ast.Name) or step.source.text == "response":
            continue
        behind = steps[index + 1 :]
        until = next((s.span.end for s in behind if sets_response(s)), None)
        end = until if until is not None else steps[-1].span.end
        if any(step.span.end <= read.start < end for read in reads):
            continue
        for later in behind:
            value = later.value if isinstance(later, ast.StoreStep) else None
            if isinstance(value, ast.Name) and value.text == step.source.text:
                yield UNMAPPED.at(
                    value.span,
                    f"`{value.text}` is not mapped: the result of the `map` is in `response`",
                    suggestion="response",
                    related=[Related(step.span, "nothing reads what this makes")],
                )
            if sets_response(later):
                break


def check_types(typed: Typed, broken: bool) -> Iterator[Diagnostic]:
    """Report members of a page that are read from a listing."""
    for problem in certain(typed, broken=broken):
        if problem.kind == "listing":
            yield FLAT.at(
                problem.span,
                f"a listing is the list itself; `.{problem.words[0]}` adds nothing",
                suggestion="",
                help="drop it",
            )


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report actions that read `response` although nothing can have set it."""
    runs = list(view.members(ast.Pipeline))
    if view.broken or not runs:
        return
    without = _without_response(runs[-1][1], view)
    for body, action in view.members(ast.Action):
        if action.name.text not in without or body.broken:
            continue
        read = _first_early_read(body.facts)
        if read is not None:
            yield TOO_EARLY.at(
                read.shift(body.offset),
                "nothing has set `response` yet",
                help="make a request first, or read a store",
            )


def _without_response(run: ast.Pipeline, view: MissionView) -> set[str]:
    """Return the actions that always begin without a `response`."""
    empty: set[str] = set()
    inheriting: set[str] = set()
    for index, stage in enumerate(run.stages):
        parallel = index > 0 and len(run.stages[index - 1].actions) > 1
        names = {action.text for action in stage.actions}
        if index == 0 or parallel:
            empty |= names
        else:
            inheriting |= names
    called = view.together(_called_by_steps)
    return empty - inheriting - called - {name for kind, name in view.used if kind == "action"}


def _called_by_steps(body: Body) -> tuple[str, ...]:
    return tuple(
        reference.name
        for reference in body.facts.references
        if reference.kind == "action" and reference.place != "run"
    )


def _first_early_read(facts: BodyFacts) -> ast.Span | None:
    end = min((setter.span.end for setter in response_setters(facts)), default=None)
    pages = [entry.span for request in requests(facts) if (entry := option(request, "until"))]
    for read in response_reads(facts):
        if end is not None and read.start >= end:
            return None
        if not any(page.start <= read.start < page.end for page in pages):
            return read
    return None
