"""The words of the language that stand for something: types, units, implicit names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PRIMITIVE_TYPES: Final[Mapping[str, str]] = {
    "string": "Text.",
    "number": "Any number.",
    "int": "A whole number.",
    "integer": "A whole number.",
    "decimal": "A number.",
    "float": "A number.",
    "double": "A number.",
    "boolean": "true or false.",
    "bool": "true or false.",
    "date": "A date, or text that reads as one (ISO 8601).",
    "datetime": "A date with a time, or text that reads as one (ISO 8601).",
    "array": "A list.",
    "object": "A record.",
    "any": "Anything, null included.",
    "null": "Null.",
}
TESTED_TYPES: Final[Mapping[str, str]] = {
    **PRIMITIVE_TYPES,
    "undefined": "A field that is absent.",
}
"""The type words `is` knows."""
TIME_UNITS: Final = ("second", "minute", "hour", "day", "week")
IMPLICIT_NAMES: Final[Mapping[str, str]] = {
    "response": "The body of the latest response, or the result of the latest map or apply.",
    "webhook": "The event a `wait` received, or null.",
    "pausedResponse": "What `response` was before a `pause`.",
}
LAST_SYNC: Final = "lastSync"
REQUEST_NAMES: Final[Mapping[str, str]] = {
    LAST_SYNC: "The start of the last successful sync of this request, or null.",
}
"""Names known inside the options of a request only."""

RESERVED_WORDS: Final = frozenset(
    "mission action source store call run for map each paginate until retry key partial upsert "
    "since lastSync get post put patch delete GET POST PUT PATCH DELETE nosql sql memory file "
    "postgrest oauth2 bearer basic api_key none offset cursor page schedule cron every at hours "
    "minutes seconds days weeks continue skip abort queue jump is transform apply to as try wait "
    "timeout path expectedEvents eventFilter storage from let schema import context distribution "
    "dataset with where when in per any of match affects constraints validate assume then refine "
    "if violating unique private and or not null true false int decimal date".split()
)
"""The words the 0.2 reference reserves everywhere; here none of them is."""
