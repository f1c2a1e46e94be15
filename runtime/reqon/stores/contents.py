"""What a store that lives in memory holds, and how the lines of a log change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from reqon.errors import StoreError
from reqon.stores.progress import Entry, Progress


@dataclass(slots=True)
class Contents:
    """Records as JSON text, in insertion order, and the progress committed with them."""

    records: dict[str, bytes] = field(default_factory=dict)
    progress: Progress = field(default_factory=Progress)


def apply(contents: Contents, value: dict[str, Any], *, rows: bool = True) -> None:
    """Do again what a line of the log says; without `rows`, only what it says of progress."""
    kind = value["t"]
    if rows:
        _apply_rows(contents.records, kind, value)
    if kind == "base":
        contents.progress.restore(value)
    elif kind == "fence":
        contents.progress.claim(value["execution"], value["fence"])
    elif kind == "forget":
        contents.progress.forget(value["execution"])
    if (entry := value.get("m")) is not None:
        contents.progress.record(Entry(*entry))


def _apply_rows(records: dict[str, bytes], kind: str, value: dict[str, Any]) -> None:
    if kind == "put":
        records.update({key: orjson.dumps(record) for key, record in value["rows"].items()})
    elif kind == "del":
        remove(records, value["keys"])
    elif kind == "clear":
        records.clear()
    elif kind not in KINDS:
        raise StoreError(
            f"the store's log holds a line of unknown kind {kind!r}",
            help="It was written by a newer version of Reqon; use that version.",
        )


def remove(records: dict[str, bytes], keys: Iterable[str]) -> None:
    """Remove the records that are there."""
    for key in keys:
        records.pop(key, None)


KINDS = frozenset({"base", "put", "del", "clear", "fence", "forget", "compact"})
