"""Random edits as people and editors make them: typing, deleting, pasting, and damage."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from fuzz.texts import BREAKS, piece, programs, soup

_MARGIN = re.compile(r"^ {0,2}(?! )", re.MULTILINE)
_NAMES = re.compile(r"(?:\b(?:source|store|schema|transform|action|let|as)\s+|:\s*)([A-Za-z]\w*)")
"""What is declared, and behind a colon the adapters of stores, the types of fields and values."""
_DECLARED = (
    "act", "action X {", "action X {}\n", "action X {\n    skip\n  }\n", 'store x: memory("x")\n',
    "store x", "run A then", "schema S { id: int }\n", "schema S {\n", "transform T: A -> B {",
    'source A { base: "http://x" }\n', "mission Z {\n", 'import { A } from "b"\n', "refine {\n}",
    "checkpoint afterStep\n", "for x in xs:", "for x in xs {", "catch {", "then {", "// more\n",
    "/*", "*/", '"', "'", "{", "}", "(", "=", ",", "\n", "  ",
)  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """`[start, end)` of a text, in code points, is replaced by `put`."""

    start: int
    end: int
    put: str

    def of(self, text: str) -> str:
        """Return the text after the edit."""
        return text[: self.start] + self.put + text[self.end :]


def random_edit(random: Random, text: str) -> Edit:
    """Return one edit of `text`."""
    kinds = [
        _insert,
        _insert,
        _insert,
        _delete,
        _delete,
        _replace,
        _damage,
        _line,
        _paste,
        _break,
        _declare,
        _rename,
    ]
    if random.random() < 0.005:
        return _nest(random, text)
    return random.choice(kinds)(random, text)


def long_line(random: Random, text: str, length: int) -> Edit:
    """Return an edit that puts in one line of `length` characters."""
    unit = random.choice(["a ", "x+", "{", "(", '"', "😀", "// ", "1,", "[1],", "a.b(", "/* "])
    at = random.randrange(len(text) + 1)
    return Edit(at, at, unit * (length // len(unit)))


def _place(random: Random, text: str) -> int:
    """Return a place, more often than not where something begins or ends."""
    at = random.randrange(len(text) + 1)
    if random.random() < 0.4:
        for offset in range(at, min(at + 40, len(text))):
            if text[offset] in "{}()[]\"'\n,:":
                return offset + random.randrange(2)
    return at


def _insert(random: Random, text: str) -> Edit:
    at = _place(random, text)
    return Edit(at, at, piece(random))


def _delete(random: Random, text: str) -> Edit:
    start = _place(random, text)
    return Edit(start, min(len(text), start + random.choice([1, 1, 1, 2, 3, 8, 40, 200])), "")


def _replace(random: Random, text: str) -> Edit:
    start = _place(random, text)
    return Edit(start, min(len(text), start + random.choice([1, 2, 5, 20])), piece(random))


def _damage(random: Random, text: str) -> Edit:
    """Take out, double or exchange a bracket or quote."""
    places = [at for at, character in enumerate(text) if character in "{}()[]\"'"]
    if not places:
        return _insert(random, text)
    at = random.choice(places)
    return Edit(at, at + 1, random.choice(["", text[at] * 2, "{", "}", "(", ")", "[", "]", '"']))


def _line(random: Random, text: str) -> Edit:
    """Delete, double, move in or out, or comment a line."""
    at = random.randrange(len(text) + 1)
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at) + 1 or len(text)
    line = text[start:end]
    how: list[Callable[[], str]] = [
        lambda: "", lambda: line * 2, lambda: "  " + line, line.lstrip, lambda: "// " + line,
        lambda: line.rstrip("\r\n"), lambda: line.replace("\n", random.choice(BREAKS)),
    ]  # fmt: skip
    return Edit(start, end, random.choice(how)())


def _paste(random: Random, text: str) -> Edit:
    """Put a part of a program, or random words, in place of a part of the text."""
    start = _place(random, text)
    end = min(len(text), start + random.choice([0, 0, 0, 30, 300]))
    if random.random() < 0.2:
        return Edit(start, end, soup(random, random.randrange(1, 20)))
    other = random.choice(programs())
    lines = other.splitlines(keepends=True)
    first = random.randrange(len(lines) or 1)
    return Edit(start, end, "".join(lines[first : first + random.choice([1, 1, 2, 5, 12])]))


def _declare(random: Random, text: str) -> Edit:
    """Put something between declarations, or take something away there, as one begins a new one."""
    margins = [match.end() for match in _MARGIN.finditer(text)]
    if not margins:
        return _insert(random, text)
    at = random.choice(margins)
    if random.random() < 0.3:
        return Edit(at, min(len(text), at + random.choice([1, 1, 5, 20])), "")
    return Edit(at, at, random.choice(_DECLARED))


def _rename(random: Random, text: str) -> Edit:
    """Give a declaration, a type or an adapter another name, one that the text has or a new one."""
    places = [*_NAMES.finditer(text)]
    if not places:
        return _insert(random, text)
    name = random.choice(places)
    other = random.choice(places)[1]
    new = random.choice([other, name[1] + "2", name[1][:-1], name[1].upper(), "sql", "string"])
    return Edit(name.start(1), name.end(1), new)


def _nest(random: Random, text: str) -> Edit:
    """Put in brackets within brackets, closed or not, about as deep as is read at all."""
    at, depth = _place(random, text), random.choice([20, 60, 95, 105, 300, 490, 510, 700])
    opening, closing = random.choice(["()", "[]", "{}", ("if x {", "}"), ("a(", ")"), ("-", "")])
    return Edit(at, at, opening * depth + random.choice(["", "1", "1" + closing * depth]))


def _break(random: Random, text: str) -> Edit:
    """Exchange a line break for another kind of one."""
    places = [at for at, character in enumerate(text) if character == "\n"]
    if not places:
        return _insert(random, text)
    at = random.choice(places)
    return Edit(at, at + 1, random.choice([*BREAKS, " ", ""]))
