"""Functions of numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Final

from reqon.errors import EvaluationError
from reqon.functions.arguments import finite, integer
from reqon.values.arithmetic import Number, fit

_PLACES: Final = 308
"""As far as a float reaches on either side of the decimal point."""
_EXACT: Final = Context(prec=3 * _PLACES)


def round_half_up(value: Any, digits: Any = 0) -> Number:
    """Round the decimal number as written; halves go away from zero."""
    number, places = finite(value, "round"), integer(digits, "round")
    if not -_PLACES <= places <= _PLACES:
        raise EvaluationError(f"`round` to {places} decimals is out of range")
    if isinstance(number, int) and places >= 0:
        return number
    unit = Decimal(1).scaleb(-places)
    rounded = Decimal(repr(number)).quantize(unit, ROUND_HALF_UP, _EXACT)
    return fit(int(rounded)) if places <= 0 else float(rounded)


def floor(value: Any) -> Number:
    """Return the next whole number below."""
    return fit(math.floor(finite(value, "floor")))


def ceil(value: Any) -> Number:
    """Return the next whole number above."""
    return fit(math.ceil(finite(value, "ceil")))


def absolute(value: Any) -> Number:
    """Return the number without its sign."""
    return abs(finite(value, "abs"))


def power(value: Any, exponent: Any) -> Number:
    """Return a power; exact while base, exponent and result are whole."""
    base, times = finite(value, "pow"), finite(exponent, "pow")
    try:
        result = math.pow(base, times)
    except OverflowError:
        raise EvaluationError("`pow` gives a number that is too large") from None
    except ValueError:
        raise EvaluationError("`pow` has no real result for these numbers") from None
    if isinstance(base, int) and isinstance(times, int) and times >= 0:
        return base**times if abs(result) < 2**62 else result
    return result


def square_root(value: Any) -> Number:
    """Return the square root; whole when it is exactly that."""
    number = finite(value, "sqrt")
    if number < 0:
        raise EvaluationError("`sqrt` needs a number of at least 0")
    root = math.sqrt(number)
    return int(root) if isinstance(number, int) and int(root) ** 2 == number else root


IMPLEMENTATIONS: Final[dict[str, Callable[..., Any]]] = {
    "round": round_half_up,
    "floor": floor,
    "ceil": ceil,
    "abs": absolute,
    "pow": power,
    "sqrt": square_root,
}
