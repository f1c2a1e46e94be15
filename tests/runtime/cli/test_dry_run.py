"""`--dry-run` changes nothing: not at the API, not in the stores, not in the state."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.cli.conftest import Reqon, program


def dry(reqon: Reqon) -> Path:
    """A mission that a dry run gets through: nothing in it needs an answer."""
    text = program(reqon.api.url).replace(
        "store response -> items { key: .id }",
        'post "/letters" { body: { all: true } }\n    store [{ id: 1 }] -> items { key: .id }',
    )
    return reqon.write("sync.vague", text)


@pytest.mark.parametrize("given", ["option", "environment"])
def test_a_dry_run_sends_and_writes_nothing(
    reqon: Reqon, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    """The summary says that it was one and has no execution to offer."""
    mission = dry(reqon)
    if given == "environment":
        monkeypatch.setenv("REQON_DRY_RUN", "true")
    outcome = reqon.run(mission, *(["--dry-run"] if given == "option" else []))
    assert outcome.code == 0, outcome.err
    assert reqon.api.lines == []
    assert not reqon.state.exists()
    assert outcome.out.splitlines()[0].endswith(" s (dry run)")
    assert "records" not in outcome.out


def test_a_dry_run_leaves_existing_state_as_it_is(reqon: Reqon) -> None:
    """Byte for byte, and without a trace in the history."""
    mission = dry(reqon)
    assert reqon.run(mission).code == 0
    before = {path: path.read_bytes() for path in reqon.state.rglob("*") if path.is_file()}
    reqon.api.lines.clear()
    assert reqon.run(mission, "--dry-run").code == 0
    assert {path: path.read_bytes() for path in reqon.state.rglob("*") if path.is_file()} == before
    assert reqon.api.lines == []


def test_a_failed_dry_run_has_nothing_to_resume(reqon: Reqon) -> None:
    text = program(reqon.api.url).replace("store response -> items { key: .id }", 'abort "no"')
    outcome = reqon.run(reqon.write("sync.vague", text), "--dry-run")
    assert outcome.code == 1
    assert "resume" not in outcome.out
    assert not reqon.state.exists()


def test_a_variable_that_is_neither_true_nor_false_is_refused(
    reqon: Reqon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mission must not run in earnest because of a typing mistake."""
    monkeypatch.setenv("REQON_DRY_RUN", "maybe")
    outcome = reqon.run(dry(reqon))
    assert outcome.code == 3
    assert "'maybe'" in outcome.error()
    assert reqon.api.lines == []
