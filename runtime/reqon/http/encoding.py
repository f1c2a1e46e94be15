"""Mission values as the text of a query or a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reqon.values import MISSING, as_list, text


def query_pairs(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the pairs a query or a form is made of (specification 4.3).

    Null and missing values are left out, a list repeats its name, an object is JSON.
    """
    return [
        (name, text(item))
        for name, value in params.items()
        for item in _each(value)
        if item is not None and item is not MISSING
    ]


def _each(value: Any) -> list[Any]:
    items = as_list(value)
    return [value] if items is None else items
