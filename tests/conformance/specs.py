"""Read the literate specifications of this folder.

A specification is a Markdown file. Every second-level heading begins a case; its fenced blocks
are, by their info string: `vague` the program, `errors` the syntax errors it must have, one
`line:column code message` per line. Prose around them is for people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One case: where it stands, and its blocks by info string."""

    file: str
    title: str
    blocks: dict[str, str]

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


def cases(*names: str) -> list[Case]:
    """Return the cases of the named files, in reading order."""
    found: list[Case] = []
    for name in names:
        text = (FOLDER / name).read_text(encoding="utf-8")
        headings = list(_HEADING.finditer(text))
        ends = [heading.start() for heading in headings[1:]] + [len(text)]
        for heading, end in zip(headings, ends, strict=True):
            blocks = {fence[1]: fence[2] for fence in _FENCE.finditer(text[heading.end() : end])}
            if blocks:
                found.append(Case(name, heading[1], blocks))
    return found
