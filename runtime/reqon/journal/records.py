"""One line of the journal: `<crc32, eight hex digits> <json>\\n`.

What the members of a record mean is in `reducer.py`; only their encoding is known here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from zlib import crc32

import orjson

from reqon.journal.encoding import dumps, marked, marked_all, restore
from reqon.values import MISSING

FORMAT: Final = 1
"""The version of the record types, written into every `begin`."""

_PREFIX: Final = 9
_VALUES: Final = ("r", "keys", "values", "items")
_NAMED_VALUES: Final = ("v", "b")


class BadLineError(ValueError):
    """The bytes are not a record; its text says why."""


def dump(record: dict[str, Any]) -> bytes:
    """Return a record's JSON. Raises TypeError for what is not a mission value."""
    if record.get("r") is MISSING:
        record = {**record, "r": marked(MISSING)}
    for name in _NAMED_VALUES:
        if name in record and MISSING in record[name].values():
            record = {**record, name: marked_all(record[name])}
    return dumps(record)


def encode(body: bytes) -> bytes:
    """Return the line that holds a record's JSON."""
    return b"%08x %b\n" % (crc32(body), body)


def decode(line: bytes, reveal: Callable[[bytes], bytes] = bytes) -> dict[str, Any]:
    """Return the record in a line, its newline included. Raises `BadLineError`.

    `reveal` puts back what `Masking.hide` took out; the checksum is that of the masked bytes.
    """
    if not line.endswith(b"\n"):
        raise BadLineError("the line is not complete")
    body = line[_PREFIX:-1]
    if line[:_PREFIX] != b"%08x " % crc32(body):
        raise BadLineError("the checksum does not match")
    try:
        record = orjson.loads(reveal(body))
    except orjson.JSONDecodeError as error:
        raise BadLineError(f"not JSON: {error}") from None
    if not isinstance(record, dict) or not {"q", "t", "ts"} <= record.keys():
        raise BadLineError("not a record")
    return _restored(record) if b'"$' in body else record


def _restored(record: dict[str, Any]) -> dict[str, Any]:
    for name in _VALUES:
        if name in record:
            record[name] = restore(record[name])
    for name in _NAMED_VALUES:
        if name in record:
            record[name] = {key: restore(value) for key, value in record[name].items()}
    return record
