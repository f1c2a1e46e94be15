"""RQ5301, RQ5302 and RQ5304: what the stages of a mission hand each other through stores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.mission import MissionView, called, run_by
from reqon_language.rules.nearest import one_of
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast

PARALLEL_WRITE: Final = Rule(
    "RQ5301",
    "warning",
    "parallel actions write the same store",
    what="Reports two actions of one stage that write one store, themselves or by actions they "
    "run.",
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

PARALLEL_READ: Final = Rule(
    "RQ5302",
    "warning",
    "parallel actions write and read the same store",
    what="Reports an action that reads a store which another action of its stage writes.",
    why="How much it finds there depends on which of the two is faster.",
    fix="Put the reader into a later stage.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          action Fetch {
            get "/orders"
            store response -> orders { key: .id }
          }
          action Send {
            for order in orders { post "/copy" { body: order } }
          }
          run [Fetch, Send]
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
          action Send {
            for order in orders { post "/copy" { body: order } }
          }
          run Fetch then Send
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

RULES: Final = (PARALLEL_READ, PARALLEL_WRITE, UNFILLED)


@dataclass(frozen=True, slots=True)
class _Uses:
    """The stores an action, and those it runs, read and write.

    `keeps` are those it writes, without those that only take what failed.
    """

    reads: frozenset[str]
    writes: frozenset[str]
    keeps: frozenset[str]


_NO_USES: Final = _Uses(frozenset(), frozenset(), frozenset())


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report stores that actions fight over, and such as nothing has filled."""
    runs = list(view.members(ast.Pipeline))
    if not runs:
        return
    body, run = runs[-1]
    actions, calls = view.of_actions(_own_uses), view.of_actions(called)
    named = {action.text for stage in run.stages for action in stage.actions}
    uses = {name: _uses(name, actions, calls) for name in named}
    for stage in run.stages:
        if len(stage.actions) > 1:
            yield from _parallel_reads(body, stage, uses)
        writers: dict[str, str] = {}
        for action in stage.actions:
            for store in sorted(uses[action.text].keeps):
                other = writers.setdefault(store, action.text)
                if other != action.text:
                    yield PARALLEL_WRITE.at(
                        action.span.shift(body.offset),
                        f"`{action.text}` and `{other}` both write the store `{store}`",
                        help=f"run one after the other: `{other} then {action.text}`",
                    )
    if not view.broken and named <= actions.keys():
        yield from _unfilled(view, run, uses)


def _parallel_reads(
    body: Body, stage: ast.Stage, uses: Mapping[str, _Uses]
) -> Iterator[Diagnostic]:
    """Report for each store an action reads the first other action that writes it."""
    writers: dict[str, list[int]] = {}
    for number, writer in enumerate(stage.actions):
        for store in uses[writer.text].writes:
            writers.setdefault(store, []).append(number)
    for reader in stage.actions:
        shared: dict[int, list[str]] = {}
        for store in sorted(uses[reader.text].reads & writers.keys()):
            others = (n for n in writers[store] if stage.actions[n].text != reader.text)
            first = next(others, None)
            if first is not None:
                shared.setdefault(first, []).append(store)
        for number, stores in sorted(shared.items()):
            other = stage.actions[number].text
            names = one_of(stores).replace(" or ", " and ")
            yield PARALLEL_READ.at(
                reader.span.shift(body.offset),
                f"`{reader.text}` reads {names} while `{other}` writes it",
                help=f"run it later: `{other} then {reader.text}`",
            )


def _own_uses(body: Body) -> _Uses:
    """Return what a body itself does to stores."""
    stores = [reference for reference in body.facts.references if reference.kind == "store"]
    if not stores:
        return _NO_USES
    written = [reference for reference in stores if reference.role == "write"]
    return _Uses(
        frozenset(reference.name for reference in stores if reference.role == "read"),
        frozenset(reference.name for reference in written),
        frozenset(r.name for r in written if r.place not in ("queue", "onError")),
    )


def _uses(name: str, actions: Mapping[str, _Uses], calls: Mapping[str, Sequence[str]]) -> _Uses:
    """Return what an action and those it runs do to stores."""
    if not calls.get(name):
        return actions.get(name, _NO_USES)
    every = [actions[action] for action in run_by(name, calls)]
    return _Uses(
        frozenset().union(*(uses.reads for uses in every)),
        frozenset().union(*(uses.writes for uses in every)),
        frozenset().union(*(uses.keeps for uses in every)),
    )


def _unfilled(
    view: MissionView,
    run: ast.Pipeline,
    uses: Mapping[str, _Uses],
) -> Iterator[Diagnostic]:
    """Report first reads of memory stores in stages before which nothing can have written."""
    adapters = {d.name: d.detail for d in view.declarations("store")}
    memory = {name for name, adapter in adapters.items() if adapter == "memory"}
    if not memory:
        return
    own = {action.name.text: body for body, action in view.members(ast.Action)}
    filled = {name for kind, name in view.used if kind == "store"}
    for stage in run.stages:
        for action in stage.actions:
            body = own.get(action.text)
            if body is None:
                filled |= memory
                continue
            missing = memory - filled - uses[action.text].writes
            for reference in body.facts.references if missing else ():
                if reference.kind == "store" and reference.name in missing:
                    missing.discard(reference.name)
                    yield UNFILLED.at(
                        reference.span.shift(body.offset),
                        f"nothing has filled the store `{reference.name}`; "
                        "in memory it begins empty",
                        help="fill it in an earlier stage, or keep it in a file",
                    )
        for action in stage.actions:
            filled |= uses[action.text].writes
