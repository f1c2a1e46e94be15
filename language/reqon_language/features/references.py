"""Find references: every place of a project that names what the name under the cursor means."""

from __future__ import annotations

from reqon_language.features.named import Occurrence, named_at, occurrences
from reqon_language.features.navigation import WordTarget, meant_at, places_of
from reqon_language.model import Project


def references(
    project: Project, path: str, offset: int, *, declared: bool
) -> dict[str, list[Occurrence]]:
    """Return the places by file, in the order of the text; none where no name stands.

    With `declared` the declaration is among them. Built-in functions are found in the whole
    project; `response` and its like mean something else in every action, so in theirs alone.
    """
    meant = meant_at(project, path, offset)
    if meant is None:
        return {}
    found: dict[str, list[Occurrence]] = {}
    for target in meant.targets:
        if isinstance(target, WordTarget):
            return _of_word(project, path, offset, target)
        for other, places in places_of(project, target, declared=declared).items():
            known = found.setdefault(other, [])
            known += [place for place in places if place not in known]
    return {other: sorted(places, key=_start) for other, places in found.items()}


def _of_word(
    project: Project, path: str, offset: int, target: WordTarget
) -> dict[str, list[Occurrence]]:
    if target.kind == "function":
        found = {
            other: [
                Occurrence(one.span, "read")
                for one in file.model.references_named(target.name)
                if one.kind == "function"
            ]
            for other, file in project.files.items()
        }
        return {other: places for other, places in found.items() if places}
    model = project.model(path)
    named = named_at(model, offset)
    return {path: list(occurrences(model, named))} if named is not None else {}


def _start(place: Occurrence) -> int:
    return place.span.start
