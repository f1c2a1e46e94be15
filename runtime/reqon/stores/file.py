"""The adapter `file`: a JSON file for people, and an append log beside it for safety.

The log is the truth between two projections. A projection takes its name in four steps:
write it aside; announce its digest in the log; rename it; begin a new log from that digest.
Whatever step a crash follows, the digest of the file says from which line on the log is still
to be applied. When no execution has progress to keep, the log is deleted on close, so that a
store at rest is the JSON file alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reqon.errors import StoreError
from reqon.files import Durability, remove_leftovers, replace, write_beside
from reqon.stores.contents import Contents, apply
from reqon.stores.lines import Line, base_line, compact_line, read_lines
from reqon.stores.log import AppendLog, open_log
from reqon.stores.projection import Projection, read_projection, render
from reqon.stores.target import file_paths
from reqon.stores.working import WorkingStore

SMALLEST_COMPACTION = 8 * 1024 * 1024
"""Bytes of log below which writes never compact: a projection is dearer than the log."""

DIGESTS = frozenset({"base", "compact"})
CHANGES = frozenset({"put", "del", "clear"})


@dataclass(frozen=True, slots=True)
class Recovered:
    """What the two files say together."""

    contents: Contents
    digest: str | None
    end: int
    """The byte at which the log's last good line ends."""
    behind: bool
    """Whether the projection must be written before it can be read."""
    settled: bool
    """Whether nothing in the log is missing from the projection, but it begins elsewhere."""
    notes: tuple[str, ...]


def open_file_store(
    name: str, target: str, directory: Path, durability: Durability = Durability.POWER
) -> WorkingStore:
    """Open `<directory>/<target>.json` and its log.

    Raises `ConfigurationError` for a target outside the directory, a directory that cannot be
    written or a store in use elsewhere, and `StoreError` for damaged files.
    """
    path, log_path = file_paths(name, target, directory)
    log = open_log(log_path, durability)
    try:
        remove_leftovers(path)
        recovered = recover(path, log_path, log.read())
        if recovered.end < log.size:
            log.truncate(recovered.end)
        base = base_line(recovered.digest, recovered.contents.progress)
        if not log.size:
            log.append(base)
        elif recovered.settled:
            log.restart([base])
    except BaseException:
        log.close()
        raise
    return WorkingStore(
        name,
        "file",
        target,
        contents=recovered.contents,
        backing=ProjectedLog(path, log, behind=recovered.behind),
        blocking=True,
        notes=recovered.notes,
    )


def recover(path: Path, log_path: Path, log: bytes) -> Recovered:
    """Rebuild the contents from the projection and the lines it does not hold yet."""
    projection = read_projection(path)
    reading = read_lines(log_path, log)
    first = _first_missing(path, log_path, reading.lines, projection)
    contents = Contents(dict(projection.records) if projection else {})
    for number, line in enumerate(reading.lines):
        apply(contents, line.value(), rows=number >= first)
    missing = any(line.kind in CHANGES for line in reading.lines[first:])
    return Recovered(
        contents,
        projection.digest if projection else None,
        reading.end,
        behind=projection is None or not projection.keyed or missing,
        settled=not missing and not (first == len(reading.lines) == 1),
        notes=reading.notes,
    )


def _first_missing(
    path: Path, log_path: Path, lines: list[Line], projection: Projection | None
) -> int:
    """Return the index of the first line that the projection does not hold.

    0 when the log is empty, or its changes all are in a projection that was edited since.
    """
    digest = projection.digest if projection else None
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].kind in DIGESTS and lines[index].value()["digest"] == digest:
            return index + 1
    pending = sum(line.kind in CHANGES for line in lines)
    if lines and (projection is None or pending):
        missing = "is missing" if projection is None else "was changed from outside"
        raise StoreError(
            f"{path} {missing} while {log_path.name} still belongs to it "
            f"({pending} writes not merged yet); both were left as they are",
            help=f"Put {path.name} back as it was; or delete {log_path} to go on from "
            f"{'an empty store' if projection is None else 'the file as it is now'}.",
        )
    return 0


class ProjectedLog:
    """A log that is folded into a JSON file from time to time."""

    def __init__(self, path: Path, log: AppendLog, *, behind: bool) -> None:
        self._path = path
        self._log = log
        self._behind = behind
        self._projected_bytes = path.stat().st_size if path.exists() else 0
        self._disposable = False

    def append(self, line: bytes) -> None:
        """Keep one line; the projection is behind from now on."""
        self._disposable = False
        self._log.append(line)
        self._behind = True

    def after_write(self, contents: Contents) -> None:
        """Project when the log has outgrown what it describes."""
        if self._log.size > max(SMALLEST_COMPACTION, 2 * self._projected_bytes):
            self.flush(contents)

    def sync(self) -> None:
        """Force the log to disk."""
        self._log.sync()

    def flush(self, contents: Contents) -> None:
        """Project, if anything changed."""
        if self._behind:
            self._project(contents)
        self._disposable = not contents.progress.fences

    def close(self) -> None:
        """Give up the log, which goes with the last progress it kept."""
        self._log.close(remove=self._disposable)

    def _project(self, contents: Contents) -> None:
        digest = hashlib.sha256()
        try:
            temporary = write_beside(self._path, self._digested(contents, digest))
            try:
                self._log.append(compact_line(digest.hexdigest()))
                self._log.force()
            except StoreError:
                temporary.unlink()
                raise
            replace(temporary, self._path)
        except OSError as error:
            raise StoreError(
                f"cannot write {self._path}: {error.strerror}; its records are safe in "
                f"{self._log.path.name}",
                help="Free space or mend the disk, then resume the run.",
            ) from error
        self._log.restart([base_line(digest.hexdigest(), contents.progress)])
        self._behind = False

    def _digested(self, contents: Contents, digest: hashlib._Hash) -> Iterator[bytes]:
        self._projected_bytes = 0
        for chunk in render(contents.records):
            digest.update(chunk)
            self._projected_bytes += len(chunk)
            yield chunk
