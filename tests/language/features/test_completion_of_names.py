"""Completion that knows types and what is missing: elements, parameters, new declarations."""

from __future__ import annotations

import pytest

from language.features.cursors import CRM, At, at, members, steps
from reqon_language.edits import apply_edits
from reqon_language.features.completion import Completion, Item, complete, resolve
from reqon_language.model import analyze
from reqon_language.syntax import parse


def propose(place: At) -> Completion:
    return complete(place.model, place.text, place.offset)


def labels(text: str) -> list[str]:
    return [item.label for item in propose(at(text)).items]


ORDER = [".id", ".total", ".lines", ".to"]
FIELDS = {
    "a filter": (steps("for o in orders where $0 { skip }"), ORDER),
    "a filter half typed": (steps("for o in orders where to$0 { skip }"), [".to", ".total"]),
    "a mapping's value": (
        steps("for o in orders { map o -> Line { sku: $0 } }"),
        ORDER,
    ),
    "a mapping's value of the same name": (
        steps("for o in orders { map o -> Order { id: .id, lines: $0 } }"),
        [".lines", ".id", ".total", ".to"],
    ),
    "a record's key": (steps("for o in orders { store o -> copies { key: $0 } }"), ORDER),
    "an argument for each element": (steps("let x = orders.filter($0)"), ORDER),
    "a transform's value": (members("transform T: Line -> Order { id: $0 }"), [".sku", ".count"]),
}


@pytest.mark.parametrize(("text", "expected"), FIELDS.values(), ids=FIELDS)
def test_fields_of_the_element_come_first_where_there_is_one(
    text: str, expected: list[str]
) -> None:
    """Before anybody types the dot, and with it."""
    assert labels(text)[: len(expected)] == expected


def test_an_expression_without_an_element_has_no_fields() -> None:
    """`.field` would mean nothing there."""
    assert not [label for label in labels(steps("let x = $0")) if label.startswith(".")]


CALLS = {
    "parameters": (steps("call Crm.getCustomer { params: { $0 } }"), ["id"]),
    "parameters, half typed": (steps("call Crm.listCustomers { params: { st$0"), ["status"]),
    "parameters not given yet": (
        steps("call Crm.listCustomers { params: { status: 1, $0 } }"),
        [],
    ),
    "parameters of an unknown operation": (steps("call Crm.gone { params: { $0 } }"), []),
    "environment variables": (
        members('source S { auth: bearer, base: env("BASE"), token: env("$0") }'),
        ["BASE"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS)
def test_what_an_operation_takes_is_known(text: str, expected: list[str]) -> None:
    """Parameters not given yet, and the environment variables the file knows."""
    assert labels(text) == expected


def test_operations_say_what_they_do() -> None:
    """Method, path and summary."""
    [first, *_] = propose(at(steps("call Crm.$0"))).items
    assert (first.label, first.detail) == ("listCustomers", "GET /customers")
    assert first.doc == CRM["paths"]["/customers"]["get"]["summary"]


def new(text: str, label: str) -> tuple[At, Item]:
    place = at(text)
    [item] = [item for item in propose(place).items if item.label == label]
    return place, item


NEW = {
    "a store": (steps("store response -> sal$0"), "sal", 'store sal: file("sal")'),
    "a store used before": (
        steps("queue dlq { item: 1 }\n    store response -> $0"),
        "dlq",
        'store dlq: file("dlq")',
    ),
    "a source": (steps("call Sho$0"), "Sho", "source Sho { auth: none"),
    "a schema": (steps("map response -> Invoice$0 { }"), "Invoice", "schema Invoice {"),
    "an action": (members("run Fetch then Sen$0"), "Sen", "action Sen {"),
}


@pytest.mark.parametrize(("text", "label", "declaration"), NEW.values(), ids=NEW)
def test_an_undeclared_name_can_be_declared_at_once(
    text: str, label: str, declaration: str
) -> None:
    """Accepting it leaves a program that knows the name."""
    place, item = new(text, label)
    assert item.detail.startswith("new ")
    changed = apply_edits(place.text, item.edits)
    assert declaration in changed
    tree = parse(changed)
    assert len(tree.errors) <= len(place.tree.errors)
    assert label in {one.name for one in analyze(tree).declarations()}


@pytest.mark.parametrize(
    ("text", "label"),
    [(steps("store response -> ord$0"), "ord"), (steps("store response -> orders$0"), "orders")],
)
def test_the_beginning_of_a_known_name_is_no_new_name(text: str, label: str) -> None:
    """It is most likely that name, half typed."""
    found = propose(at(text)).items
    assert not [item for item in found if item.label == label and item.edits]


RESOLVED = {
    "a store": (steps("clear $0"), "orders", "What was ordered."),
    "a schema": (steps("map response -> $0"), "Order", "schema Order {"),
    "a variable": (steps("let n = length(orders)\n    let x = $0"), "n", "let n: integer"),
    "a function": (steps("let x = $0"), "round", "round("),
}


@pytest.mark.parametrize(("text", "label", "expected"), RESOLVED.values(), ids=RESOLVED)
def test_a_proposal_says_more_when_it_is_looked_at(text: str, label: str, expected: str) -> None:
    """Declarations, types and examples are found for one proposal, not for all."""
    place, item = new(text, label)
    shown = resolve(place.tree, place.model, place.offset, item.kind, item.label)
    assert expected in shown


def test_what_has_no_more_to_say_keeps_silent() -> None:
    """Keywords and words of enumerations have said it all."""
    place, item = new(steps("$0"), "get")
    assert resolve(place.tree, place.model, place.offset, item.kind, item.label) == ""
