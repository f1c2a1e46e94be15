"""Hover, completion and definition of what other files declare: in a folder, and imported."""

from __future__ import annotations

import pytest

from language.features.cursors import at, steps
from language.features.projects import Fixture, fixture, outside_of
from reqon_language.features.completion import complete, resolve
from reqon_language.features.definition import definition
from reqon_language.features.hover import hover
from reqon_language.features.navigation import FieldTarget, NameTarget

DECLARED = """\
//- api.vague
// The shop.
source Api { auth: none, base: "https://api.example" }
source Crm from "./crm.yaml" { auth: none }
//- stores.vague
import { Order } from "./schemas.vague"
// What was ordered.
store orders: file("orders")
mission Fill { action F { map 1 -> Order { id: "a", total: 1 } store response -> orders } run F }
//- schemas.vague
// An order.
schema Order { id: string, total: number }
//- transforms.vague
// Makes it short.
transform Clean: Order -> Order { id: .id, total: 1 }
//- fetch.vague
// Gets all.
action Fetch { get Api "/x" }
"""
IMPORTED = (
    DECLARED
    + """\
//- work/a.vague
import { Api, Crm } from "../api.vague"
import { orders } from "../stores.vague"
import { Order } from "../schemas.vague"
import { Clean } from "../transforms.vague"
import { Fetch } from "../fetch.vague"
mission Work { action Work { {} } run Work }
"""
)
FOLDER = """\
//- mission.vague
mission Sync { action F { map 1 -> Order { id: "a", total: 1 } store response -> orders } run F }
""" + DECLARED.replace(
    'mission Fill { action F { map 1 -> Order { id: "a", total: 1 } store response -> orders }'
    " run F }\n",
    "",
).replace('import { Order } from "./schemas.vague"\n', "")
FOLDER += "//- work/a.vague\naction Work { {} }\n"
EVERYWHERE = pytest.mark.parametrize("frame", [FOLDER, IMPORTED], ids=["folder", "imports"])


def read(frame: str, written: str) -> Fixture:
    return fixture(frame.replace("{}", written, 1))


NAMES = {
    'get A$0pi "/x"': ("api.vague", ["source Api", "The shop."]),
    "call C$0rm.listCustomers": ("api.vague", ["3 operations"]),
    "clear ord$0ers": ("stores.vague", ["What was ordered.", "store<Order>"]),
    "map 1 -> Ord$0er { id: 'a' }": ("schemas.vague", ["schema Order { id: string", "An order."]),
    "match response { Ord$0er -> skip, _ -> skip }": ("schemas.vague", ["An order."]),
    "apply Cle$0an to response": ("transforms.vague", ["transform Clean: Order", "short."]),
    "run Fet$0ch": ("fetch.vague", ["action Fetch", "Gets all."]),
    "match response { _ -> jump Fet$0ch }": ("fetch.vague", ["action Fetch", "Gets all."]),
}


@EVERYWHERE
@pytest.mark.parametrize("written", NAMES)
def test_a_name_leads_to_its_file_and_is_told(frame: str, written: str) -> None:
    """Hover shows the declaration as it stands there, its comment, and which file it is."""
    wanted, told = NAMES[written]
    place = read(frame, written)
    found = definition(place.project, place.path, place.offset)
    assert found is not None
    [target] = found.targets
    assert isinstance(target, NameTarget)
    assert target.path == wanted
    file = place.project.files[place.path]
    shown = hover(file.tree, file.model, place.offset, place.project, place.path)
    assert shown is not None
    assert [text for text in (*told, f"`../{wanted}`") if text not in shown.markdown] == []


@EVERYWHERE
@pytest.mark.parametrize(
    "written",
    [
        "map 1 -> Order { i$0d: 'a' }",
        "for o in orders { let x = o.i$0d }",
        'for o in orders where .i$0d == "1" { skip }',
    ],
)
def test_a_field_leads_to_its_schema(frame: str, written: str) -> None:
    """Where the type of what it is read from is known, as that of a store's record is."""
    place = read(frame, written)
    found = definition(place.project, place.path, place.offset)
    assert found is not None
    [target] = found.targets
    assert isinstance(target, FieldTarget)
    assert (target.path, target.name) == ("schemas.vague", "id")


COMPLETED = {
    "get $0": "Api",
    "call Crm.$0": "listCustomers",
    "call Crm.getCustomer { params: { $0 } }": "id",
    "clear $0": "orders",
    "store response -> $0": "orders",
    "queue $0": "orders",
    "map response -> $0": "Order",
    "map response -> Order { $0 }": "id",
    "map response -> Order { id: 1, $0 }": "total",
    "match response { $0 }": "Order",
    "apply $0": "Clean",
    "run $0": "Fetch",
    "match response { _ -> jump $0 }": "Fetch",
    "for o in orders { let x = o.$0 }": "total",
    "for o in orders where .$0": "total",
    "for o in orders where .$0 { skip }": "total",
    "let x = any of orders where .$0": "total",
}


@EVERYWHERE
@pytest.mark.parametrize("written", COMPLETED)
def test_what_other_files_declare_is_proposed(frame: str, written: str) -> None:
    """Names, the fields of schemas and of records, operations and their parameters."""
    place = read(frame, written)
    outside = outside_of(place.project, place.path)
    model = place.project.model(place.path)
    found = complete(model, place.texts[place.path], place.offset, outside)
    assert COMPLETED[written] in [item.label for item in found.items]


@EVERYWHERE
def test_a_proposal_is_told_as_it_stands_in_its_file(frame: str) -> None:
    """When somebody looks at it."""
    place = read(frame, "apply $0")
    file = place.project.files[place.path]
    told = resolve(
        file.tree, file.model, place.offset, "transform", "Clean", place.project, place.path
    )
    assert "transform Clean: Order" in told
    assert "Makes it short." in told


def test_fields_are_proposed_before_the_block_of_a_loop_is_written() -> None:
    """In a single file as well, with and without a letter."""
    for written in ("for o in orders where .$0", "for o in orders where .to$0"):
        place = at(steps(written))
        found = complete(place.model, place.text, place.offset)
        assert {"id", "total"} <= {item.label for item in found.items}
