"""Pinned sources: what a mission was made of when it began."""

from __future__ import annotations

import pytest

from reqon.errors import ConfigurationError, JournalError
from reqon.journal import bundle

FILES = {"mission.vague": b"mission M {}", "actions/fetch.vague": b"action Fetch {}"}


def test_a_bundle_gives_back_its_files_and_depends_on_nothing_else(state_dir):
    """The same files have one bundle, whatever their order."""
    key = bundle.pin(state_dir, FILES)
    assert bundle.pin(state_dir, dict(reversed(FILES.items()))) == key
    assert bundle.unpin(state_dir, key) == FILES
    assert [path.name for path in (state_dir / "execution" / "missions").iterdir()] == [key]


@pytest.mark.parametrize(
    "other",
    [
        {"mission.vague": b"mission M {} "},
        {"mission.vague": b"mission M {}"},
        {**FILES, "x.vague": b""},
        {"mission.vague": b"mission M {}", "actions/fetch.vagu": b"eaction Fetch {}"},
    ],
)
def test_any_difference_is_another_bundle(state_dir, other):
    assert bundle.pin(state_dir, FILES) != bundle.pin(state_dir, other)


def test_a_changed_bundle_is_not_believed(state_dir):
    key = bundle.pin(state_dir, FILES)
    path = state_dir / "execution" / "missions" / key / "mission.vague"
    path.write_bytes(b"mission M { run X }")
    with pytest.raises(JournalError, match="not what they were"):
        bundle.unpin(state_dir, key)


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "", "a/../../b", "a\0b"])
def test_a_file_outside_the_mission_is_refused(state_dir, name):
    with pytest.raises(ConfigurationError, match="outside the mission's folder"):
        bundle.pin(state_dir, {name: b""})
