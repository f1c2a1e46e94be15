"""Reading a member or an element of a value; nothing here raises for what is not there."""

from __future__ import annotations

from typing import Any

from reqon.errors import EvaluationError
from reqon.values.kinds import MISSING, ItemsView, StoreView, describe, is_number
from reqon.values.text import text


def get_field(value: Any, name: str) -> Any:
    """Return `value.name`; arrays and stores answer with the field of each element.

    `length` of an array, a store or a string is its length. A missing object or member
    gives `MISSING`, inside an array null.
    """
    if isinstance(value, dict):
        return value.get(name, MISSING)
    if isinstance(value, list):
        if isinstance(value, ItemsView) and name in value.aliases:
            return value
        if name == "length":
            return len(value)
        fields = [get_field(element, name) for element in value]
        return [None if field is MISSING else field for field in fields]
    if isinstance(value, StoreView):
        return value.store.count() if name == "length" else get_field(value.records(), name)
    if isinstance(value, str) and name == "length":
        return len(value)
    return MISSING


def get_item(value: Any, index: Any) -> Any:
    """Return `value[index]`; a negative index counts from the end, a store is read by key.

    Raises `EvaluationError` when `value` has no elements or the index of a sequence is no
    whole number.
    """
    if value is None or value is MISSING or index is None or index is MISSING:
        return MISSING
    if isinstance(value, dict):
        return value.get(text(index), MISSING)
    if isinstance(value, StoreView):
        record = value.store.get(text(index))
        return MISSING if record is None else record
    if isinstance(value, (list, str)):
        return _element(value, index)
    raise EvaluationError(
        f"{describe(value)} has no elements to read with `[…]`",
        help="Use `[…]` on an array, a string, an object or a store.",
    )


def _element(value: list[Any] | str, index: Any) -> Any:
    if not is_number(index) or not float(index).is_integer():
        raise EvaluationError(
            f"{describe(value)} is read by a whole number, got {describe(index)} `{text(index)}`",
        )
    position = int(index)
    return value[position] if -len(value) <= position < len(value) else MISSING
