"""Journals in a temporary state directory, and the mission most tests journal."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import orjson
import pytest

from reqon.files import Durability
from reqon.journal.session import Begin, Journal

Start = Callable[..., Journal]


@pytest.fixture
def state_dir(tmp_path: Path) -> Path:
    return tmp_path / ".vague-data"


@pytest.fixture
def opened() -> Iterator[Callable[[Journal], Journal]]:
    """Closes every journal it is given when the test is over."""
    with ExitStack() as stack:

        def register(journal: Journal) -> Journal:
            stack.callback(journal.close)
            return journal

        yield register


@pytest.fixture
def begin() -> Callable[..., Begin]:
    """What the seed's mission begins with; keywords replace members."""

    def members(**replaced: Any) -> Begin:
        known: dict[str, Any] = {
            "mission": "CustomerSync",
            "program_path": "sync.vague",
            "program_hash": "c0ffee",
            "trigger": "manual",
            "stages": [["FetchCustomers"], ["TransformCustomers"]],
            "checkpoint": "afterStep",
        }
        return Begin(**{**known, **replaced})

    return members


@pytest.fixture
def start(
    state_dir: Path, begin: Callable[..., Begin], opened: Callable[[Journal], Journal]
) -> Start:
    """Begins an execution; keywords are members of `Begin`, or the `secrets`."""

    def started(durability: Durability = Durability.PROCESS, **members: Any) -> Journal:
        secrets = members.pop("secrets", None)
        return opened(Journal.create(state_dir, begin(**members), durability, secrets=secrets))

    return started


@pytest.fixture
def resume(state_dir: Path, opened: Callable[[Journal], Journal]) -> Start:
    """Resumes an execution, closing it first if it is still open here."""

    def again(journal: Journal, **options: Any) -> Journal:
        journal.close()
        durability = options.pop("durability", Durability.PROCESS)
        return opened(Journal.resume(state_dir, journal.execution_id, durability, **options))

    return again


@pytest.fixture
def folder(state_dir: Path) -> Callable[[Journal], Path]:
    """Where the journal of an execution lies."""
    return lambda journal: state_dir / "execution" / "journal" / journal.execution_id


@pytest.fixture
def record(state_dir: Path) -> Callable[[Journal], dict[str, Any]]:
    """Reads the execution record as it is on disk now."""
    return lambda journal: orjson.loads(
        (state_dir / "execution" / journal.state.record_name).read_bytes()
    )


@pytest.fixture
def checkpoint(state_dir: Path) -> Callable[[Journal], dict[str, Any] | None]:
    """Reads the checkpoint file as it is on disk now; None when there is none."""

    def read(journal: Journal) -> dict[str, Any] | None:
        name = f"{journal.state.mission}-{journal.execution_id}.json"
        path = state_dir / "execution" / "checkpoints" / name
        return orjson.loads(path.read_bytes()) if path.exists() else None

    return read


def _read_all(descriptor: int) -> None:
    while os.read(descriptor, 1 << 16):
        pass
    os.close(descriptor)


@pytest.fixture
def break_fsync(folder: Callable[[Journal], Path]) -> Callable[[Journal], None]:
    """Puts a pipe in place of the open segment: it takes any number of bytes, but fsync fails."""

    def break_(journal: Journal) -> None:
        segment = folder(journal) / "00000001.jsonl"
        reader, pipe = os.pipe()
        drain = threading.Thread(target=_read_all, args=(reader,), daemon=True)
        drain.start()
        for link in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):
                if link.readlink() == segment:
                    os.dup2(pipe, int(link.name))
        os.close(pipe)

    return break_
