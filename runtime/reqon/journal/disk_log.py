"""The machinery behind a session: records to bytes, bytes to the disk, state to its files.

`session.py` says which records there are; this says what happens to each of them. One thread
appends; the tickers' threads only sync and publish.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from pathlib import Path
from time import time_ns
from typing import Any, NoReturn

from reqon.errors import JournalError
from reqon.files import Durability
from reqon.journal import snapshot, sync
from reqon.journal.blobs import Blobs
from reqon.journal.encoding import INLINE_LIMIT, PAGE_INLINE_LIMIT
from reqon.journal.frames import finish_item
from reqon.journal.layout import Layout
from reqon.journal.lease import Lease
from reqon.journal.masking import Masking
from reqon.journal.publisher import INTERVAL_SECONDS, Publisher
from reqon.journal.records import dump, encode
from reqon.journal.reducer import apply
from reqon.journal.state import ExecutionState
from reqon.journal.ticker import Ticker
from reqon.journal.times import iso, now
from reqon.journal.writer import GROUP_SECONDS, Writer


class DiskLog:
    """The open journal of one execution in `folder`, appending to segment number `segment`."""

    def __init__(
        self,
        layout: Layout,
        folder: Path,
        lease: Lease,
        state: ExecutionState,
        durability: Durability,
        masking: Masking,
        *,
        segment: int,
    ) -> None:
        self.state = state
        self.masking = masking
        self._layout = layout
        self._lease = lease
        self._syncer = Ticker("reqon-journal-sync", GROUP_SECONDS, self._sync_in_time)
        self._writer = Writer(folder, segment, durability, self._syncer.hurry)
        self._blobs = Blobs(folder / "blobs", masking, durable=self._writer.durable)
        self._reading = threading.Lock()
        self._publisher = Publisher(layout, self, self._reading, durable=self._writer.durable)
        self._projector = Ticker("reqon-projection", INTERVAL_SECONDS, self._project_in_time)
        self._grouping = durability is Durability.POWER
        self._failure: JournalError | None = None
        self._closed = False

    def append(self, kind: str, fields: Mapping[str, Any]) -> None:
        """Write one record and fold it into the state."""
        record = {"q": self.state.sequence + 1, "t": kind, **fields, "ts": now()}
        try:
            body = dump(record)
            limit = PAGE_INLINE_LIMIT if kind == "page" else INLINE_LIMIT
            if len(body) > limit:
                self._blobs.spill(record, limit)
                body = dump(record)
        except TypeError as error:
            raise JournalError(f"a `{kind}` record cannot be kept: {error}") from error
        except OSError as error:
            self._fail(self._writer.fail(error))
        try:
            self._write(self.masking.hide(body))
            with self._reading:
                apply(self.state, record)
        except BaseException:
            self._lose_track()
            raise
        self._written()

    def append_item(self, frame: str, step: int, index: int) -> None:
        """Do what `append` does for the record written most often."""
        sequence, at = self.state.sequence + 1, time_ns() // 1_000_000
        place = frame.encode()
        body = b'{"q":%d,"t":"item","p":"%b","s":%d,"i":%d,"ts":%d}'
        try:
            self._write(body % (sequence, place, step, index, at))
            with self._reading:
                finish_item(self.state, sequence, at, frame, step, index)
        except BaseException:
            self._lose_track()
            raise
        self._written()

    def keep(self, value: Any) -> Any:
        """Return what a record holds for `value`."""
        try:
            return self._blobs.keep(value)
        except OSError as error:
            self._fail(self._writer.fail(error))

    def load(self, value: Any) -> Any:
        """Return `value`, read from its blob when it is a `BlobRef`."""
        return self._blobs.load(value)

    def hide(self, secrets: Mapping[str, str]) -> None:
        """Keep further secrets out of everything written from now on."""
        self.masking = self._blobs.masking = self.masking.extended(secrets)

    def is_secret(self, text: str) -> bool:
        """Whether a text has a secret in it."""
        return self.masking.found_in(text)

    def sync(self, key: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
        """Write a watermark, here and in the file of all missions; return notices."""
        state, root = self.state, self._layout.root
        try:
            notes = sync.read(root).notes
            self.append("sync", {"key": key, "entry": dict(entry)})
            self.flush()
            return notes + sync.commit(
                root,
                key,
                entry,
                mission=state.mission,
                execution_id=state.execution_id,
                updated_at=iso(state.updated_at),
                durable=self._writer.durable,
            )
        except OSError as error:
            self._fail(_not_published(error))

    def flush(self) -> None:
        """Make everything so far as durable as the policy promises."""
        try:
            self._check_usable()
            self._writer.sync()
        except JournalError as error:
            self._fail(error)

    def publish(self, *, force: bool) -> None:
        """Write the files people read: when forced, else if they are behind and it is time."""
        if not (force or self._publisher.due()):
            return
        try:
            self._check_usable()
            self._publisher.publish(force=force)
        except JournalError as error:
            self._fail(error)
        except OSError as error:
            self._fail(_not_published(error))

    def close(self) -> None:
        """Stop the threads, bring the files up to date if that is still possible, let go."""
        if self._closed:
            return
        self._closed = True
        self._projector.stop()
        self._syncer.stop()
        if self._failure is None:
            # A session that ends in an error closes too; that error must not be replaced.
            with contextlib.suppress(JournalError):
                self.flush()
                self.publish(force=True)
        self._failure = self._failure or JournalError("the journal is closed")
        self._writer.close()
        self._lease.release()

    def _write(self, body: bytes) -> None:
        """Hand the JSON of one record to the operating system."""
        writer = self._writer
        try:
            if self._failure is not None:
                raise self._failure
            if writer.full:
                writer.roll(snapshot.render(self.state, self.masking.hide))
            writer.write(encode(body))
        except JournalError as error:
            self._fail(error)

    def _lose_track(self) -> None:
        """Accept nothing more after a Ctrl-C between a record and its fold into the state."""
        if self._failure is None:
            self._failure = JournalError("the run was stopped in the middle of a record")

    def _written(self) -> None:
        """See to it that what was just written becomes durable and visible in time."""
        if not self._projector.armed:
            self._projector.arm()
        if self._grouping and not self._syncer.armed:
            self._syncer.arm()
        state, publisher = self.state, self._publisher
        if state.sequence >= publisher.look_at or (
            state.checkpoint_at and not publisher.checkpointed
        ):
            self.publish(force=False)

    def _check_usable(self) -> None:
        if self._failure is not None:
            raise self._failure
        if self._lease.lost:
            raise JournalError(
                f"execution {self.state.execution_id} was taken over by another process",
                help="`reqon status` shows how it goes on.",
            )

    def _fail(self, error: JournalError) -> NoReturn:
        """Accept nothing more; the record says why, if it can still be written."""
        if self._failure is None:
            self._failure = error
            if not self._lease.lost:
                self._publisher.publish_failure(error)
        raise error

    def _sync_in_time(self) -> None:
        # The writer keeps its failure and raises it again to the next who writes.
        with contextlib.suppress(JournalError):
            self._writer.sync()

    def _project_in_time(self) -> None:
        try:
            self._check_usable()
            self._publisher.publish(force=False)
        except JournalError as error:
            self._failure = error
        except OSError as error:
            self._failure = _not_published(error)


def _not_published(error: OSError) -> JournalError:
    return JournalError(
        f"state not durable: {error.strerror or error} while writing {error.filename}",
        help="The journal is intact: free the disk or mend the cause, then use `--resume`.",
    )
