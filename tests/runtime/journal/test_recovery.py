"""What becomes of a journal whose bytes are not as they were written."""

from __future__ import annotations

import shutil

import pytest

from reqon.errors import JournalError
from reqon.journal import snapshot, writer
from reqon.journal.masking import Masking
from reqon.journal.segments import read

UNKNOWN = Masking()


def a_few_steps(journal) -> None:
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    journal.step_done("0.0", 0, step_type="let", variables={"page": 1})
    journal.step_done("0.0", 1, step_type="get", response=[{"id": "cust_1"}])


def test_a_tail_torn_at_any_byte_costs_the_last_record_and_nothing_else(
    start, opened, folder, tmp_path, state_dir
):
    """The resume goes on behind the last complete record and says what it cut off."""
    journal = start()
    a_few_steps(journal)
    journal.close()
    place = folder(journal)
    segment = place / "00000001.jsonl"
    whole = segment.read_bytes()
    begin_of_last = whole.rindex(b"\n", 0, -1) + 1
    for length in range(begin_of_last, len(whole)):
        copy = tmp_path / "torn"
        shutil.copytree(state_dir, copy)
        torn = copy / segment.relative_to(state_dir)
        torn.write_bytes(whole[:length])
        resumed = type(journal).resume(copy, journal.execution_id, writer.Durability.PROCESS)
        assert resumed.state.frames["0.0"].done == 0
        errors = [error["message"] for error in resumed.state.errors]
        if length == begin_of_last:
            assert errors == []
        else:
            assert f"{length - begin_of_last} bytes was cut off" in errors[0]
            assert f"{torn}, byte {begin_of_last}, record 5" in errors[0]
        resumed.step_done("0.0", 1, step_type="get", response="again")
        resumed.close()
        assert read(torn.parent, UNKNOWN).state.frames["0.0"].response == "again"
        shutil.rmtree(copy)


def test_a_reader_sees_a_torn_tail_and_leaves_it_alone(start, folder):
    """`status` may look while the owner is in the middle of a write."""
    journal = start()
    a_few_steps(journal)
    segment = folder(journal) / "00000001.jsonl"
    segment.write_bytes(before := segment.read_bytes()[:-3])
    reading = read(folder(journal), UNKNOWN)
    assert (reading.state.sequence, reading.damage) == (4, None)
    assert segment.read_bytes() == before


def test_a_changed_bit_anywhere_before_the_last_record_is_refused(start, resume, folder):
    """The error names the segment, the byte and the record; a copy of the segment is kept."""
    journal = start()
    a_few_steps(journal)
    journal.close()
    segment = folder(journal) / "00000001.jsonl"
    whole = segment.read_bytes()
    lines = whole.splitlines(keepends=True)
    offset = 0
    for number, line in enumerate(lines[:-1], start=1):
        for place in (0, 8, 9, len(line) // 2, len(line) - 1):
            flipped = bytearray(whole)
            flipped[offset + place] ^= 0x10
            segment.write_bytes(flipped)
            with pytest.raises(JournalError) as refused:
                resume(journal)
            assert f"{segment}, byte {offset}, record {number}" in refused.value.message
            assert "--accept-loss" in refused.value.help
            assert segment.read_bytes() == flipped
            kept = folder(journal) / "quarantine" / segment.name
            assert kept.read_bytes() == flipped
            kept.unlink()
        offset += len(line)


def test_accepting_the_loss_goes_on_before_the_damage(start, resume, folder):
    """What was journaled after the damage is given up, noted, and kept aside."""
    journal = start()
    a_few_steps(journal)
    journal.close()
    segment = folder(journal) / "00000001.jsonl"
    damaged = segment.read_bytes().replace(b'"page":1', b'"page":7')
    segment.write_bytes(damaged)
    resumed = resume(journal, accept_loss=True)
    assert resumed.state.frames["0.0"].done == -1
    assert "loss accepted" in resumed.state.errors[0]["message"]
    assert (folder(journal) / "quarantine" / segment.name).read_bytes() == damaged
    resumed.close()
    assert read(folder(journal), UNKNOWN).state == resumed.state


def test_a_missing_record_is_damage_though_every_line_is_whole(start, resume, folder):
    journal = start()
    a_few_steps(journal)
    journal.close()
    segment = folder(journal) / "00000001.jsonl"
    lines = segment.read_bytes().splitlines(keepends=True)
    segment.write_bytes(b"".join(lines[:2] + lines[3:]))
    with pytest.raises(JournalError, match="record 3: record 4 is there instead"):
        resume(journal)


class TestSeveralSegments:
    @pytest.fixture(autouse=True)
    def short_segments(self, monkeypatch):
        monkeypatch.setattr(writer, "SEGMENT_RECORDS", 4)

    @pytest.fixture
    def journal(self, start):
        journal = start()
        journal.stage_started(0)
        journal.action_started("0.0", "FetchCustomers")
        for step in range(12):
            journal.step_done("0.0", step, step_type="let", variables={"n": step})
        journal.close()
        return journal

    def test_a_resume_reads_the_last_snapshot_and_what_follows(self, journal, folder):
        """Older segments may be gone; two snapshots are kept."""
        place = folder(journal)
        assert sorted(p.name for p in place.glob("snap-*")) == [
            "snap-00000002.json",
            "snap-00000003.json",
        ]
        (place / "00000001.jsonl").unlink()
        (place / "00000002.jsonl").unlink()
        assert read(place, UNKNOWN).state == journal.state

    def test_a_changed_bit_in_a_snapshot_is_refused_and_costs_nothing_when_accepted(
        self, journal, resume, folder
    ):
        """The segments still hold everything the snapshot held."""
        path = folder(journal) / "snap-00000003.json"
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        with pytest.raises(JournalError, match=r"snap-00000003\.json, byte 0"):
            resume(journal)
        resumed = resume(journal, accept_loss=True)
        assert resumed.state.frames["0.0"].done == 11

    def test_a_missing_segment_is_refused(self, journal, resume, folder):
        for path in folder(journal).glob("snap-*"):
            path.unlink()
        (folder(journal) / "00000002.jsonl").unlink()
        with pytest.raises(JournalError, match=r"00000002\.jsonl.*the file is missing"):
            resume(journal)

    def test_damage_in_the_middle_ends_the_journal_there(self, journal, resume, folder):
        place = folder(journal)
        for path in place.glob("snap-*"):
            path.unlink()
        segment = place / "00000002.jsonl"
        segment.write_bytes(segment.read_bytes().replace(b'"n":2', b'"n":9'))
        resumed = resume(journal, accept_loss=True)
        assert resumed.state.frames["0.0"].variables == {"n": 1}
        assert (place / "quarantine" / "00000003.jsonl").exists()

    @pytest.mark.parametrize("content", [b"", b"\x00" * 64, b"0000"])
    def test_a_last_segment_of_rubbish_is_a_torn_tail(self, journal, resume, folder, content):
        """A machine that loses power may leave a file without its bytes."""
        (folder(journal) / "00000005.jsonl").write_bytes(content)
        resumed = resume(journal)
        assert resumed.state.frames["0.0"].done == 11

    def test_a_crash_between_snapshot_and_next_segment_loses_nothing(self, journal, resume, folder):
        state = read(folder(journal), UNKNOWN).state
        (folder(journal) / "snap-00000004.json").write_bytes(snapshot.render(state))
        resumed = resume(journal)
        assert resumed.state.frames["0.0"].done == 11


def test_a_journal_of_a_newer_format_is_left_to_that_version(start, resume, folder, monkeypatch):
    monkeypatch.setattr("reqon.journal.opening.FORMAT", 2)
    journal = start()
    with pytest.raises(JournalError, match="newer version"):
        resume(journal)


def test_records_of_unknown_types_change_nothing(start, folder):
    """A later version may add types; this one passes over them."""
    journal = start()
    journal._log.append("weather", {"sky": "blue"})
    journal.step_done("0.0", 0, step_type="let", variables={"x": 1})
    journal.close()
    assert read(folder(journal), UNKNOWN).state == journal.state
