"""RQ6010: stores that keep their records in the same place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.identity import plain
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.mission import MissionView
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import text_of
from reqon_language.syntax import ast

SHARED: Final = Rule(
    "RQ6010",
    "warning",
    "stores share a target",
    what="Reports a store with the adapter, the target and the options of another store of the "
    "mission.",
    why="In a database both write the same records, and one overwrites the other; a file can be "
    "open only once, so the mission is refused.",
    fix="Give each store a target of its own.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          store invoices: file("orders")
          action Fetch {
            get "/orders"
            store response -> orders { key: .id }
            get "/invoices"
            store response -> invoices { key: .id }
          }
          run Fetch
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          store invoices: file("invoices")
          action Fetch {
            get "/orders"
            store response -> orders { key: .id }
            get "/invoices"
            store response -> invoices { key: .id }
          }
          run Fetch
        }
    """,
)

RULES: Final = (SHARED,)


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report stores that share adapter and target; memory is never shared."""
    first: dict[tuple[str, str, str], tuple[str, ast.Span]] = {}
    for body, store in view.members(ast.Store):
        target = _target(store.adapter)
        if target is None:
            continue
        adapter, text, options, place = target
        span = place.shift(body.offset)
        name, earlier = first.setdefault((adapter, text, options), (store.name.text, span))
        if earlier != span:
            yield SHARED.at(
                span,
                f'stores `{name}` and `{store.name.text}` share the target {adapter}("{text}")',
                help="give each store a target of its own",
                related=[Related(earlier, f"the target of `{name}`")],
            )


def _target(adapter: ast.Expression) -> tuple[str, str, str, ast.Span] | None:
    """Return adapter, target, a text that is equal for equal options, and the target's place."""
    if not isinstance(adapter, ast.Call) or not isinstance(adapter.function, ast.Name):
        return None
    target = adapter.arguments[0] if adapter.arguments else None
    text = text_of(target)
    if target is None or text is None or adapter.function.text == "memory":
        return None
    return adapter.function.text, text, repr(plain(adapter.arguments[1:])), target.span
