"""Settings files: what they turn off, and what they may not hold."""

from __future__ import annotations

import pytest

from runtime.check.conftest import WARNED, WRONG, Check

QUIET = "No problems in 1 file.\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("reqon.toml", 'ignore = ["RQ6004"]'),
        ("reqon.toml", 'ignore = ["RQ6"]'),
        ("reqon.toml", 'select = ["RQ3"]'),
        ("reqon.toml", '[severity]\nRQ6004 = "off"'),
        ("reqon.toml", '[severity]\nRQ6 = "error"\nRQ6004 = "hint"'),
        ("pyproject.toml", '[tool.reqon]\nignore = ["RQ6004"]'),
    ],
)
def test_a_diagnostic_can_be_turned_off_by_code_or_family(run: Check, name: str, text: str) -> None:
    """In either file; of two codes that fit, the longer one counts."""
    assert run("a.vague", files={name: text, "a.vague": WARNED}).stdout == QUIET


def test_a_severity_can_be_raised(run: Check) -> None:
    """A warning made an error is one for the exit status, too."""
    result = run("a.vague", files={"reqon.toml": 'severity.RQ6004 = "error"', "a.vague": WARNED})
    assert "error[RQ6004]" in result.stdout
    assert result.exit_code == 2


def test_settings_of_the_nearest_folder_count(run: Check) -> None:
    """And `reqon.toml` before `pyproject.toml` of the same folder."""
    files = {
        "pyproject.toml": '[tool.reqon]\nignore = ["RQ6"]',
        "shop/reqon.toml": "ignore = []",
        "shop/pyproject.toml": '[tool.reqon]\nignore = ["RQ6"]',
        "shop/a.vague": WARNED,
        "b.vague": WARNED,
    }
    assert "RQ6004" in run("shop/a.vague", files=files).stdout
    assert run("b.vague", files=files).stdout == QUIET


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('ingore = ["RQ6"]', "unknown setting `ingore`; did you mean `ignore`?"),
        ('ignore = "RQ6"', "`ignore` must be a list of codes"),
        ('ignore = ["E501"]', "`E501` in `ignore` is no code"),
        ('severity.RQ6 = "fatal"', "unknown severity `fatal` for RQ6"),
        ("ignore = [", "not valid TOML"),
    ],
)
def test_wrong_settings_are_a_configuration_error(run: Check, text: str, said: str) -> None:
    """The file is named, the mistake is said, and the exit status is 3."""
    result = run("a.vague", files={"reqon.toml": text, "a.vague": WARNED})
    assert result.exit_code == 3
    assert "reqon.toml" in result.stderr
    assert said in result.stderr


def test_errors_of_syntax_cannot_be_turned_off(run: Check) -> None:
    """A text that cannot be read is never called clean."""
    files = {"reqon.toml": 'ignore = ["RQ"]', "a.vague": WRONG.replace("run Fetch", "run")}
    assert run("a.vague", files=files).exit_code == 2
