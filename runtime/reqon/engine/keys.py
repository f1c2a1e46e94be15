"""The keys of stored records and of calls.

Both must come out the same when a resumed run repeats them: a generated record key depends on
where it was generated, an idempotency key on the execution and on what is being processed.
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Sequence
from hashlib import blake2b, sha256
from typing import Any, Final
from uuid import UUID, uuid5

import orjson

from reqon.engine.run import Entry, Frame
from reqon.errors import EvaluationError, Location
from reqon.journal import address
from reqon.stores.base import Record
from reqon.values import MISSING, describe, json_default, text

_NAMESPACE: Final = UUID("6f1d3bb4-6d0c-5a2e-9f57-0d4b8b1c7a55")
_PAGE: Final = re.compile(r"@\d+")


def key_text(value: Any, location: Location) -> str:
    """Return a key as stores keep it: text, numbers without exponent."""
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return text(value)
    if value is None or value is MISSING:
        raise EvaluationError(
            "the key of a record is null",
            location=location,
            help="Choose a field that every record has, or filter the records first.",
        )
    raise EvaluationError(f"{describe(value)} cannot be a key", location=location)


def generated_key(frame: Frame, place: str, index: int) -> str:
    """Return the key of a record that has none: the same again when the step is repeated."""
    return str(uuid5(_NAMESPACE, f"{frame.run.journal.execution_id}/{place}/{index}"))


def idempotency_key(frame: Frame, place: str) -> str:
    """Return the key of a call: the same when it is repeated, never the same for another call.

    A call that a server answered for good and that is sent anew is another call.
    """
    parts: Sequence[str] = (
        frame.run.journal.execution_id,
        address.definition(place),
        *_PAGE.findall(place),
        *(f"~{outer.round}" for outer in frame.chain()),
        *(_identity(outer.entry) for outer in frame.chain() if outer.entry is not None),
    )
    return b32encode(sha256("\n".join(parts).encode()).digest())[:32].decode().lower()


def body_hash(body: bytes) -> str:
    """Return what the journal keeps of a request body."""
    return sha256(body).hexdigest()


def record_key(record: Record, frame: Frame, place: str, index: int, location: Location) -> str:
    """Return the key of a record stored without `key:`: its `id`, else a generated one."""
    if "id" in record:
        return key_text(record["id"], location)
    return generated_key(frame, place, index)


def _identity(entry: Entry) -> str:
    """Return what tells an iteration from the others; equal items of an array included."""
    if isinstance(entry, str):
        return entry
    index, item = entry
    data = orjson.dumps(item, default=json_default, option=orjson.OPT_SORT_KEYS)
    return f"{index}:{blake2b(data, digest_size=8).hexdigest()}"
