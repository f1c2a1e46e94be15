"""The file people read: a store as one pretty-printed JSON object, keyed, in insertion order.

Language specification, section 6.5. Arrays, which other tools write, are read as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from reqon.errors import StoreError


@dataclass(frozen=True, slots=True)
class Projection:
    """A file read: its records, its digest, and whether it is in the form we write."""

    records: dict[str, bytes]
    digest: str
    keyed: bool


def render(records: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield the text of the file, record by record."""
    separator = b"{\n  "
    for key, text in records.items():
        record = orjson.dumps(orjson.loads(text), option=orjson.OPT_INDENT_2)
        yield separator + orjson.dumps(key) + b": " + record.replace(b"\n", b"\n  ")
        separator = b",\n  "
    yield b"\n}\n" if records else b"{}\n"


def read_projection(path: Path) -> Projection | None:
    """Read the file, or return None where there is none.

    Raises `StoreError` for anything but a JSON object or array of records: a damaged file is
    never taken for an empty one.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise _refusal(
            path, f":{error.lineno}:{error.colno}", f"is not JSON: {error.msg}"
        ) from None
    keyed = isinstance(value, dict)
    records = value if keyed else _keyed(path, value)
    for key, record in records.items():
        if not isinstance(record, dict):
            raise _refusal(path, "", f"holds {key!r}, which is not an object")
    texts = {key: orjson.dumps(record) for key, record in records.items()}
    return Projection(texts, hashlib.sha256(data).hexdigest(), keyed)


def _keyed(path: Path, value: Any) -> dict[str, Any]:
    """Key the records of an array by their `id`, or by their place."""
    if not isinstance(value, list):
        raise _refusal(path, "", "holds neither an object nor an array of records")
    records: dict[str, Any] = {}
    for index, record in enumerate(value):
        identity = record.get("id") if isinstance(record, dict) else None
        usable = isinstance(identity, str | int) and not isinstance(identity, bool)
        key = str(identity) if usable else str(index)
        if key in records:
            raise _refusal(path, "", f"holds two records with the key {key!r}")
        records[key] = record
    return records


def _refusal(path: Path, place: str, problem: str) -> StoreError:
    return StoreError(
        f"{path}{place}: the store's file {problem}; it was left as it is",
        help="Mend the file or restore it from a backup; to start empty, delete it together "
        f"with {path.with_suffix('.log').name}.",
    )
