"""The built-in functions: one table for completion, checks, documentation and the runtime.

Only data is here; what a function does is in `reqon.functions`, one module per group.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from reqon_language.functions.collections import COLLECTIONS
from reqon_language.functions.conversion import CONVERSION
from reqon_language.functions.dates import DATES
from reqon_language.functions.environment import ENVIRONMENT
from reqon_language.functions.function import Function, Group, Parameter
from reqon_language.functions.numbers import NUMBERS
from reqon_language.functions.objects import OBJECTS
from reqon_language.functions.strings import STRINGS

FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        function.name: function
        for group in (COLLECTIONS, OBJECTS, STRINGS, NUMBERS, CONVERSION, DATES, ENVIRONMENT)
        for function in group
    }
)
"""Every built-in function by name."""

FRESH: Final = frozenset(
    {"now", "today", "timestamp", "daysAgo", "daysFromNow", "uuid", "generateId"}
)
"""Built-in functions that may return something else each time they are called."""


def nearest_function(name: str) -> str | None:
    """Return the built-in whose name is most like `name`, ignoring case, or None."""
    lowered = {known.lower(): known for known in FUNCTIONS}
    found = get_close_matches(name.lower(), lowered, n=1)
    return lowered[found[0]] if found else None


__all__ = ["FRESH", "FUNCTIONS", "Function", "Group", "Parameter", "nearest_function"]
