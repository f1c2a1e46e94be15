"""Values as JSON: for people and services, and for the journal.

Both encodings write dates as ISO text and non-finite numbers as null (specification 6.3). The
plain one writes a duration as milliseconds and items as an array; the journal's marks these,
so that a resumed mission computes with the same values.
"""

from __future__ import annotations

from datetime import date, datetime
from math import isfinite
from typing import Any, Final

from reqon.values.dates import iso
from reqon.values.kinds import MISSING, Duration, ItemsView, StoreView

_TAG: Final = "$reqon"
_PLAIN: Final = frozenset({str, int, bool, type(None)})


def json_default(value: Any) -> Any:
    """Encode what orjson does not know; pass it as `orjson.dumps(value, default=json_default)`."""
    if value is MISSING:
        return None
    if isinstance(value, Duration):
        return value.milliseconds
    if isinstance(value, StoreView):
        return value.records()
    raise TypeError(f"{type(value).__name__} is not a mission value")


def to_json(value: Any) -> Any:
    """Return `value` built of dict, list and scalars only; missing members are absent."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items() if item is not MISSING}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    return to_json(json_default(value))


def journal_default(value: Any) -> Any:
    """Encode for the journal: orjson's `default`, together with `OPT_PASSTHROUGH_SUBCLASS`."""
    if isinstance(value, Duration):
        return {_TAG: "duration", "value": value.milliseconds}
    if isinstance(value, ItemsView):
        return {_TAG: "items", "value": list(value), "aliases": sorted(value.aliases)}
    return json_default(value)


def from_journal(value: Any) -> Any:
    """Undo `journal_default` in decoded JSON."""
    if isinstance(value, list):
        return [from_journal(item) for item in value]
    if not isinstance(value, dict):
        return value
    match value.get(_TAG):
        case "duration":
            return Duration(value["value"])
        case "items":
            return ItemsView(from_journal(value["value"]), value["aliases"])
    return {key: from_journal(item) for key, item in value.items()}
