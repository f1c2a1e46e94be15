"""Fixes of RQ2012 and RQ2013: expressions that are not what they seem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.syntax import ast


def _chain(context: Context) -> Iterator[Fix]:
    """Make `a < b < c` two comparisons that both have to hold."""
    for node in reversed(context.path):
        if isinstance(node, ast.Binary) and isinstance(node.left, ast.Binary):
            middle = context.at(context.extent(node.left.right))
            edit = placing.insert(context.extent(node.left).end, f" and {middle}")
            yield context.fix(f"Insert {quoted(f'and {middle}')}", edit)
            return


def _no_else(context: Context) -> Iterator[Fix]:
    yield context.fix("Add `else 0`", placing.insert(context.span.end, " else 0"))


FIXES: Final[Mapping[str, Fixer]] = {"RQ2012": _chain, "RQ2013": _no_else}
