"""What must hold of navigation in any project: that it goes there and back, everywhere alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.features.projects import project_of
from language.features.random_projects import NAMES, projects
from reqon_language.edits import apply_edits
from reqon_language.features.document_highlights import document_highlights
from reqon_language.features.navigation import FieldTarget, NameTarget, Target, meant_at
from reqon_language.features.references import references
from reqon_language.features.rename import Renamed, rename
from reqon_language.model import Project
from reqon_language.rules.checking import report_in

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").rglob("*.vague"))
EVERY_EXAMPLE = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
NEW = "renamed_here"


def words(texts: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield every place where a word begins."""
    for path, text in texts.items():
        yield from ((path, word.start()) for word in re.finditer(r"[A-Za-z_]\w*", text))


def target_at(project: Project, path: str, offset: int) -> Target | None:
    """Return what is meant at a place, None where nothing is or several things may be."""
    meant = meant_at(project, path, offset)
    return meant.targets[0] if meant is not None and len(meant.targets) == 1 else None


def findings(project: Project) -> dict[str, list[str]]:
    """Return the codes of what the rules find in each file."""
    return {
        path: sorted(one.code for one in report_in(project, path).diagnostics)
        for path in project.files
    }


def check_references(project: Project, path: str, offset: int) -> None:
    """From every place of a set of references the same set is found, or all that it may mean."""
    target = target_at(project, path, offset)
    if not isinstance(target, NameTarget | FieldTarget):
        return
    found = references(project, path, offset, declared=True)
    for other, places in found.items():
        for place in places:
            meant = meant_at(project, other, place.span.end)
            again = references(project, other, place.span.end, declared=True)
            if meant is not None and meant.targets == (target,):
                assert again == found, (other, place)
            elif meant is not None and target in meant.targets:
                assert all({*ones} <= {*again[where]} for where, ones in found.items())
            else:
                text = project.files[other].tree.lines.text
                around = text[: place.span.start].rstrip()[-1] + text[place.span.end :].lstrip()[0]
                assert re.fullmatch(r"[{,][},]", around), "only `{ name }` names two things"


def check_highlights(project: Project, path: str, offset: int) -> None:
    """What is highlighted are the references of the file, with the same roles."""
    meant = meant_at(project, path, offset)
    shown = document_highlights(project, path, offset)
    found = references(project, path, offset, declared=True).get(path, [])
    if meant is not None and meant.targets and meant.name != "response":
        assert shown == found
    else:
        assert {*found} <= {*shown}


def restored(text: str) -> str:
    """Return a text with `{ name: name }` written as `{ name }`, which a rename may undo."""
    return re.sub(r"(?<!\.)\b(\w+): \1\b", r"\1", text)


def check_rename(texts: Mapping[str, str], path: str, offset: int) -> None:
    """A rename there and back is the identity, and all that was named before is named after."""
    project = project_of(texts)
    target = target_at(project, path, offset)
    if not isinstance(target, NameTarget | FieldTarget):
        return
    there = rename(project, path, offset, NEW)
    if not isinstance(there, Renamed):
        return
    before = references(project, path, offset, declared=True)
    old = texts[target.path][target.span.start : target.span.end]
    renamed = {one: apply_edits(text, there.edits.get(one, ())) for one, text in texts.items()}
    at = target.span.start
    for edit in there.edits[target.path]:
        if edit.span.end <= target.span.start:
            at += len(edit.text) - (edit.span.end - edit.span.start)
        elif edit.span == target.span:
            at += edit.text.index(NEW)
    after = project_of(renamed)
    assert renamed[target.path][at:].startswith(NEW)
    found = references(after, target.path, at, declared=True)
    assert {one: len(ones) for one, ones in found.items()} == {
        one: len(ones) for one, ones in before.items()
    }
    variable = isinstance(target, NameTarget) and target.declaration.kind == "variable"
    if isinstance(target, FieldTarget):
        assert findings(after) == findings(project)
    back = rename(after, target.path, at, old)
    if not isinstance(back, Renamed):
        # Two of one name may live beside each other, yet nobody may give one the other's name.
        assert variable, back
        return
    again = {one: apply_edits(text, back.edits.get(one, ())) for one, text in renamed.items()}
    assert {one: restored(text) for one, text in again.items()} == {
        one: restored(text) for one, text in texts.items()
    }


@EVERY_EXAMPLE
def test_highlights_are_the_references_of_the_file(path: Path) -> None:
    """At every word of every example."""
    texts = {"a": path.read_text(encoding="utf-8")}
    project = project_of(texts)
    for one, offset in words(texts):
        check_highlights(project, one, offset)


@EVERY_EXAMPLE
def test_references_are_the_same_from_each_of_their_places(path: Path) -> None:
    """At every name that an example declares."""
    texts = {"a": path.read_text(encoding="utf-8")}
    project = project_of(texts)
    for one, offset in words(texts):
        target = target_at(project, one, offset)
        if isinstance(target, NameTarget | FieldTarget) and target.span.start == offset:
            check_references(project, one, offset)


@given(projects(), st.sampled_from(NAMES), st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_the_laws_hold_in_any_project(texts: dict[str, str], name: str, which: int) -> None:
    """Files alone, files that import and mission folders, for any of their names."""
    places = [
        (path, found.start())
        for path, text in texts.items()
        for found in re.finditer(rf"\b{name}\b", text)
    ]
    if not places:
        return
    path, offset = places[which % len(places)]
    project = project_of(texts)
    check_references(project, path, offset)
    check_highlights(project, path, offset)
    check_rename(texts, path, offset)
