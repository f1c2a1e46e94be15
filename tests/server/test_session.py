"""The session's text is the editor's text, whatever is typed, in every encoding."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqon_language.syntax import parse
from reqon_language.text import Encoding, LineIndex, Position
from reqon_server.session import Edit, Session

URI = "file:///a.vague"
CODECS: dict[Encoding, tuple[str, int]] = {
    "utf-8": ("utf-8", 1),
    "utf-16": ("utf-16-le", 2),
    "utf-32": ("utf-32-le", 4),
}
# Everything that some line splitter, somewhere, takes for a line end, and wide characters.
ALPHABET = "ab {}\n\r\t\f\v\x1c\x85\u2028\u2029é𝄞👩"
TEXTS = st.text(ALPHABET, max_size=30)
EDITS = st.lists(st.tuples(*[st.integers(0, 12)] * 4, TEXTS), max_size=6)


class Client:
    """A client's buffer, kept as the code units the client counts in."""

    def __init__(self, text: str, encoding: Encoding) -> None:
        self.codec, self.width = CODECS[encoding]
        self.text = text

    def lines(self) -> list[tuple[int, int]]:
        """Return start and end of each line, without its end, in characters."""
        ends = [(match.start(), match.end()) for match in re.finditer("\r\n|\n|\r", self.text)]
        starts = [0, *(end for _, end in ends)]
        return list(zip(starts, [*(start for start, _ in ends), len(self.text)], strict=True))

    def place(self, line: int, character: int) -> tuple[int, Position]:
        """Return an offset on a line and its position; both stay inside the text."""
        lines = self.lines()
        line = min(line, len(lines) - 1)
        start, end = lines[line]
        offset = min(start + character, end)
        units = len(self.text[start:offset].encode(self.codec)) // self.width
        return offset, Position(line, units)


@given(text=TEXTS, batches=st.lists(EDITS, max_size=4), encoding=st.sampled_from(sorted(CODECS)))
@settings(max_examples=200, deadline=None)
def test_any_edits_give_the_text_the_editor_has(
    text: str, batches: list[list[Any]], encoding: Encoding
) -> None:
    """One notification may hold many edits, each counted in the text the last one left."""
    session, client = Session(encoding), Client(text, encoding)
    session.open(URI, 0, text)
    for version, batch in enumerate(batches, 1):
        edits = []
        for line, column, end_line, end_column, new in batch:
            (start, from_), (end, to) = sorted(
                (client.place(line, column), client.place(end_line, end_column)),
                key=lambda place: place[0],
            )
            client.text = client.text[:start] + new + client.text[end:]
            edits.append(Edit(new, from_, to))
        session.change(URI, version, edits)
    document = session.get(URI)
    assert document is not None
    assert document.text == client.text


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("ab", Edit("!", Position(0, 99), Position(0, 99)), "ab!"),
        ("ab\r\ncd", Edit("!", Position(0, 99), Position(0, 99)), "ab!\r\ncd"),
        ("ab\n", Edit("!", Position(7, 3), Position(9, 0)), "ab\n!"),
        ("a𝄞b", Edit("!", Position(0, 2), Position(0, 3)), "a!b"),
        ("abc", Edit("!", Position(0, 2), Position(0, 1)), "a!c"),
        ("abc", Edit("new"), "new"),
    ],
    ids=["behind the line", "before CRLF", "behind the text", "inside a pair", "reversed", "whole"],
)
def test_places_outside_the_text_mean_the_nearest_end(text: str, edit: Edit, expected: str) -> None:
    """Off by one at the end of the last line is the classic; half a surrogate pair another."""
    session = Session("utf-16")
    session.open(URI, 1, text)
    document = session.change(URI, 2, [edit])
    assert document is not None
    assert document.text == expected


@pytest.mark.parametrize("separator", ["\f", "\v", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_line_feeds_and_carriage_returns_end_lines(separator: str) -> None:
    """Line 1 is the second line even if the first holds what `splitlines` would split at."""
    session = Session("utf-16")
    session.open(URI, 1, f"a{separator}b\nc")
    document = session.change(URI, 2, [Edit("!", Position(1, 1), Position(1, 1))])
    assert document is not None
    assert document.text == f"a{separator}b\nc!"


def test_edits_from_the_last_line_to_the_first_need_the_lines_counted_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Counting them for each of a thousand cursors would keep the reader waiting."""
    counted = []

    class Counting(LineIndex):
        def __init__(self, text: str) -> None:
            counted.append(len(text))
            super().__init__(text)

    session = Session()
    session.open(URI, 1, "store a -> b\n" * 1000)
    monkeypatch.setattr("reqon_server.session.LineIndex", Counting)
    cursors = [Position(line, 0) for line in reversed(range(1000))]
    document = session.change(URI, 2, [Edit("x", place, place) for place in cursors])
    assert document is not None
    assert document.text == "xstore a -> b\n" * 1000
    assert len(counted) == 1


def test_what_is_not_open_is_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    """Edits, saves and closes of unknown documents are logged, not raised."""
    caplog.set_level("INFO")
    session = Session()
    assert session.get(URI) is None
    assert session.change(URI, 2, [Edit("x")]) is None
    assert session.save(URI, "x") is None
    assert session.close(URI) is None
    assert f"{URI} is not open" in caplog.text


def test_a_snapshot_never_changes() -> None:
    """An analysis that runs while the user types must not see half of two texts."""
    session = Session()
    before = session.open(URI, 1, "mission A {}")
    after = session.change(URI, 2, [Edit("mission B {}")])
    assert after is not None
    assert after is session.get(URI)
    assert (before.text, before.version) == ("mission A {}", 1)
    assert (after.text, after.version) == ("mission B {}", 2)


def test_the_saved_text_wins_over_the_text_of_the_edits() -> None:
    """A client whose edits went astray is put right by the next save."""
    session = Session()
    document = session.open(URI, 4, "a")
    assert session.save(URI, "a") is None
    assert session.get(URI) is document
    saved = session.save(URI, "b")
    assert saved is not None
    assert (saved.text, saved.version) == ("b", 4)


def test_typing_reparses_only_what_it_touches() -> None:
    """A later version is made of the tree of an earlier one, over versions nobody asked about."""
    text = "action First {\n  skip\n}\n\naction Second {\n  skip\n}\n"
    session = Session("utf-32")
    opened = session.open(URI, 1, text)
    first, second = opened.tree.program.items
    where = Position(5, 2)
    session.change(URI, 2, [Edit("let x = 1\n  ", where, where)])
    changed = session.change(URI, 3, [Edit("y", Position(5, 6), Position(5, 7))])
    assert changed is not None
    assert changed.tree.program == parse(changed.text).program
    assert changed.tree.program.items[0].node is first.node
    assert changed.tree.program.items[1].node is not second.node
    assert changed.origin is None
