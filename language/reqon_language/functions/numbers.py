"""Functions of numbers. Numeric strings count as numbers, null does not."""

from __future__ import annotations

from functools import partial
from typing import Final

from reqon_language.functions.function import Function, may, need

_NUMBER: Final = need("x", "number")
_row: Final = partial(Function, "numbers")

NUMBERS: Final = (
    _row(
        "round",
        (_NUMBER, may("digits", "integer")),
        "number",
        "The nearest number with `digits` decimals, by default none; halves go away from zero.",
        "round(2.345, 2) == 2.35",
    ),
    _row("floor", (_NUMBER,), "integer", "The next whole number below.", "floor(2.7) == 2"),
    _row("ceil", (_NUMBER,), "integer", "The next whole number above.", "ceil(2.1) == 3"),
    _row("abs", (_NUMBER,), "number", "The number without its sign.", "abs(-5) == 5"),
    _row(
        "pow",
        (_NUMBER, need("exponent", "number")),
        "number",
        "`x` to the power of `exponent`.",
        "pow(2, 10) == 1024",
    ),
    _row("sqrt", (_NUMBER,), "number", "The square root.", "sqrt(16) == 4"),
)
