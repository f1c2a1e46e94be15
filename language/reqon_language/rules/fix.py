"""A quick fix: a change of the text that mends a finding, as a value.

How they are made is in `fixes/`; nothing is computed while a file is checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reqon_language.edits import TextEdit, apply_edits
from reqon_language.tabstops import Stop, blanks

Safety: TypeAlias = Literal["safe", "unsafe"]
"""A safe fix keeps what the program means, or is all that can have been meant: it may be made
unseen. An unsafe one is a proposal, for somebody to look at."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends a finding of the rule `code`. `title` says what it does.

    `blanks` are the words it puts in that only the author knows better, in their order.
    """

    title: str
    edits: tuple[TextEdit, ...]
    safety: Safety
    code: str
    blanks: tuple[str, ...] = ()

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Where its blanks stand in the text it leaves."""
        return blanks(self.edits, self.blanks)


def compatible(fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    """Return the fixes that can be made together: one that touches an earlier one is left out."""
    chosen: list[Fix] = []
    taken: list[TextEdit] = []
    for fix in fixes:
        if not any(edit.touches(other) for edit in fix.edits for other in taken):
            chosen.append(fix)
            taken += fix.edits
    return tuple(chosen)


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """Return `text` with all the fixes made; they must be `compatible`."""
    return apply_edits(text, (edit for fix in fixes for edit in fix.edits))
