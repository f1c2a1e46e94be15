"""What the built-in functions do, one module per group of `reqon_language.functions`.

The table there says how they are called; arity is checked before anything here runs. A
`per_element` argument arrives as a callable of one element. Errors carry no location: the
expression that calls adds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from reqon.functions import (
    clock,
    collections,
    conversion,
    dates,
    environment,
    numbers,
    objects,
    strings,
)

PURE: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        **collections.IMPLEMENTATIONS,
        **objects.IMPLEMENTATIONS,
        **strings.IMPLEMENTATIONS,
        **numbers.IMPLEMENTATIONS,
        **conversion.IMPLEMENTATIONS,
        **dates.IMPLEMENTATIONS,
    }
)
"""Functions of their arguments alone."""

OF_RUN: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {**clock.IMPLEMENTATIONS, **environment.IMPLEMENTATIONS}
)
"""Functions that take the `RunContext` before their arguments."""

__all__ = ["OF_RUN", "PURE"]
