"""Find references: every place of a project that names what the name under the cursor means."""

from __future__ import annotations

from reqon_language.features.named import Occurrence, named_at, occurrences
from reqon_language.features.navigation import Meant, WordTarget, meant_at, places_of
from reqon_language.model import Project


def references(
    project: Project, path: str, offset: int, *, declared: bool
) -> dict[str, list[Occurrence]]:
    """Return the places by file, in the order of the text; none where no name stands.

    With `declared` the declaration is among them. Built-in functions are found in the whole
    project; `response` and its like mean something else in every action, so in theirs alone.
    """
    meant = meant_at(project, path, offset)
    return places_meant(project, path, offset, meant, declared=declared) if meant else {}


def places_meant(
    project: Project,
    path: str,
    offset: int,
    meant: Meant,
    *,
    declared: bool,
    within: str | None = None,
) -> dict[str, list[Occurrence]]:
    """Return the places that name what is `meant` at `offset`; see `references`.

    With `within` only one file is looked through.
    """
    found: dict[str, list[Occurrence]] = {}
    for target in meant.targets:
        if isinstance(target, WordTarget):
            return _of_word(project, path, offset, target, within)
        places = places_of(project, target, declared=declared, within=within)
        for other, ones in places.items():
            found[other] = [*dict.fromkeys([*found.get(other, ()), *ones])]
    return {other: sorted(places, key=_start) for other, places in found.items()}


def _of_word(
    project: Project, path: str, offset: int, target: WordTarget, within: str | None
) -> dict[str, list[Occurrence]]:
    if target.kind == "function":
        found = {
            other: [
                Occurrence(one.span, "read")
                for one in project.model(other).references_named(target.name)
                if one.kind == "function"
            ]
            for other in (project.files if within is None else (within,))
            if ("function", target.name) in project.files[other].used
        }
        return {other: places for other, places in found.items() if places}
    model = project.model(path)
    named = named_at(model, offset)
    return {path: list(occurrences(model, named))} if named is not None else {}


def _start(place: Occurrence) -> int:
    return place.span.start
