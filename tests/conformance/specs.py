"""Read the literate specifications of this folder.

A specification is a Markdown file. Every second-level heading begins a case; its fenced blocks
are, by their info string: `vague` the program, `errors` the syntax errors it must have, one
`line:column code message` per line. Prose around them is for people. A second word after
`vague` names the frame the program stands in (see `frames.py`); without one it is a whole file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One case: where it stands, its blocks by info string, and the frame of its program."""

    file: str
    title: str
    blocks: dict[str, str]
    frame: str = "file"

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
            fences = list(_FENCE.finditer(text, heading.end(), end))
            if fences:
                blocks = {fence[1]: fence[3] for fence in fences}
                frame = next((fence[2] for fence in fences if fence[2]), "file")
                found.append(Case(name, heading[1], blocks, frame))
    return found


def construct_cases() -> list[Case]:
    """Return the cases of every file of `constructs/`, in the order of their names."""
    return cases(*sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob("constructs/*.md")))
