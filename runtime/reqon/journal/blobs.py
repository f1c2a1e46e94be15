"""Values too large for a record: `blobs/<sha256 of the JSON>.gz`.

A blob is complete before the record that names it is written, and never changes.
"""

from __future__ import annotations

import gzip
import zlib
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson

from reqon.errors import JournalError
from reqon.files import sync_directory, write_atomically
from reqon.journal.encoding import ambiguous, dumps
from reqon.journal.masking import Masking
from reqon.journal.state import BlobRef
from reqon.values import from_journal

_VALUES: Final = ("r", "keys", "values", "items")
_NAMED_VALUES: Final = ("v", "b")
_REMEMBERED: Final = 8


class Blobs:
    """The blobs of one execution.

    The latest lists stay in memory, so that naming the next item of a loop reads no file.
    """

    def __init__(self, folder: Path, masking: Masking, *, durable: bool) -> None:
        self._folder = folder
        self._durable = durable
        self._remembered: OrderedDict[str, list[Any]] = OrderedDict()
        self.masking = masking

    def keep(self, value: Any) -> Any:
        """Return what a record holds for `value`. Raises OSError."""
        return self.put(value) if ambiguous(value) else value

    def spill(self, record: dict[str, Any], limit: int) -> None:
        """Move values of more than `limit` bytes out of `record`. Raises OSError."""
        for name in _VALUES:
            if name in record:
                record[name] = self._put_if_larger(record[name], limit)
        for name in _NAMED_VALUES:
            if name in record:
                values = record[name].items()
                record[name] = {key: self._put_if_larger(v, limit) for key, v in values}

    def put(self, value: Any) -> BlobRef:
        """Keep `value` and return what stands for it. Raises OSError."""
        data = self.masking.hide(dumps(value), foreign=True)
        digest = sha256(data).hexdigest()
        path = self._folder / f"{digest}.gz"
        if not path.exists():
            if not self._folder.is_dir():
                self._folder.mkdir()
                if self._durable:
                    sync_directory(self._folder.parent)
            packed = gzip.compress(data, compresslevel=1, mtime=0)
            write_atomically(path, packed, durable=self._durable)
        return BlobRef(digest, len(data))

    def load(self, value: Any) -> Any:
        """Return `value`, read from its blob when it is a `BlobRef`. Raises `JournalError`."""
        if not isinstance(value, BlobRef):
            return value
        known = self._remembered.get(value.digest)
        if known is not None:
            return known
        loaded = get(self._folder, value, self.masking)
        self._remember(value, loaded)
        return loaded

    def _put_if_larger(self, value: Any, limit: int) -> Any:
        if isinstance(value, BlobRef) or len(dumps(value)) <= limit:
            return value
        reference = self.put(value)
        self._remember(reference, value)
        return reference

    def _remember(self, reference: BlobRef, value: Any) -> None:
        if isinstance(value, list):
            self._remembered[reference.digest] = value
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)


def get(folder: Path, reference: BlobRef, masking: Masking) -> Any:
    """Return the value behind `reference`. Raises `JournalError` if it is lost or damaged."""
    path = folder / f"{reference.digest}.gz"
    try:
        data = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise _lost(path, str(error)) from None
    if sha256(data).hexdigest() != reference.digest:
        raise _lost(path, "its content does not match its name")
    return from_journal(orjson.loads(masking.reveal(data)))


def _lost(path: Path, reason: str) -> JournalError:
    return JournalError(
        f"{path} cannot be read: {reason}",
        help="Restore the file from a backup, or start the mission afresh.",
    )
