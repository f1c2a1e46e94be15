"""Whatever is wrong is one message with a way out, the documented exit code, and no trace."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from runtime.cli.conftest import Reqon, command, program

DEEP = "mission M { let x = " + "(" * 5000 + "1" + ")" * 5000 + " }"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no.vague"], "no.vague: no such file or folder"),
        (["empty"], "empty: no .vague files below it"),
        (["schemas"], "schemas: none of its files declares a mission"),
        ([""], "a path cannot be empty"),
        (["garbage.vague"], "garbage.vague: not UTF-8 text (byte 0 is 0x80)"),
        (["zeros.vague"], "zeros.vague: not a text file (it has zero bytes)"),
        (["sync.vague", "other.vague"], "Got unexpected extra argument (other.vague)"),
        (["run"], "Missing argument 'PATH'"),
        (["sync.vague", "--resum"], "no option --resum\n  help: Did you mean --resume?"),
        (["--dry", "sync.vague"], "no option --dry\n  help: Did you mean --dry-run?"),
        (["sync.vague", "--nope"], "no option --nope\n  help: `reqon run --help`"),
        (["sync.vague", "--auth"], "Option '--auth' requires an argument"),
        (["sync.vague", "--auth", "no.json"], "the credentials file no.json cannot be read"),
        (["sync.vague", "--auth", "sync.vague"], "sync.vague:1:1: the credentials file is not"),
        (["sync.vague", "--env", "no.env"], "the environment file no.env cannot be read"),
        (["sync.vague", "--env", "empty"], "the environment file empty cannot be read"),
        (["sync.vague", "--env", "sync.vague"], "sync.vague:1:1: this line is no assignment"),
        (["sync.vague", "--mission", "Sink"], "no mission `Sink`\n  help: It has: Sync."),
        (["sync.vague", "--mission", "Sinc"], "no mission `Sinc`\n  help: Did you mean Sync?"),
        (["sync.vague", "--resume", "exec_gone"], "there is no execution exec_gone"),
        (["sync.vague", "--resume", "../x"], "'../x' is not an execution id"),
        (["--resume", "exec_gone"], "which program does exec_gone belong to"),
        (["sync.vague", "--resume", "--dry-run"], "--resume goes on with a run"),
        (["sync.vague", "--force"], "--force says how to resume"),
        (["sync.vague", "--accept-loss"], "--accept-loss says how to resume"),
        (["sync.vague", "--state-dir", ""], "a path cannot be empty"),
        (["sync.vague", "--state-dir", "sync.vague"], "the state directory cannot be used"),
        (["sync.vague", "--state-dir", "sync.vague/x"], "the state directory cannot be used"),
        (["sync.vague", "--state-dir", "/proc/x"], "the state directory cannot be used"),
        (["sync.vague", "--output", "sync.vague"], "sync.vague: is a file"),
        (["sync.vague", "--output", "sync.vague/x"], "sync.vague is not a directory"),
        (["sync.vague", "--output", "sync.vague/x.json"], "sync.vague is not a directory"),
        (["sync.vague", "--output", "dots.json"], "dots.json: is a directory"),
        (["sync.vague", "--store-url", "sqlite://"], "there is no such sql store"),
        (["sync.vague", "--store-url", "items=sqlite://"], "there is no such sql store"),
        (["sync.vague", "--store-url", "items="], "--store-url gives items no database"),
        (["sync.vague", "--events", "xml"], "Invalid value for '--events': 'xml'"),
        (["folder"], "mission `Sync` is in folder/a.vague and in folder/b.vague"),
        (["project/actions/more.vague"], "is a part of the mission in the folder project"),
        (["statsu", "Sync"], "no command or file statsu. Did you mean status?"),
        (["status"], "Missing argument 'MISSION'"),
        (["status", "Sync"], "no execution of Sync in .vague-data"),
        (["status", "Sync", "--state-dir", "sync.vague"], "the state directory cannot be used"),
        (["history", "Sync"], "no execution of Sync in .vague-data"),
        (["history", "Sync", "--limit", "0"], "Invalid value for '--limit'"),
    ],
)  # fmt: skip
def test_wrong_configuration_is_one_message_and_leaves_nothing(
    reqon: Reqon, arguments: list[str], message: str
) -> None:
    """Status 3, nothing sent, and no file made: not even the state directory."""
    reqon.mission()
    reqon.write("schemas/s.vague", "schema A { id: string }")
    reqon.write("garbage.vague", bytes(range(128, 256)) * 40)
    reqon.write("zeros.vague", "mission M {\0}")
    reqon.mission(file="folder/a.vague")
    reqon.mission(file="folder/b.vague")
    reqon.mission(file="project/mission.vague")
    reqon.write("project/actions/more.vague", "action More { }")
    reqon.write("dots.json/x", "")
    (reqon.folder / "empty").mkdir()
    before = _files(reqon.folder)
    outcome = reqon.run(*arguments)
    assert message in outcome.error()
    assert outcome.code == 3
    assert reqon.api.lines == []
    assert _files(reqon.folder) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is no mission in the program"),
        ("schema A { id: string }", "there is no mission in the program"),
        ("mission Sync {", "error[RQ"),
        ("{" * 100_000, "error[RQ"),
        (DEEP, "nested too deeply"),
    ],
    ids=["empty", "schemas", "unfinished", "braces", "deep"],
)
def test_a_wrong_program_is_status_2_and_leaves_nothing(
    reqon: Reqon, text: str, message: str
) -> None:
    reqon.write("wrong.vague", text)
    outcome = reqon.run("wrong.vague")
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert "Traceback" not in outcome.err
    assert len(outcome.err) < 2000
    assert not reqon.state.exists()


def test_a_line_of_a_megabyte_is_only_long(reqon: Reqon) -> None:
    """A comment may be as long as it likes; the mission around it runs."""
    mission = reqon.mission()
    mission.write_text(mission.read_text() + "//" + "x" * 1_000_000)
    assert reqon.run(mission).code == 0


def test_a_mission_without_its_source_is_a_matter_of_configuration(reqon: Reqon) -> None:
    """What it lacks is named by the checker; it is no error of syntax (ruling D35)."""
    text = 'mission M { store a: file("a")\n action F { get "/x" store response -> a }\n run F }'
    outcome = reqon.run(reqon.write("m.vague", text))
    assert outcome.code == 3
    assert "m.vague:2:13" in outcome.err
    assert not reqon.state.exists()


def test_an_api_that_is_down_is_a_failed_run(reqon: Reqon) -> None:
    """Status 1, the step with its place, whether anything listens, and how to go on."""
    reqon.write("sync.vague", program("http://127.0.0.1:9"))
    outcome = reqon.run("sync.vague", "--quiet")
    assert outcome.code == 1
    assert outcome.err == (
        '[Fetch/get "/items"] sync.vague:6:5: GET http://127.0.0.1:9/items: '
        "no connection (connection refused)\n"
        "  help: Is the server at http://127.0.0.1:9 running?\n"
    )
    assert f"--resume {reqon.record()['executionId']}" in outcome.out
    assert reqon.record()["status"] == "failed"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_data_directory_without_permission_is_refused(reqon: Reqon) -> None:
    mission = reqon.mission()
    reqon.state.mkdir(mode=0o500)
    outcome = reqon.run(mission)
    assert outcome.code == 3
    assert str(reqon.state.name) in outcome.error()
    assert reqon.api.lines == []


def test_a_name_no_message_could_show_is_refused(reqon: Reqon) -> None:
    """File names are bytes; what is not UTF-8 could stand in no record."""
    reqon.mission()
    name = os.fsdecode(b"\xff.vague")
    (reqon.folder / "sync.vague").rename(name)
    outcome = reqon.run(name)
    assert (outcome.code, outcome.error().splitlines()[0]) == (
        3,
        "error: \\udcff.vague: its name is not UTF-8",
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 2), (["no.vague"], 3), (["--nope"], 3), (["status", "Nobody"], 3), (["--version"], 0)],
)
def test_the_process_ends_with_the_documented_code(
    reqon: Reqon, arguments: list[str], code: int
) -> None:
    """The same through a real process; only `--version` and the help say something on stdout."""
    outcome = reqon.process(*arguments)
    assert outcome.code == code
    assert "Traceback" not in outcome.err
    assert (outcome.out == "") == (code == 3)


def test_a_current_folder_that_is_gone_is_one_message(reqon: Reqon) -> None:
    """Every relative path would be a riddle, so nothing is tried."""
    gone = reqon.folder / "gone"
    gone.mkdir()
    script = 'rmdir ../gone; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *command("x.vague")],
        cwd=gone, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "error: the current folder cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def _files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))
