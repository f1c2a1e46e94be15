"""Navigation at every word of real missions, whole and damaged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.features.projects import project_of
from reqon_language.edits import apply_edits
from reqon_language.features.call_hierarchy import call_item_at, incoming, outgoing
from reqon_language.features.code_actions import edits_of, refactorings
from reqon_language.features.definition import definition
from reqon_language.features.implementation import implementation
from reqon_language.features.navigation import FieldTarget, NameTarget
from reqon_language.features.references import references
from reqon_language.features.rename import Renamed, rename
from reqon_language.features.type_definition import type_definition
from reqon_language.rules.checking import report_in
from reqon_language.syntax.ast import Span

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").rglob("*.vague"))
EVERY_EXAMPLE = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
TEXTS = [path.read_text(encoding="utf-8") for path in EXAMPLES]


def findings(text: str) -> list[str]:
    return sorted(one.code for one in report_in(project_of({"a": text}), "a").diagnostics)


@EVERY_EXAMPLE
def test_a_name_and_its_references_agree(path: Path) -> None:
    """Every reference leads to the declaration, from which the same references are found."""
    text = path.read_text(encoding="utf-8")
    project = project_of({"a": text})
    for word in re.finditer(r"[A-Za-z_]\w*", text):
        found = definition(project, "a", word.start())
        targets = found.targets if found is not None else ()
        for target in targets if len(targets) == 1 else ():
            if not isinstance(target, NameTarget | FieldTarget):
                continue
            places = references(project, "a", word.start(), declared=True)["a"]
            assert found is not None
            assert found.origin in [place.span for place in places]
            assert places == references(project, "a", target.span.start, declared=True)["a"]


@EVERY_EXAMPLE
def test_renaming_changes_no_finding_and_renaming_back_gives_the_text_back(path: Path) -> None:
    """Whatever an example declares; a `{ name }` that was written out stays so."""
    text = path.read_text(encoding="utf-8")
    project = project_of({"a": text})
    before = findings(text)
    seen: set[Span] = set()
    for word in re.finditer(r"[A-Za-z_]\w*", text):
        found = definition(project, "a", word.start())
        if found is None or len(found.targets) != 1:
            continue
        (target,) = found.targets
        if not isinstance(target, NameTarget | FieldTarget) or target.span in seen:
            continue
        seen.add(target.span)
        renamed = rename(project, "a", word.start(), "renamed_here")
        assert isinstance(renamed, Renamed), renamed
        after = apply_edits(text, renamed.edits["a"])
        if isinstance(target, NameTarget):
            # Fields of answers of no known type are read by names nobody can follow.
            assert findings(after) == before, word[0]
        back = rename(project_of({"a": after}), "a", after.index("renamed_here"), word[0])
        assert isinstance(back, Renamed), back
        restored = apply_edits(after, back.edits["a"])
        assert re.sub(r"\b(\w+): \1\b", r"\1", restored) == re.sub(r"\b(\w+): \1\b", r"\1", text)


@given(st.sampled_from(TEXTS), st.data())
@settings(max_examples=60, deadline=None)
def test_damaged_text_has_answers_and_no_crash(text: str, data: st.DataObject) -> None:
    """Cut anywhere, asked anywhere, for everything."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    damaged = text[:start] + data.draw(st.sampled_from(["", "{", "}", '"', "."])) + text[end:]
    project = project_of({"a": damaged})
    at = min(data.draw(st.integers(max(0, start - 60), start + 60)), len(damaged))
    definition(project, "a", at)
    references(project, "a", at, declared=True)
    type_definition(project, "a", at)
    implementation(project, "a", at)
    rename(project, "a", at, "renamed_here")
    item = call_item_at(project, "a", at)
    if item is not None:
        incoming(project, item)
        outgoing(project, item)
    for offer in refactorings(project, "a", Span(at, min(at + 20, len(damaged)))):
        apply_edits(damaged, edits_of(project, "a", offer))
