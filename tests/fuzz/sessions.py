"""A session: one text, edited at random, every law held after every edit."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from fuzz.answers import assert_answers_at, assert_answers_for_a_file, assert_fixes
from fuzz.edits import Edit, long_line, random_edit
from fuzz.laws import (
    Version,
    assert_completes,
    assert_formats,
    assert_incremental_is_full,
    assert_sound,
    edited,
    opened,
)
from fuzz.minimise import shrink
from fuzz.texts import beginning

T = TypeVar("T")

EDITS = 40
"""How many edits a session makes."""
LIMIT = 6_000
"""A text that has grown beyond this many characters ends its session; pasting makes them grow."""
MEGABYTE = 1_000_000
PATIENCE = 120
"""Seconds of processor time after which an edit is taken to go on for ever."""


@dataclass(frozen=True)
class BrokenLawError(Exception):
    """A broken law, with the smallest input found for it."""

    reason: str
    shown: str

    def __str__(self) -> str:
        return f"{self.reason}\n{self.shown}"


def run(seed: int, number: int) -> Iterator[None]:
    """Run a session of a seed, yielding after each edit; a broken law is a `BrokenLawError`."""
    random = Random(f"{seed}:{number}")
    text = beginning(random)
    version = _try(lambda: opened(text), lambda: _of_text(text, opened))
    for _ in range(EDITS):
        change = random_edit(random, version.text)
        if number % 1_000 == 999:
            change = long_line(random, version.text[:LIMIT], MEGABYTE)
        version = step(version, change)
        if random.random() < 0.1:
            hold(version.text, assert_formats)
        if random.random() < 0.1:
            _hold_answers(version.text, change.start + len(change.put))
        yield
        if len(version.text) > LIMIT:
            return


def step(before: Version, change: Edit) -> Version:
    """Return the version after an edit, every law about edits held."""

    def attempt() -> Version:
        return _lawful(before, change)

    return _try(attempt, lambda: _of_edit(before, change))


def hold(text: str, law: Callable[[str], object]) -> None:
    """Hold a law about a text."""
    _try(lambda: law(text), lambda: _of_text(text, law))


def _hold_answers(text: str, offset: int) -> None:
    """Hold the laws of answers: about the file, about where it was edited, and of its fixes."""
    hold(text, assert_answers_for_a_file)
    hold(text, lambda text: assert_answers_at(text, min(offset, len(text))))
    hold(text, assert_fixes)


def _lawful(before: Version, change: Edit) -> Version:
    after = edited(before, change)
    assert_sound(after)
    assert_incremental_is_full(after)
    assert_completes(after, change.start + len(change.put))
    return after


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise TimeoutError after so much processor time: what never ends is a failure, too."""

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"not done after {seconds:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _try(attempt: Callable[[], T], explain: Callable[[], str]) -> T:
    try:
        with _limited(PATIENCE):
            return attempt()
    except Exception as error:
        raise BrokenLawError(_reason(error), explain()) from error


def _reason(error: Exception) -> str:
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else ''}"


def _of_edit(before: Version, change: Edit) -> str:
    """Show a failing edit: of the text alone if that suffices, and as small as possible."""
    left, taken = before.text[: change.start], before.text[change.start : change.end]
    parts = (left, taken, before.text[change.end :], change.put)

    def fails(parts: Sequence[str]) -> bool:
        left, taken, right, put = parts
        try:
            with _limited(PATIENCE / 40):
                _lawful(opened(left + taken + right), Edit(len(left), len(left) + len(taken), put))
        except Exception:  # noqa: BLE001  any failure will do
            return True
        return False

    if not fails(parts):
        return f"only after earlier edits, {change!r} of\n{before.text!r}"
    left, taken, right, put = shrink(parts, fails)
    return f"{Edit(len(left), len(left) + len(taken), put)!r} of\n{left + taken + right!r}"


def _of_text(text: str, law: Callable[[str], object]) -> str:
    def fails(parts: Sequence[str]) -> bool:
        try:
            with _limited(PATIENCE / 40):
                law(parts[0])
        except Exception:  # noqa: BLE001  any failure will do
            return True
        return False

    return f"the text\n{shrink([text], fails)[0]!r}"
