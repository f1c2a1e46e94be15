"""Rows and marker stand or fall together when the process is killed at any moment."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reqon.stores import StoreDefinition, StoresConfig, open_store

WRITER = """
import sys
from pathlib import Path
from reqon.stores import Marker, StoreDefinition, StoresConfig, WriteMode, open_store
store = open_store(StoreDefinition("s", sys.argv[1], "t"), StoresConfig(Path(sys.argv[2])))
done = store.committed("exec_1", "1.0")
n = int(done.position) + 1 if done else 0
while True:
    rows = [(f"{n}-{row}", {"n": n}) for row in range(7)] + [("last", {"n": n})]
    store.write(rows, WriteMode.REPLACE, Marker("exec_1", "1.0", str(n), 1))
    if n % 5 == 0:
        store.flush()
    print(n, flush=True)
    n += 1
"""


@pytest.mark.parametrize("adapter", ["file", "sql"])
def test_a_killed_writer_leaves_rows_and_marker_in_step(adapter, tmp_path: Path):
    """Three kills in a row; after each, the rows are those of the writes the marker counts.

    What the writer reported before it died is there, too.
    """
    moments = random.Random(20240120)
    for _ in range(3):
        reported = _killed_after(moments.randrange(1, 40), adapter, tmp_path)
        store = open_store(StoreDefinition("s", adapter, "t"), StoresConfig(tmp_path))
        committed = store.committed("exec_1", "1.0")
        writes = int(committed.position) + 1
        assert writes > reported
        expected = [(f"0-{row}", {"n": 0}) for row in range(7)] + [("last", {"n": writes - 1})]
        expected += [(f"{n}-{row}", {"n": n}) for n in range(1, writes) for row in range(7)]
        assert list(store.scan()) == expected
        assert (committed.added, committed.updated) == (7 * writes + 1, writes - 1)
        store.close()


def _killed_after(reports: int, adapter: str, directory: Path) -> int:
    """Kill a writer when it has reported so often; return the last write it reported."""
    command = [sys.executable, "-c", WRITER, adapter, str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        for _ in range(reports):
            line = writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
    return int(line)
