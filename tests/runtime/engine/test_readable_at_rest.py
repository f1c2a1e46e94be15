"""What people read is there after a kill, without any further command."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

PROGRAM = """
mission Readable {
  checkpoint: afterStep
  store items: file("items")
  store more: file("more")
  action First { store [{ id: 1 }, { id: 2 }] -> items { key: .id } }
  action Second {
    for item in items { store item -> more { key: .id } abort "here" }
  }
  run First then Second
}
"""
# Dies by SIGKILL at the first failure, before anything is closed.
RUN = """
import os, signal, sys
from pathlib import Path
from reqon import execute_sync

def listen(event):
    if event.type == "loop.start":
        os.kill(os.getpid(), signal.SIGKILL)

execute_sync(sys.argv[1], state_dir=Path(sys.argv[2]), listener=listen)
"""


def test_stores_record_and_checkpoint_are_there_right_after_a_kill(tmp_path: Path) -> None:
    """The seed's files, with the seed's members, as the killed process left them."""
    done = subprocess.run([sys.executable, "-c", RUN, PROGRAM, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    stored = json.loads((tmp_path / "stores/items.json").read_text(encoding="utf-8"))
    assert stored == {"1": {"id": 1}, "2": {"id": 2}}
    (record_path,) = (tmp_path / "execution").glob("Readable-*.json")
    record = json.loads(record_path.read_text(encoding="utf-8"))
    assert {"executionId", "mission", "startedAt", "status", "actionsRun", "errors", "stores"} <= (
        record.keys()
    )
    assert record["actionsRun"] == ["First"]
    assert record["activeStep"]["action"] == "Second"
    assert record["stores"]["items"] == {"count": 2, "added": 2, "updated": 0}
    (checkpoint_path,) = (tmp_path / "execution/checkpoints").glob("Readable-*.json")
    checkpoint = json.loads(checkpoint_path.read_text(encoding="utf-8"))
    assert {
        "executionId", "mission", "timestamp", "stageIndex", "stepIndex", "action", "variables"
    } <= checkpoint.keys()  # fmt: skip
    assert json.loads((tmp_path / "sync-checkpoints.json").read_text(encoding="utf-8")) == {}
