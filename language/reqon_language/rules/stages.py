"""RQ5301 and RQ5304: what the stages of a mission hand each other through stores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.model.facts import BodyFacts
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.mission import MissionView
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast

PARALLEL_WRITE: Final = Rule(
    "RQ5301",
    "warning",
    "parallel actions write the same store",
    what="Reports two actions of one stage that write one store.",
    why="Of two records under one key, the one that comes later wins, and which that is changes "
    "from run to run.",
    fix="Give each a store of its own, or run one after the other.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          action Open {
            get "/orders/open"
            store response -> orders { key: .id }
          }
          action Closed {
            get "/orders/closed"
            store response -> orders { key: .id }
          }
          run [Open, Closed]
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          action Open {
            get "/orders/open"
            store response -> orders { key: .id }
          }
          action Closed {
            get "/orders/closed"
            store response -> orders { key: .id }
          }
          run Open then Closed
        }
    """,
)

UNFILLED: Final = Rule(
    "RQ5304",
    "warning",
    "store is read before anything fills it",
    what="Reports an action that reads a `memory` store which neither an earlier "
    "stage nor the action itself writes.",
    why="A store in memory begins empty with every run, so there is nothing to read.",
    fix="Fill it first, or keep it in a file if an earlier run fills it.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: memory("orders")
          action Send {
            for order in orders { put "/copies/{order.id}" { body: order } }
          }
          action Fetch {
            get "/orders"
            store response -> orders { key: .id }
          }
          run Send then Fetch
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: memory("orders")
          action Fetch {
            get "/orders"
            store response -> orders { key: .id }
          }
          action Send {
            for order in orders { put "/copies/{order.id}" { body: order } }
          }
          run Fetch then Send
        }
    """,
)

RULES: Final = (PARALLEL_WRITE, UNFILLED)


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report stores that actions fight over, and such as nothing has filled."""
    runs = list(view.members(ast.Pipeline))
    if not runs:
        return
    body, run = runs[-1]
    actions = view.facts_of_actions()
    for stage in run.stages:
        writers: dict[str, str] = {}
        for action in stage.actions:
            for store in sorted(_written(actions.get(action.text), queued=False)):
                other = writers.setdefault(store, action.text)
                if other != action.text:
                    yield PARALLEL_WRITE.at(
                        action.span.shift(body.offset),
                        f"`{action.text}` and `{other}` both write the store `{store}`",
                        help=f"run one after the other: `{other} then {action.text}`",
                    )
    if not view.broken:
        yield from _unfilled(view, run, actions)


def _written(facts: BodyFacts | None, *, queued: bool = True) -> set[str]:
    """Return the stores an action writes; `queued` counts those that only take what failed."""
    references = facts.references if facts is not None else ()
    return {
        reference.name
        for reference in references
        if reference.kind == "store"
        and reference.role == "write"
        and (queued or reference.place not in ("queue", "onError"))
    }


def _unfilled(
    view: MissionView, run: ast.Pipeline, actions: Mapping[str, BodyFacts]
) -> Iterator[Diagnostic]:
    """Report first reads of memory stores in stages before which nothing can have written."""
    adapters = {d.name: d.detail for d in view.declarations("store")}
    memory = {name for name, adapter in adapters.items() if adapter == "memory"}
    named = [action.text for stage in run.stages for action in stage.actions]
    if not memory or any(name not in actions for name in named):
        return
    own = {action.name.text: body for body, action in view.members(ast.Action)}
    filled = {name for kind, name in view.used if kind == "store"}
    for stage in run.stages:
        for action in stage.actions:
            body, facts = own.get(action.text), actions[action.text]
            if body is None or any(r.kind == "action" for r in facts.references):
                filled |= memory
                continue
            missing = memory - filled - _written(facts)
            for reference in facts.references:
                if reference.kind == "store" and reference.name in missing:
                    missing.discard(reference.name)
                    yield UNFILLED.at(
                        reference.span.shift(body.offset),
                        f"nothing has filled the store `{reference.name}`; "
                        "in memory it begins empty",
                        help="fill it in an earlier stage, or keep it in a file",
                    )
        for action in stage.actions:
            filled |= _written(actions[action.text])
