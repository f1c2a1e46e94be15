"""From values of the protocol's types to values of JSON. Safe on any thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pygls.protocol import default_converter

if TYPE_CHECKING:
    from cattrs import Converter


@dataclass(frozen=True, slots=True)
class Plain:
    """An answer that is made of JSON values already."""

    value: Any


@cache
def converter() -> Converter:
    """Return the converter between JSON and the protocol's types; to make one takes time."""
    made: Converter = default_converter()  # type: ignore[no-untyped-call]
    return made


def plain(value: Any) -> Any:
    """Return a value of the protocol's types, or a list of them, as JSON values."""
    return converter().unstructure(value)
