"""What built-in functions return, read from the signatures of `functions.py`."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from reqon_language.functions import FUNCTIONS
from reqon_language.model.types import (
    ANY,
    BOOLEAN,
    DATE,
    DURATION,
    INTEGER,
    NULL,
    NUMBER,
    RECORD,
    STRING,
    ArrayOf,
    StoreOf,
    Type,
    join,
)

_WORDS: Final[dict[str, Type]] = {
    "any": ANY,
    "null": NULL,
    "boolean": BOOLEAN,
    "number": NUMBER,
    "integer": INTEGER,
    "string": STRING,
    "date": DATE,
    "duration": DURATION,
    "object": RECORD,
    "array": ArrayOf(ANY),
    "store": StoreOf(ANY),
}


@lru_cache(maxsize=1024)
def returned(function: str, element: Type, value: Type) -> Type:
    """Return what a call gives. `element` is an element of its first argument, `value` what
    its per-element argument gives.
    """
    known = FUNCTIONS.get(function)
    if known is None:
        return ANY
    if function == "map":
        return ArrayOf(value)
    return _signature(known.returns, element)


def _signature(text: str, element: Type) -> Type:
    text = text.strip()
    if "|" in text and not text.startswith("array<"):
        return join(*(_signature(part, element) for part in text.split("|")))
    if text.startswith("array<"):
        return ArrayOf(_signature(text.removeprefix("array<").removesuffix(">"), element))
    return element if text == "element" else _WORDS.get(text, ANY)
