"""Records as JSON text, and what a batch of writes does to those already there.

Stores keep and compare a record as the bytes `orjson` writes for it: copying costs nothing,
and "identical" means the same text, order of members included. Nothing here is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import orjson

from reqon.errors import StoreError
from reqon.stores.base import Record, WriteMode


@dataclass(frozen=True, slots=True)
class Staged:
    """The records a batch changes, as they will be, in the order they first appear."""

    changes: Mapping[str, bytes]
    added: int
    updated: int


def stage(
    store: str,
    rows: Sequence[tuple[str, Record]],
    mode: WriteMode,
    existing: Mapping[str, bytes],
) -> Staged:
    """Work out a batch against `existing`; a key that occurs twice sees its first write."""
    changes: dict[str, bytes] = {}
    added = updated = 0
    for key, record in rows:
        before = changes.get(key) or existing.get(key)
        if before is not None and mode is WriteMode.MERGE:
            after = encode(store, key, {**decode(before), **record})
        else:
            after = encode(store, key, record)
        if before is None:
            added += 1
        elif before != after:
            updated += 1
        else:
            continue
        changes[key] = after
    return Staged(changes, added, updated)


def encode(store: str, key: str, record: Record) -> bytes:
    """Return the JSON text of a record. Raises `StoreError` for what JSON cannot hold."""
    try:
        return orjson.dumps(record)
    except orjson.JSONEncodeError as error:
        raise StoreError(
            f"store {store}: record {key!r} cannot be written as JSON: {error}; nothing was stored"
        ) from error


def storable(key: str) -> bool:
    """Tell whether every store can hold the key: UTF-8 without NUL."""
    if key.isascii():
        return "\0" not in key
    try:
        return b"\0" not in key.encode()
    except UnicodeEncodeError:
        return False


def require_storable(store: str, rows: Sequence[tuple[str, Record]]) -> None:
    """Raise `StoreError` for the first key no store can hold."""
    for key, _ in rows:
        if not storable(key):
            raise StoreError(
                f"store {store}: the key {key!r} holds a NUL or half a character; "
                "nothing was stored",
                help="Choose another field as `key`.",
            )


def decode(text: bytes | str) -> Record:
    """Return a fresh record."""
    return cast("Record", orjson.loads(text))
