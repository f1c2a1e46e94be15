"""Any text, edited in any way, keeps every law; `make fuzz` goes on for longer."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from fuzz.edits import Edit, long_line, random_edit
from fuzz.laws import Version, assert_formats, opened
from fuzz.sessions import LIMIT, step
from fuzz.texts import beginning

randoms = st.integers(0, 2**32).map(Random)
TYPED = ["store response -> items { key: .id }", '"/x/{a}"', "// é😀\r\n", "/* c */"]


class EditSession(RuleBasedStateMachine):
    """One file in an editor: every rule is an edit, after which everything is as if made anew."""

    version: Version
    earlier: str

    @initialize(random=randoms)
    def open_a_file(self, random: Random) -> None:
        """A program, a broken one, or words at random."""
        self.version = opened(beginning(random)[:LIMIT])
        self.earlier = self.version.text

    @rule(random=randoms)
    def edit(self, random: Random) -> None:
        """Insert, delete, paste, damage a bracket, exchange a line end."""
        self.earlier = self.version.text
        self._make(random_edit(random, self.version.text))

    @rule(where=st.floats(0, 1), word=st.sampled_from(TYPED))
    def type_it(self, where: float, word: str) -> None:
        """Type some words, one character after the other."""
        at = int(where * len(self.version.text))
        for character in word:
            self._make(Edit(at, at, character))
            at += 1

    @rule()
    def undo(self) -> None:
        """Go back to the text before the latest edit, all of it at once."""
        text = self.version.text
        self._make(Edit(0, len(text), self.earlier))

    @rule(random=randoms)
    def put_in_a_long_line(self, random: Random) -> None:
        """One that is longer than everything else."""
        change = long_line(random, self.version.text, 3_000)
        self._make(change)
        self._make(Edit(change.start, change.start + len(change.put), ""))

    @rule()
    def format_it(self) -> None:
        """The text can be formatted in the state it is in."""
        assert_formats(self.version.text)

    def _make(self, change: Edit) -> None:
        self.version = step(self.version, change)


TestEditSession = EditSession.TestCase
TestEditSession.settings = settings(
    max_examples=20,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
