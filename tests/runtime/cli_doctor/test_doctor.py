"""`reqon doctor` says what works here, and what to do about what does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reqon.cli.doctor import doctor


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(doctor, arguments, catch_exceptions=False)


def verdicts(result: Result) -> dict[str, str]:
    return {finding["subject"]: finding["verdict"] for finding in json.loads(result.output)}


def test_a_sound_place_has_no_problem() -> None:
    """The language server really starts and answers."""
    result = ask("--json")
    found = verdicts(result)
    assert result.exit_code == 0
    assert found["language server"] == "ok"
    assert found["settings"] == "ok"
    assert found["state"] == "ok"


@pytest.mark.parametrize(
    ("name", "text", "subject"),
    [
        ("reqon.toml", "nonsense = ", "settings"),
        ("sync.vague", "mission M { run Missing }", "missions"),
        (".vague-data/VERSION", "99", "state"),
    ],
)
def test_a_problem_is_named_and_changes_the_exit_status(
    folder: Path, name: str, text: str, subject: str
) -> None:
    """Broken settings, programs with errors and a state directory from the future."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    result = ask("--json")
    assert result.exit_code == 3
    assert verdicts(result)[subject] == "problem"


def test_prints_a_line_for_each_subject() -> None:
    """People see verdict, subject and detail."""
    assert any(line.startswith("ok       python") for line in ask().output.splitlines())
