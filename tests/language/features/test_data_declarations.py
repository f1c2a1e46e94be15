"""Datasets, contexts, contracts and distributions are declarations like all others.

`$0` is the cursor, `«` and `»` enclose every place that names the same thing.
"""

from __future__ import annotations

import re

import pytest

from language.features.cursors import at
from language.features.projects import fixture, project_of
from reqon_language.edits import apply_edits
from reqon_language.features.completion import complete
from reqon_language.features.definition import definition
from reqon_language.features.document_highlights import document_highlights
from reqon_language.features.document_symbols import document_symbols
from reqon_language.features.folding import folds
from reqon_language.features.hover import hover
from reqon_language.features.navigation import NameTarget
from reqon_language.features.references import references
from reqon_language.features.rename import Refusal, Renamed, rename
from reqon_language.features.semantic_tokens import semantic_tokens
from reqon_language.features.workspace_symbols import workspace_symbols
from reqon_language.model import analyze
from reqon_language.syntax import parse

SHOP = """\
// A total is never negative.
contract Positive { invariant total >= 0 }

// Winter sells better.
context Season { demand: decimal in 0.5..1.5, affects price => price * demand }

// How old grown-ups are.
distribution Ages {
  18..25: 20%,
  26..40: 80%
}

schema Customer { age: int in 18..99 ~ Ages }
schema Order implements Positive with Season { id: string, price: number }

// A whole shop.
dataset Shop with Season {
  customers: 100 of Customer,
  gifts: 3 of Order with Season("winter") { id: "x" }
}
"""
NAMED = {
    "Ages": {"shop.vague": 2, "more.vague": 2},
    "Season": {"shop.vague": 4, "more.vague": 2},
    "Positive": {"shop.vague": 2, "more.vague": 2},
    "Shop": {"shop.vague": 1, "more.vague": 1},
}
"""How many places name each, in the file above and in one that imports it."""
MORE = """\
import { Shop, Ages, Season, Positive } from "./shop.vague"
schema Guest implements Positive with Season { age: int ~ Ages }
"""
TEXTS = {"shop.vague": SHOP, "more.vague": MORE}
KINDS = {"Shop": "dataset", "Ages": "distribution", "Season": "context", "Positive": "contract"}


def places(name: str) -> list[tuple[str, int]]:
    """Return every place of a name, in both files."""
    return [
        (path, found.start())
        for path, text in TEXTS.items()
        for found in re.finditer(rf"\b{name}\b", text)
    ]


@pytest.mark.parametrize("name", NAMED)
def test_every_place_leads_to_the_declaration(name: str) -> None:
    """From the file itself and through an import."""
    project = project_of(TEXTS)
    for path, offset in places(name):
        found = definition(project, path, offset + 1)
        assert found is not None
        [target] = found.targets
        assert isinstance(target, NameTarget)
        assert target.path == "shop.vague"
        declared = SHOP[target.extent.start : target.extent.end]
        assert declared.startswith(f"{KINDS[name]} {name}")


@pytest.mark.parametrize("name", NAMED)
def test_every_place_finds_all_others(name: str) -> None:
    """And highlights those of its own file."""
    project = project_of(TEXTS)
    for path, offset in places(name):
        found = references(project, path, offset + 1, declared=True)
        assert {other: len(spans) for other, spans in found.items()} == NAMED[name]
        assert len(document_highlights(project, path, offset + 1)) == NAMED[name][path]


@pytest.mark.parametrize("name", NAMED)
def test_a_rename_changes_every_place(name: str) -> None:
    """In the file that imports it, too."""
    project = project_of(TEXTS)
    for path, offset in places(name):
        made = rename(project, path, offset + 1, "Other")
        assert isinstance(made, Renamed)
        for other, text in TEXTS.items():
            wanted = re.sub(rf"\b{name}\b", "Other", text)
            assert apply_edits(text, made.edits.get(other, ())) == wanted


@pytest.mark.parametrize("new", ["age", "Season", "Customer "])
def test_a_distribution_is_not_renamed_to_what_would_mean_something_else(new: str) -> None:
    """A field beside the place that names it, or what is imported there."""
    found = rename(project_of(TEXTS), "shop.vague", SHOP.index("~ Ages") + 3, new)
    assert isinstance(found, Refusal)


@pytest.mark.parametrize(
    ("cursor", "wanted"),
    [
        ("~ Ag$0es", ["distribution Ages {\n  18..25: 20%", "How old grown-ups are."]),
        ("with Sea$0son {", ["context Season { demand", "Winter sells better."]),
        ("implements Pos$0itive", ["contract Positive { invariant", "never negative"]),
        ("dataset Sh$0op", ["dataset Shop with Season {\n  customers", "A whole shop."]),
    ],
)
def test_hover_shows_the_declaration_and_its_comment(cursor: str, wanted: list[str]) -> None:
    """As a whole, since all of it describes data."""
    place = at(SHOP.replace(cursor.replace("$0", ""), cursor, 1))
    found = hover(place.tree, place.model, place.offset)
    assert found is not None
    assert [text for text in wanted if text not in found.markdown] == []


def test_hover_of_an_imported_one_says_that_it_is_from_another_file() -> None:
    """As for every other declaration."""
    project = project_of(TEXTS)
    file = project.files["more.vague"]
    found = hover(file.tree, file.model, MORE.rindex("Ages") + 1)
    assert found is not None
    assert "distribution Ages" in found.markdown
    assert "another file" in found.markdown


def test_outlines_name_them() -> None:
    """That of the file, with fields, and that of the workspace."""
    model = analyze(parse(SHOP))
    outline = {symbol.name: symbol for symbol in document_symbols(model)}
    assert {name: outline[name].kind for name in KINDS} == KINDS
    assert [child.name for child in outline["Shop"].children] == ["customers", "gifts"]
    found = workspace_symbols({"shop.vague": model}, "sea")
    assert [(one.declaration.name, one.declaration.kind) for one in found] == [
        ("Season", "context")
    ]


def test_tokens_tell_them_apart() -> None:
    """Where they are declared, and where they are named."""
    tree = parse(SHOP)
    found = [
        (SHOP[token.span.start : token.span.end], token.type, "declaration" in token.modifiers)
        for token in semantic_tokens(tree, analyze(tree))
    ]
    assert [one for one in found if one[0] in KINDS] == [
        ("Positive", "interface", True),
        ("Season", "namespace", True),
        ("Ages", "type", True),
        ("Ages", "type", False),
        ("Positive", "interface", False),
        ("Season", "namespace", False),
        ("Shop", "class", True),
        ("Season", "namespace", False),
        ("Season", "namespace", False),
    ]


def test_their_blocks_fold() -> None:
    """Each from its first line."""
    lines = {fold.first_line for fold in folds(parse(SHOP)) if fold.kind == "block"}
    starts = {SHOP[: SHOP.index(text)].count("\n") for text in ("distribution", "dataset")}
    assert starts <= lines


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("schema A with $0", "Season"),
        ("schema A with Sea$0 { id: string }", "Season"),
        ("schema A implements $0", "Positive"),
        ("schema A { age: int ~ $0 }", "Ages"),
        ("schema A with Other, $0", "Season"),
        ("schema A implements Other, $0", "Positive"),
        ("dataset D with $0", "Season"),
        ("dataset D {\n  a: 10 of $0\n}", "Customer"),
        ("dataset D {\n  a: 10 of Order with $0\n}", "Season"),
        ("mission M { action A { generate 5 of $0 } }", "Customer"),
    ],
)
def test_their_names_are_offered_where_they_may_stand(text: str, wanted: str) -> None:
    """First of all, in their own file and through an import."""
    for around in (SHOP, MORE.replace("Shop,", "Shop, Order, Customer,")):
        place = fixture(f"//- shop.vague\n{SHOP}//- a.vague\n{around}{text}")
        found = complete(place.project.model("a.vague"), place.texts["a.vague"], place.offset)
        labels = [item.label for item in found.items]
        assert wanted in labels[:3]
