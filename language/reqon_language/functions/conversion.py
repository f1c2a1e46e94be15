"""Functions from one type to another. `parse…` answers null for what cannot be read."""

from __future__ import annotations

from functools import partial
from typing import Final

from reqon_language.functions.function import Function, need

_VALUE: Final = need("value", "any")
_row: Final = partial(Function, "conversion")

CONVERSION: Final = (
    _row(
        "toString",
        (_VALUE,),
        "string",
        "The value as text: null is empty, arrays and objects are JSON.",
        'toString(42) == "42"',
    ),
    _row(
        "toNumber",
        (_VALUE,),
        "number",
        "The value as a number; an error when it is none. `parseNumber` answers null instead.",
        'toNumber("42") == 42',
    ),
    _row(
        "toBoolean",
        (_VALUE,),
        "boolean",
        'Whether the value is true; the strings "false", "no", "off" and "0" are not.',
        'not toBoolean("false")',
    ),
    _row(
        "toArray",
        (_VALUE,),
        "array",
        "An array as it is, null as an empty one, anything else as the only element.",
        'toArray("a") == ["a"]',
    ),
    _row(
        "parseNumber",
        (_VALUE,),
        "number | null",
        "The number in a string, or null.",
        'parseNumber(" 4.5 ") == 4.5',
    ),
    _row(
        "parseDecimal",
        (_VALUE,),
        "number | null",
        "The same as `parseNumber`.",
        'parseDecimal("12.50") == 12.5',
    ),
    _row(
        "parseDate",
        (_VALUE,),
        "date | null",
        "The date in a string as ISO 8601, or null: ISO 8601 itself, an e-mail date, "
        "or `/Date(milliseconds)/`.",
        'parseDate("Sat, 20 Jan 2024 10:30:00 GMT") == "2024-01-20T10:30:00.000Z"',
    ),
    _row(
        "fromUnix",
        (need("seconds", "number"),),
        "date",
        "The date of a Unix time in seconds.",
        'fromUnix(1705746600) == "2024-01-20T10:30:00.000Z"',
    ),
    _row(
        "timestamp",
        (),
        "integer",
        "The current Unix time in milliseconds.",
        "timestamp() is integer",
    ),
)
