"""Each command loads what it needs and no more, and the list of commands tells the truth."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from reqon.cli import cli
from runtime.cli.conftest import Reqon

LIST_MODULES = """
import sys
from reqon.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""
NETWORK = {"httpx", "aiohttp", "httpx_aiohttp"}
RUNTIME = {*NETWORK, "sqlalchemy", "rich", "asyncio", "tenacity", "dotenv"}
LANGUAGE = {"lark", "reqon_language"}


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--version"], {*RUNTIME, *LANGUAGE, "reqon.engine", "reqon.journal"}),
        (["--help"], {*RUNTIME, *LANGUAGE, "reqon.engine", "reqon.demo"}),
        (["run", "--help"], {*RUNTIME, *LANGUAGE, "reqon.engine", "importlib.metadata"}),
        (["check", "sync.vague"], {*RUNTIME, "lark", "reqon.engine", "reqon.plan"}),
        (["status", "Sync"], {*RUNTIME, *LANGUAGE, "reqon.engine", "reqon.plan"}),
        (["history", "Sync"], {*RUNTIME, *LANGUAGE, "reqon.engine", "reqon.plan"}),
        (["wrong.vague"], {*RUNTIME, "lark", "reqon.engine", "reqon.plan"}),
        (["sync.vague", "--auth", "no.json"], {*NETWORK, "sqlalchemy", "rich", "lark"}),
        (["sync.vague"], {"sqlalchemy", "reqon.cli.live", "lark", "reqon.demo"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_does_not_load_what_it_does_not_need(
    reqon: Reqon, arguments: list[str], absent: set[str]
) -> None:
    """Half a second of imports is felt in every shell prompt, editor hook and CI step."""
    reqon.mission()
    reqon.write("wrong.vague", "mission M { run Nothing }")
    loaded = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, *arguments],
        cwd=reqon.folder, capture_output=True, text=True, timeout=30, check=False,
    ).stderr.splitlines()[-1].split()  # fmt: skip
    assert "reqon.cli" in loaded
    assert absent.isdisjoint(loaded)


def test_the_list_of_commands_says_what_the_commands_say(reqon: Reqon) -> None:
    """It is written down apart from them, so that `--help` need not import them all."""
    listed = " ".join(reqon.run("--help").out.split())
    context = click.Context(cli)
    for name in cli.list_commands(context):
        found = cli.get_command(context, name)
        assert found is not None
        assert f" {name} {found.get_short_help_str(200)}" in listed


def test_without_arguments_the_help_is_shown_as_for_a_mistake(reqon: Reqon) -> None:
    outcome = reqon.run()
    assert outcome.code == 2
    assert outcome.out == reqon.run("--help").out


def test_a_defect_is_named_by_its_place_and_quotes_nothing(
    reqon: Reqon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an unforeseen exception says may hold a secret; where it happened does not."""

    def broken(*_: object) -> None:
        raise KeyError("canary-77")

    monkeypatch.setattr("reqon.cli.sequence.settings_for", broken)
    outcome = reqon.run(reqon.mission())
    assert outcome.code == 1
    assert outcome.error().startswith("error: internal error: KeyError at reqon/cli/sequence.py:")
    assert "canary-77" not in outcome.err
    monkeypatch.setenv("REQON_TRACEBACK", "1")
    with pytest.raises(KeyError):
        reqon.run(reqon.mission())
