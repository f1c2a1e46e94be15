"""A process killed while it appends: what it had handed over is there, whole."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reqon.files import Durability
from reqon.journal.session import Journal

APPENDER = """
import sys
from pathlib import Path
from reqon.files import Durability
from reqon.journal.session import Begin, Journal
state_dir, mode, known = Path(sys.argv[1]), Durability(sys.argv[2]), sys.argv[3]
if known:
    journal = Journal.resume(state_dir, known, mode)
else:
    begin = Begin("Kill", "k.vague", "hash", "manual", [["A"]], "afterStep")
    journal = Journal.create(state_dir, begin, mode)
    journal.stage_started(0)
    journal.action_started("0.0", "A")
    journal.loop_started(
        "0.0", 0, variable="x", collection="xs", keys=[str(n) for n in range(10**6)], total=10**6
    )
print(journal.execution_id, flush=True)
start = journal.state.frames["0.0"].loops[0].next
for index in range(start, 10**6):
    journal.step_done(f"0.0.0[{index}]", 0, step_type="post", response={"n": index})
    journal.item_done("0.0", 0, index)
    print(index, flush=True)
"""


@pytest.mark.parametrize("mode", ["process", "power", "strict"])
def test_nothing_that_was_handed_over_is_lost(tmp_path: Path, mode):
    """Two kills at random moments; the record and the checkpoint are valid before each resume.

    The journal may know one item more than was reported, never one less. A kill may cut a write
    in two, of which nothing was reported yet; that is all a resume has to say.
    """
    moments = random.Random(mode)
    state_dir, known = tmp_path / "state", ""
    for _ in range(2):
        known, reported = killed_after(moments.randrange(1, 300), state_dir, mode, known)
        [record] = (state_dir / "execution").glob("*.json")
        assert json.loads(record.read_bytes())["status"] == "running"
        [checkpoint] = (state_dir / "execution" / "checkpoints").glob("*.json")
        assert json.loads(checkpoint.read_bytes())["loopContext"]["itemIndex"] <= reported + 1
        journal = Journal.resume(state_dir, known, Durability.PROCESS)
        journal.close()
        assert journal.state.frames["0.0"].loops[0].next - 1 in {reported, reported + 1}
        said = [error["message"] for error in journal.state.errors]
        assert all(message.startswith("an unfinished write of ") for message in said)


def killed_after(reports: int, state_dir: Path, mode: str, known: str) -> tuple[str, int]:
    """Kill an appender when it has reported so many items; return its id and the last item."""
    command = [sys.executable, "-c", APPENDER, str(state_dir), mode, known]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as appender:
        known = appender.stdout.readline().strip()
        for _ in range(reports):
            last = appender.stdout.readline()
        appender.send_signal(signal.SIGKILL)
        last = (appender.stdout.read() or last).strip().rpartition("\n")[2] or last
    return known, int(last)
