"""Mission values as the bytes the journal keeps, and back.

The marks for durations and items are those of `reqon.values`; this adds `MISSING` and values
that live in blobs. Nothing here touches a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson

from reqon.journal.state import BlobRef
from reqon.values import MISSING, from_journal, journal_default

INLINE_LIMIT: Final = 64 * 1024
"""Bytes of JSON above which a value leaves the record for a blob (durability section 3)."""

PAGE_INLINE_LIMIT: Final = 4 * 1024
"""The same for the items of one page, since every snapshot holds all pages of a listing."""

_OPTIONS: Final = orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATACLASS
_MISSING: Final = {"$reqon": "missing"}
_BLOB: Final = "$blob"


def dumps(value: Any) -> bytes:
    """Encode records and state; blob references become `{"$blob": digest, "n": bytes}`.

    Raises TypeError for what is not a mission value.
    """
    return orjson.dumps(value, default=_default, option=_OPTIONS)


def marked(value: Any) -> Any:
    """Return what `dumps` takes for `value`: `MISSING` has no JSON of its own."""
    return _MISSING if value is MISSING else value


def marked_all(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `marked` of each of `values`."""
    return {name: marked(value) for name, value in values.items()}


def ambiguous(value: Any) -> bool:
    """Whether a mission's own value would read as one of our marks; a blob keeps it apart."""
    return isinstance(value, dict) and (_BLOB in value or value == _MISSING)


def restore(value: Any) -> Any:
    """Undo `dumps` and `marked` for one decoded value."""
    if isinstance(value, dict):
        if value.keys() == {_BLOB, "n"}:
            return BlobRef(value[_BLOB], value["n"])
        if value == _MISSING:
            return MISSING
    return from_journal(value)


def _default(value: Any) -> Any:
    if isinstance(value, BlobRef):
        return {_BLOB: value.digest, "n": value.size}
    return journal_default(value)
