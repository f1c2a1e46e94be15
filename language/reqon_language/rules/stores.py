"""RQ6009 and RQ6011: stores and where they keep their records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.nearest import one_of, unknown
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import text_of
from reqon_language.syntax import ast
from reqon_language.targets import table_problem, target_problem
from reqon_language.vocabulary.enumerations import ADAPTERS

ADAPTER: Final = Rule(
    "RQ6009",
    "error",
    "unknown store adapter",
    what="Reports a store whose adapter is none of the known ones.",
    why="Where to keep the records is not known.",
    fix="Use `memory`, `file`, `sql`, `nosql` or `postgrest`.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: flie("orders")
          action Fetch {
            get "/orders"
            store response -> orders { key: .id }
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

OUTSIDE: Final = Rule(
    "RQ6011",
    "error",
    "store lies outside the data directory",
    what="Reports a store target with `..`, an absolute path or a drive letter, and other names "
    "that no store can have: empty or hidden ones, and for `sql` what is no name of a table.",
    why="Stores are confined to the data directory, so that a mission cannot overwrite other "
    "files; the mission is refused before its first request.",
    fix="Use a plain name, or a relative path without `..`.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("../orders")
          action Fetch {
            get "/orders"
            store response -> orders { key: .id }
          }
          run Fetch
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("shop/orders")
          action Fetch {
            get "/orders"
            store response -> orders { key: .id }
          }
          run Fetch
        }
    """,
)

RULES: Final = (ADAPTER, OUTSIDE)

_PROBLEMS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "file": target_problem,
    "nosql": target_problem,
    "sql": table_problem,
}
_ABSOLUTE: Final = re.compile(r"[/\\~]|[A-Za-z]:")


def check(body: Body) -> Iterator[Diagnostic]:
    """Report stores that cannot be opened."""
    if isinstance(body.node, ast.Store):
        yield from _check_adapter(body.node.adapter, broken=body.broken)


def _check_adapter(adapter: ast.Expression, *, broken: bool) -> Iterator[Diagnostic]:
    if isinstance(adapter, ast.MatchExpression):
        for arm in adapter.arms:
            yield from _check_adapter(arm.value, broken=broken)
        return
    if isinstance(adapter, ast.Missing | ast.Elision):
        return
    function = adapter.function if isinstance(adapter, ast.Call) else adapter
    if not isinstance(function, ast.Name):
        if broken:
            return  # what is wrong with it has been told
        message = "a store needs an adapter"
        yield ADAPTER.at(adapter.span, message, help='write one, such as `file("orders")`')
        return
    if function.text not in ADAPTERS:
        yield unknown(
            ADAPTER,
            function.span,
            f"unknown store adapter `{function.text}`",
            ADAPTERS,
            word=function.text,
            otherwise=f"use {one_of(ADAPTERS)}",
        )
    elif isinstance(adapter, ast.Call) and adapter.arguments:
        yield from _check_target(function.text, adapter.arguments[0])


def _check_target(adapter: str, target: ast.Expression | ast.Spread) -> Iterator[Diagnostic]:
    text = text_of(target)
    if text is None or adapter not in _PROBLEMS:
        return
    problem = "lies outside the data directory" if escapes(text) else _PROBLEMS[adapter](text)
    if problem is not None:
        yield OUTSIDE.at(
            target.span,
            f"this target {problem}",
            help=f'give it a plain name, such as `{adapter}("orders")`',
        )


def escapes(target: str) -> bool:
    """Whether a store target leaves the data directory."""
    return bool(_ABSOLUTE.match(target)) or ".." in re.split(r"[/\\]", target)
