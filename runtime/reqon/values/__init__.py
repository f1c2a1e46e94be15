"""The values a mission computes with, and the few rules every part of the runtime shares.

A value is what JSON can hold (dict, list, str, int, float, bool, None) or one of `MISSING`,
`Duration`, `ItemsView` and `StoreView`. Dates are ISO 8601 strings. A container never holds
`MISSING`: an object drops the member, an array keeps null in its place.
"""

from __future__ import annotations

from reqon.values.comparison import compare, contains, equal, truthy
from reqon.values.dates import format_date, iso, parse_date
from reqon.values.fields import get_field, get_item
from reqon.values.json import from_journal, journal_default, json_default, to_json
from reqon.values.kinds import (
    MISSING,
    Duration,
    ItemsView,
    Missing,
    StoreView,
    as_list,
    describe,
    settled,
)
from reqon.values.text import parse_number, text

__all__ = [
    "MISSING",
    "Duration",
    "ItemsView",
    "Missing",
    "StoreView",
    "as_list",
    "compare",
    "contains",
    "describe",
    "equal",
    "format_date",
    "from_journal",
    "get_field",
    "get_item",
    "iso",
    "journal_default",
    "json_default",
    "parse_date",
    "parse_number",
    "settled",
    "text",
    "to_json",
    "truthy",
]
