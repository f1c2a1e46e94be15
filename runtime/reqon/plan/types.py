"""The type words of schemas and of `is`, and what value is of each (specification 2.8, 4.11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from reqon.plan.expressions_core import Names
from reqon.values import MISSING, parse_date
from reqon.values.kinds import StoreView, is_number

Fits: TypeAlias = Callable[[Any], bool]
"""Whether a value is of a type."""


def _is_null(value: Any) -> bool:
    return value is None or value is MISSING


def _is_integer(value: Any) -> bool:
    return is_number(value) and (isinstance(value, int) or value.is_integer())


def _is_date(value: Any) -> bool:
    return parse_date(value) is not None


TYPE_WORDS: Final[Mapping[str, Fits]] = MappingProxyType(
    {
        "any": lambda _value: True,
        "null": _is_null,
        "undefined": lambda value: value is MISSING,
        "string": lambda value: isinstance(value, str),
        "number": is_number,
        "decimal": is_number,
        "float": is_number,
        "double": is_number,
        "int": _is_integer,
        "integer": _is_integer,
        "boolean": lambda value: isinstance(value, bool),
        "bool": lambda value: isinstance(value, bool),
        "date": _is_date,
        "datetime": _is_date,
        "array": lambda value: isinstance(value, (list, StoreView)),
        "object": lambda value: isinstance(value, dict),
    }
)
"""Every type word. `null` is of missing values too, `undefined` of nothing else."""


def nearest_type(word: str, names: Names) -> str:
    """Return a sentence that helps with an unknown type word."""
    near = get_close_matches(word, [*TYPE_WORDS, *names.schemas], n=1)
    return f"Did you mean `{near[0]}`?" if near else "Use a type word or the name of a schema."
