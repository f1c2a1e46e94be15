"""One owner per execution, told apart by a fence that only grows."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reqon.errors import ConfigurationError, JournalError
from reqon.files import Durability
from reqon.journal import catalog, lease
from reqon.journal.session import Journal

OWNER = """
import sys
from pathlib import Path
from reqon.files import Durability
from reqon.journal.session import Journal
journal = Journal.resume(Path(sys.argv[1]), sys.argv[2], Durability.PROCESS)
print("owned", flush=True)
for line in sys.stdin:
    try:
        journal.step_done("0.0", int(line), step_type="let")
        journal.flush()
        print("done", flush=True)
    except Exception as error:
        print(error, flush=True)
"""


@contextmanager
def owner(state_dir: Path, execution_id: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that owns the execution; it writes a step per line it is sent."""
    command = [sys.executable, "-c", OWNER, str(state_dir), execution_id]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "owned\n"
        yield process
        process.kill()


def test_a_second_owner_is_refused_and_told_who_owns_it(start, state_dir):
    """The command's exit status is 3."""
    journal = start()
    journal.close()
    with owner(state_dir, journal.execution_id) as process:
        with pytest.raises(ConfigurationError) as refused:
            Journal.resume(state_dir, journal.execution_id, Durability.PROCESS)
        assert f"is owned by pid {process.pid} since 20" in refused.value.message
        assert refused.value.exit_code == 3
        found = catalog.find(state_dir, journal.execution_id)
        assert found.status == "running"
        assert found.owner.startswith(f"pid {process.pid} since ")


def test_the_kernel_releases_the_lease_of_a_killed_owner(start, state_dir, opened):
    """And a run that says it is running is then an interrupted one."""
    journal = start()
    journal.close()
    with owner(state_dir, journal.execution_id) as process:
        process.kill()
        process.wait()
        assert catalog.find(state_dir, journal.execution_id).status == "interrupted"
        opened(Journal.resume(state_dir, journal.execution_id, Durability.PROCESS))


def test_the_fence_grows_with_every_owner(start, resume, folder):
    """Even when the lock file is lost: the journal knows it, too."""
    journal = start()
    fences = [journal.fence]
    for _ in range(2):
        journal = resume(journal)
        fences.append(journal.fence)
    journal.close()
    (folder(journal) / "lock").unlink()
    fences.append(resume(journal).fence)
    assert fences == [1, 2, 3, 4]


def test_a_stopped_owner_that_wakes_up_writes_nothing_more(start, state_dir, folder, opened):
    """SIGSTOP, forced takeover, SIGCONT: its records do not count, and it is told."""
    journal = start()
    journal.close()
    with owner(state_dir, journal.execution_id) as process:
        process.stdin.write("0\n")
        process.stdin.flush()
        assert process.stdout.readline() == "done\n"
        process.send_signal(signal.SIGSTOP)
        taken = opened(
            Journal.resume(state_dir, journal.execution_id, Durability.PROCESS, take_over=True)
        )
        taken.step_done("0.0", 1, step_type="ours")
        process.stdin.write("7\n")
        process.stdin.flush()
        process.send_signal(signal.SIGCONT)
        assert "was taken over by another process" in process.stdout.readline()
    for path in folder(journal).glob("snap-*"):
        path.unlink()
    again = resumed_state(state_dir, taken, opened)
    assert again.frames["0.0"].done == 1
    assert lease.owner(folder(journal)).fence == taken.fence + 1


def resumed_state(state_dir: Path, journal: Journal, opened):
    journal.close()
    return opened(Journal.resume(state_dir, journal.execution_id, Durability.PROCESS)).state


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_what_is_over_is_not_resumed(start, resume, status):
    journal = start()
    journal.finish(status)
    with pytest.raises(ConfigurationError, match=status):
        resume(journal)


@pytest.mark.parametrize("execution_id", ["../x", "/etc", "a\0b", "x" * 300, "", "exec_nothere"])
def test_an_id_that_names_no_execution_is_refused(start, state_dir, execution_id):
    start()
    with pytest.raises(ConfigurationError):
        Journal.resume(state_dir, execution_id, Durability.PROCESS)


def test_dash_and_underscore_in_an_id_are_the_same(start, state_dir, opened):
    journal = start()
    journal.close()
    spelled = journal.execution_id.replace("_", "-")
    resumed = opened(Journal.resume(state_dir, spelled, Durability.PROCESS))
    assert resumed.execution_id == journal.execution_id


def test_a_closed_journal_takes_no_more(start):
    journal = start()
    journal.close()
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        journal.stage_started(0)
