"""Completion of what lies outside the file: paths, what other files declare, variables."""

from __future__ import annotations

import pytest

from language.features.projects import Fixture, fixture, outside_of
from reqon_language.edits import TextEdit, apply_edits
from reqon_language.features.completion import Completion, Outside, complete
from reqon_language.syntax.ast import Span

BESIDE = """\
//- shared/lines.vague
schema Line { sku: string }
store lines: file("lines")
mission Apart { store inner: memory("x") }
//- orders.vague
schema Order { id: string }
transform ToOrder: Order -> Order { id: .id }
let limit = 10
"""
ON_DISK = (
    "crm.yaml", "old.yml", "package.json", "openapi.json", "notes.txt", ".env", ".hidden/x.yaml",
    "specs/shop.yaml", "../common/types.vague", "../tax.yaml",
)  # fmt: skip


def proposed(text: str) -> tuple[Fixture, Completion]:
    """Complete at the cursor of the file `a.vague`, beside the files above."""
    place = fixture(f"{BESIDE}//- a.vague\n{text}")
    outside = outside_of(place.project, "a.vague", ON_DISK, ["SHOP_URL", "SHOP_KEY"])
    model = place.project.model("a.vague")
    return place, complete(model, place.texts["a.vague"], place.offset, outside)


def labels(text: str) -> list[str]:
    return [item.label for item in proposed(text)[1].items]


def accepted(text: str, label: str) -> str:
    """Return the text after accepting a proposal, with its edits elsewhere."""
    place, found = proposed(text)
    item = next(one for one in found.items if one.label == label)
    return apply_edits(place.texts["a.vague"], [TextEdit(found.replace, item.text), *item.edits])


MISSIONS = ["orders.vague"]
DOCUMENTS = ["openapi.json", "crm.yaml", "old.yml", "package.json"]
FOLDERS = ["shared/", "specs/"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('source Crm from "$0"', [*DOCUMENTS, *FOLDERS, "../"]),
        ('mission M {\n  source Crm from "$0', [*DOCUMENTS, *FOLDERS, "../"]),
        ('source Crm from "./$0" { auth: none }', [*DOCUMENTS, *FOLDERS, "../"]),
        ('source Crm from "specs/$0"', ["shop.yaml"]),
        ('source Crm from "./shared/$0"', []),
        ('source Crm from "../$0"', ["tax.yaml", "common/", "../"]),
        ('source Crm from "./.$0"', [*DOCUMENTS, *FOLDERS, ".hidden/", "../"]),
        ('source Crm from "https://$0"', []),
        ('import { Order } from "$0"', [*MISSIONS, *FOLDERS, "../"]),
        ('import { Order from "$0"', [*MISSIONS, *FOLDERS, "../"]),
        ('import { Order } from "./shared/$0"', ["lines.vague"]),
        ('import { Order } from "../common/$0', ["types.vague"]),
        ('import shop from "$0"', [*MISSIONS, *DOCUMENTS, *FOLDERS, "../"]),
        ("mission M { source Api { auth: none }\n action A { get \"/x\" from '$0' } }", []),
    ],
)
def test_a_path_offers_the_files_that_fit_its_place(text: str, wanted: list[str]) -> None:
    """And the folders on the way to others, relative to the file; never the file itself."""
    found = labels(text)
    assert sorted(found) == sorted(wanted)


def test_a_path_is_written_as_people_write_it() -> None:
    """With `./` where nothing says where it begins; a folder ends with a slash."""
    assert accepted('source C from "cr$0"', "crm.yaml") == 'source C from "./crm.yaml"'
    assert accepted('source C from "$0"', "../") == 'source C from "../"'
    assert accepted('source C from "../ta$0"', "tax.yaml") == 'source C from "../tax.yaml"'
    assert accepted('source C from "sp$0"', "specs/") == 'source C from "./specs/"'
    assert accepted('source C from ".$0"', "./crm.yaml") == 'source C from "./crm.yaml"'
    assert accepted('source C from ".$0"', "../") == 'source C from "../"'


def test_the_likely_file_comes_first() -> None:
    """A document that is named for an API before others, missions before documents."""
    assert labels('source Crm from "$0"')[0] == "openapi.json"
    assert labels('import name from "$0"')[0] == "orders.vague"
    assert labels('source Crm from "./cr$0"')[0] == "crm.yaml"


def test_a_folder_that_does_not_answer_is_asked_again() -> None:
    """The list says that it is not complete, so the editor asks at the next keystroke."""
    text = 'source Crm from "'
    model = fixture(f"{text}$0").project.model("a.vague")
    found = complete(model, text, len(text), Outside(listing=lambda _: None))
    assert not found.items
    assert found.incomplete


ORDERS = ["Order", "ToOrder", "limit"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('import { $0 } from "./orders.vague"', ORDERS),
        ('import { Order, $0 } from "./orders.vague"', ["ToOrder", "limit"]),
        ('import { $0, limit } from "./orders.vague"', ["Order", "ToOrder"]),
        ('import { $0 from "./orders.vague"', ORDERS),
        ('import { Order, $0 from "./orders.vague"\nsource A { auth: none }', ["ToOrder", "limit"]),
        ('import {\n  limit,\n  $0\n} from "./orders.vague"', ["Order", "ToOrder"]),
        ('import { Ord$0 } from "./orders.vague"', ORDERS),
        ('import { Order$0 } from "./orders.vague"', ORDERS),
        ('import { limit } from "./orders.vague"\nimport { $0 } from "./orders.vague"', ORDERS[:2]),
        ('import { $0 } from "./shared/lines.vague"', ["Line", "lines"]),
        ('import $0 from "./orders.vague"', ORDERS),
    ],
)
def test_a_list_offers_what_the_file_declares_and_is_not_imported(
    text: str, wanted: list[str]
) -> None:
    """What its missions declare is not among it."""
    assert sorted(labels(text)) == sorted(wanted)


@pytest.mark.parametrize(
    ("text", "label", "wanted"),
    [
        ("import { $0", "Line", 'import { Line } from "./shared/lines.vague"'),
        ("import { Li$0 }", "Line", 'import { Line } from "./shared/lines.vague"'),
        (
            "import { Li$0\nlet x = 1",
            "Line",
            'import { Line } from "./shared/lines.vague"\nlet x = 1',
        ),
        ("import { $0 } from", "Line", "import { Line } from"),
        ("import $0", "Order", 'import { Order } from "./orders.vague"'),
        ("import Ord$0\nlet x = 1", "Order", 'import { Order } from "./orders.vague"\nlet x = 1'),
    ],
)
def test_without_from_a_name_brings_its_file(text: str, label: str, wanted: str) -> None:
    """Where the list is closed already the rest is written behind it."""
    assert accepted(text, label) == wanted


USED = (
    "\nmission M { action A { for x in [1] { map x -> Order { id: 1 } apply ToLine to x } } run A }"
)


def test_what_the_file_misses_comes_first() -> None:
    """And is all that is known where the other file cannot be read."""
    assert labels('import { $0 } from "./orders.vague"' + USED)[0] == "Order"
    assert labels("import $0" + USED)[0] == "Order"
    assert labels("import { $0 }" + USED)[0] == "Order"
    assert "ToLine" in labels('import { $0 } from "./gone.vague"' + USED)
    assert labels('import { $0 } from "./gone.vague"') == []


def test_the_form_of_an_import_is_offered() -> None:
    """With the file to be filled in first, since the names depend on it."""
    form = next(one for one in proposed("import $0")[1].items if one.label == "{ … }")
    assert form.snippet == '{ $2 } from "$1"'
    assert form.text == "{ "
    assert labels("import { Order } $0") == ["from"]
    assert labels("import shop $0") == ["from"]


def test_environment_variables_that_are_set_come_first() -> None:
    """Then those that other places of the file read."""
    found = labels('mission M { source A { auth: none, base: env("B"), token: env("$0") } }')
    assert found == ["SHOP_URL", "SHOP_KEY", "B"]


def test_spans_are_of_the_part_being_typed() -> None:
    """So that an editor can filter by it."""
    place, found = proposed('source Crm from "./specs/sh$0"')
    assert found.replace == Span(place.offset - 2, place.offset)
