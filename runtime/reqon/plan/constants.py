"""Reading option blocks whose values must be known before anything runs.

Each reader takes the expression as written and returns a plain value or raises `PlanError` at
the expression. What an option means is decided where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TypeVar

from reqon.errors import Location
from reqon.plan.declarations import Locate
from reqon.plan.errors import PlanError, UnsupportedError, nearest
from reqon_language.syntax import ast

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)?", re.IGNORECASE)
_MILLISECONDS = {
    "ms": 1,
    "s": 1000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
}
Choice = TypeVar("Choice", bound=str)


def entries(
    options: ast.Object | None,
    known: Collection[str],
    block: str,
    locate: Locate,
    *,
    unsupported: Collection[str] = (),
) -> dict[str, ast.Entry]:
    """Return the options of a block by name; anything not in `known` is an error."""
    found: dict[str, ast.Entry] = {}
    for entry in options.entries if options else ():
        if not isinstance(entry, ast.Entry):
            raise PlanError(
                f"`...` cannot stand among the options of {block}",
                location=locate(entry.span),
                help="Write the options out.",
            )
        key = entry.key.text
        if key in unsupported:
            raise unsupported_option(key, block, locate(entry.span))
        if key not in known:
            raise PlanError(
                f"{block} has no option `{key}`",
                location=locate(entry.key.span),
                help=nearest(key, known),
            )
        found[key] = entry
    return found


def unsupported_option(key: str, block: str, location: Location) -> UnsupportedError:
    """Return the refusal of an option the language knows and this runtime does not run."""
    return UnsupportedError(
        f"option `{key}` of {block} is not supported by this runtime yet",
        location=location,
        help="Remove it; nothing was run.",
    )


def milliseconds(value: ast.Expression, locate: Locate) -> int:
    """Read `30s`, `7 days`, `"7d"` or a plain number of milliseconds."""
    match value:
        case ast.Duration():
            return round(value.milliseconds)
        case ast.Literal(value=int() | float() as number) if not isinstance(number, bool):
            return round(number)
        case ast.Literal(value=str() as text) if match := _DURATION.fullmatch(text.strip()):
            unit = (match[2] or "ms").lower()
            return round(float(match[1]) * _MILLISECONDS[unit])
    raise PlanError(
        "expected a duration",
        location=locate(value.span),
        help='Write e.g. `30s`, `7 days`, `"12h"` or a number of milliseconds.',
    )


def integer(value: ast.Expression, locate: Locate, *, least: int = 1) -> int:
    """Read a whole number of at least `least`."""
    if (
        isinstance(value, ast.Literal)
        and isinstance(value.value, int)
        and not isinstance(value.value, bool)
        and value.value >= least
    ):
        return value.value
    raise PlanError(f"expected a whole number from {least} on", location=locate(value.span))


def flag(value: ast.Expression, locate: Locate) -> bool:
    """Read `true` or `false`."""
    if isinstance(value, ast.Literal) and isinstance(value.value, bool):
        return value.value
    raise PlanError("expected `true` or `false`", location=locate(value.span))


def text(value: ast.Expression, locate: Locate) -> str:
    """Read a string."""
    if isinstance(value, ast.Literal) and isinstance(value.value, str):
        return value.value
    raise PlanError("expected a text in quotes", location=locate(value.span))


def word(value: ast.Expression, choices: Collection[Choice], locate: Locate) -> Choice:
    """Read one word of an enumeration, bare or quoted."""
    match value:
        case ast.Name(text=written) | ast.Literal(value=str() as written):
            for choice in choices:
                if choice == written:
                    return choice
            raise PlanError(
                f"`{written}` is not possible here",
                location=locate(value.span),
                help=nearest(written, choices),
            )
    raise PlanError(
        f"expected one of {', '.join(choices)}",
        location=locate(value.span),
    )


def block(value: ast.Expression, locate: Locate) -> ast.Object:
    """Read a `{ … }`."""
    if isinstance(value, ast.Object):
        return value
    raise PlanError("expected a block `{ … }`", location=locate(value.span))
