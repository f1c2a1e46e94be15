"""Secrets: in no file of the state directory, and back in place after a resume."""

from __future__ import annotations

import gzip
from base64 import b64encode
from urllib.parse import quote

import pytest

from reqon.journal import catalog

SECRET = 'c4n"ary/+ü token'
SECRETS = {"DESK_TOKEN": SECRET}


def everything_written(state_dir) -> bytes:
    return b"\n".join(
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in state_dir.rglob("*")
        if path.is_file()
    )


def fill(journal) -> None:
    """Put the secret wherever the journal takes text."""
    encoded = b64encode(SECRET.encode()).decode()
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    journal.step_done("0.0", 0, step_type="let", variables={"header": f"Bearer {SECRET}"})
    journal.step_done("0.0", 1, step_type="get", response={"echo": SECRET, "basic": encoded})
    journal.intent(
        "0.0.2", method="GET", url=f"http://x/?t={quote(SECRET)}", key=None, body_hash=None
    )
    journal.arm_chosen("0.0", 2, 0, {"seen": SECRET})
    journal.loop_started(
        "0.0", 3, variable="x", collection="xs", values=[SECRET, "y" * 70_000], total=2
    )
    journal.error(action="FetchCustomers", step=2, message=f"no {SECRET}", address="0.0.2")
    journal.finish("failed")


def test_no_file_holds_a_secret_in_any_encoding(start, state_dir):
    journal = start(secrets=SECRETS)
    fill(journal)
    journal.close()
    written = everything_written(state_dir)
    for form in (SECRET, quote(SECRET), b64encode(SECRET.encode()).decode()):
        assert form.encode() not in written
    assert b"c4n" not in written
    assert b"{{secret:DESK_TOKEN}}" in written


def test_a_resume_that_knows_the_secret_gets_it_back(start, resume):
    """Also in snapshots and blobs: a masked token would only fail at the server."""
    journal = start(secrets=SECRETS)
    fill(journal)
    for _ in range(2):
        journal = resume(journal, secrets=SECRETS)
        frame = journal.state.frames["0.0"]
        assert frame.variables["header"] == f"Bearer {SECRET}"
        assert frame.response["echo"] == SECRET
        assert frame.response["basic"] == b64encode(SECRET.encode()).decode()
        assert journal.load(frame.loops[3].values)[0] == SECRET


def test_a_renewed_secret_takes_the_place_of_the_old_one(start, resume):
    journal = start(secrets=SECRETS)
    fill(journal)
    resumed = resume(journal, secrets={"DESK_TOKEN": "brand-new"})
    assert resumed.state.frames["0.0"].variables["header"] == "Bearer brand-new"


def test_a_token_fetched_meanwhile_is_hidden_from_then_on(start, state_dir):
    journal = start()
    journal.hide({"session": "s3ss10n-t0ken"})
    journal.step_done("0.0", 0, step_type="get", response={"token": "s3ss10n-t0ken"})
    journal.finish("failed")
    journal.close()
    assert b"s3ss10n-t0ken" not in everything_written(state_dir)


def test_very_short_texts_are_no_secrets(start, resume):
    """Hiding a `1` would garble every record."""
    journal = start(secrets={"FLAG": "1"})
    journal.step_done("0.0", 0, step_type="let", variables={"n": 1, "m": "1"})
    assert resume(journal).state.frames["0.0"].variables == {"n": 1, "m": "1"}


@pytest.mark.parametrize("word", ["begin", "step", "running", "items", "variables", "0000", "1234"])
def test_a_secret_that_is_a_word_of_the_journal_does_not_break_it(start, state_dir, resume, word):
    """It is hidden where missions and servers are quoted, and nowhere else."""
    journal = start(secrets={"WORD": word})
    answer = {"echo": f"<{word}>", word: [word]}
    journal.step_done("0.0", 0, step_type="get", response=answer)
    journal.step_done("0.0", 1, step_type="get", variables={"n": 12345678})
    journal.finish("failed")
    journal.close()
    assert f"<{word}>".encode() not in everything_written(state_dir)
    assert catalog.latest(state_dir, "CustomerSync").status == "failed"
    journal = resume(journal)
    assert journal.state.frames["0.0"].response["echo"] == "<{{secret:WORD}}>"
    known = resume(journal, secrets={"WORD": word}).state.frames["0.0"]
    assert known.response == answer
    assert known.variables == {"n": 12345678}
