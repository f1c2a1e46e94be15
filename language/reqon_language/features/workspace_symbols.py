"""Find declarations of a project by a few letters of their name."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reqon_language.model import Declaration, FileModel
from reqon_language.model.summary import declared

LIMIT: Final = 200
"""More than this nobody looks through; the best are chosen before the rest is dropped."""

_ORDER: Final = {
    "mission": 0, "action": 1, "source": 2, "store": 3, "schema": 4, "transform": 5,
    "dataset": 6, "context": 7, "contract": 8, "distribution": 9,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundSymbol:
    """A declaration of the file at `path`; `container` is the mission around it, "" for none."""

    path: str
    declaration: Declaration
    container: str


def workspace_symbols(
    models: Mapping[str, FileModel], query: str, limit: int = LIMIT
) -> list[FoundSymbol]:
    """Return the declarations whose names hold the letters of `query` in order, best first.

    Blanks are ignored and capitals only matter between names that fit equally well.
    """
    letters = "".join(query.split())
    holds = re.compile(".*?".join(map(re.escape, letters)), re.IGNORECASE).search
    # Workspaces repeat their names from file to file.
    scores: dict[str, int | None] = {}
    ranked = []
    for number, (path, offset, declaration, container) in enumerate(_all(models)):
        name = declaration.name
        if name not in scores:
            scores[name] = fuzzy(name, letters) if holds(name) else None
        score = scores[name]
        if score is not None:
            key = (-score, _ORDER.get(declaration.kind, 10), name, number)
            ranked.append((key, path, offset, declaration, container))
    return [
        FoundSymbol(path, declaration.shift(offset), container)
        for _, path, offset, declaration, container in heapq.nsmallest(limit, ranked)
    ]


def _all(models: Mapping[str, FileModel]) -> Iterator[tuple[str, int, Declaration, str]]:
    """Yield every declaration with its file, what its places count from, and its mission.

    Sections hold theirs from version to version, so nothing is gathered for a query.
    """
    for path, model in models.items():
        for placed in model.sections:
            mission = placed.node.mission
            container = mission.name.text if mission is not None else ""
            for declaration in declared(mission, 0, None) if mission is not None else ():
                yield path, placed.offset, declaration, ""
            for declaration in placed.node.declarations:
                yield path, placed.offset, declaration, container


def fuzzy(name: str, letters: str) -> int | None:
    """Return how well a name fits, higher is better; None where a letter is not in it.

    The whole name is best, then its beginning; a letter that begins a word counts more than one
    in the middle, and one that follows the letter before it more than one after a gap.
    """
    if not letters:
        return 0
    lower, wanted = name.lower(), letters.lower()
    if lower == wanted:
        return 1_000 + (name == letters)
    if lower.startswith(wanted):
        return 800 - len(name) + name.startswith(letters)
    best = None
    for start in (index for index, letter in enumerate(lower) if letter == wanted[0]):
        score = _from(name, lower, wanted, start)
        if score is not None and (best is None or score > best):
            best = score
    return best


def _from(name: str, lower: str, wanted: str, start: int) -> int | None:
    score, at = 0, start
    previous = start - 1
    for letter in wanted:
        found = _next(name, lower, letter, at)
        if found < 0:
            return None
        score += 20 if _begins_word(name, found) else 5
        score += 10 if found == previous + 1 else -min(found - previous, 5)
        previous, at = found, found + 1
    return score - len(name) // 4


def _next(name: str, lower: str, letter: str, at: int) -> int:
    """Return where a letter is met next: at once, else where it begins a word, else anywhere."""
    near = lower.find(letter, at)
    if near in (-1, at):
        return near
    place = near
    while place >= 0:
        if _begins_word(name, place):
            return place
        place = lower.find(letter, place + 1)
    return near


def _begins_word(name: str, at: int) -> bool:
    if at == 0 or name[at - 1] in "_-.":
        return True
    return name[at].isupper() and not name[at - 1].isupper()
