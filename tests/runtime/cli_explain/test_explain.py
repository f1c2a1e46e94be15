"""`reqon explain` and `reqon rules`: the diagnostics, explained in the terminal."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from reqon.cli.explain import explain
from reqon.cli.rules import rules
from reqon.errors import ConfigurationError
from reqon_language.rules import RULES


def test_explains_every_rule():
    """Proves that what a rule reports, why, and what to do are shown."""
    for code, rule in RULES.items():
        result = CliRunner().invoke(explain, [code], catch_exceptions=False)
        for part in (code, rule.title, rule.what, rule.why, rule.fix):
            assert part in result.output


def test_takes_a_code_in_small_letters():
    """Proves that the case of a code does not matter."""
    run = CliRunner().invoke
    assert run(explain, ["rq3003"]).output == run(explain, ["RQ3003"]).output


@pytest.mark.parametrize(
    ("code", "way_out"), [("RQ30033", "did you mean RQ3003?"), ("nonsense", "`reqon rules`")]
)
def test_unknown_code_is_a_configuration_error(code, way_out):
    """Proves that a code that does not exist names the way out."""
    with pytest.raises(ConfigurationError, match="there is no diagnostic") as failure:
        CliRunner().invoke(explain, [code], catch_exceptions=False, standalone_mode=False)
    assert way_out in str(failure.value)


def test_lists_every_rule():
    """Proves that the list has one line per rule, with its severity and title."""
    lines = CliRunner().invoke(rules, []).output.splitlines()
    listed = [line.split(maxsplit=2) for line in lines if line.startswith("  ")]
    assert listed == [[rule.code, rule.severity, rule.title] for rule in RULES.values()]


def test_lists_as_json():
    """Proves that `--json` gives the same rules to a program."""
    found = json.loads(CliRunner().invoke(rules, ["--json"]).output)
    assert [row["code"] for row in found] == list(RULES)
    assert all(row["family"] and row["title"] and row["severity"] for row in found)
