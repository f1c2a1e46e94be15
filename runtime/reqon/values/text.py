"""Values as text and text as numbers, the way `+`, keys, paths and `toString` need them."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite
from typing import Any, Final

import orjson

from reqon.errors import EvaluationError
from reqon.values.json import json_default
from reqon.values.kinds import MISSING, Duration

_NUMBER: Final = re.compile(
    r"\s*[+-]?(?:\d+(?P<real>\.\d*)?|(?P<bare>\.\d+))(?P<e>[eE][+-]?\d+)?\s*", re.ASCII
)
_MAX_INTEGER_DIGITS: Final = 18


def text(value: Any) -> str:
    """Return `value` as text: null is empty, numbers have no exponent, containers are JSON."""
    if isinstance(value, str):
        return value
    if value is None or value is MISSING:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Duration):
        value = value.milliseconds
    if isinstance(value, float) and isfinite(value):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, int):
        return str(value)
    try:
        return orjson.dumps(value, default=json_default).decode()
    except orjson.JSONEncodeError as error:
        raise EvaluationError(f"the value cannot be written as JSON: {error}") from None


def parse_number(value: str) -> int | float | None:
    """Return the number written in `value`, blanks around it allowed; None if there is none."""
    found = _NUMBER.fullmatch(value)
    if found is None:
        return None
    whole = not (found["real"] or found["bare"] or found["e"])
    if whole and len(value.strip()) <= _MAX_INTEGER_DIGITS:
        return int(value)
    number = float(value)
    return number if isfinite(number) else None
