"""What the last run saw completes, shows and counts; it proves nothing, so no rule goes by it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from language.features.cursors import At, at, steps
from reqon_language.features.completion import complete
from reqon_language.features.hover import hover
from reqon_language.features.inlay_hints import inlay_hints
from reqon_language.model import FileModel, Project
from reqon_language.model.identity import identity, steps_of
from reqon_language.model.last_run import LastRun, read_steps
from reqon_language.rules import report_in
from reqon_language.syntax import ast, parse
from reqon_language.syntax.ast import Span

CUSTOMER = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "email": {"type": "string"},
        "since": {"type": "string", "format": "date-time"},
        "address": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
    "required": ["id", "address"],
    "additionalProperties": False,
}
LIST = {"type": "array", "items": CUSTOMER}
PAGE = {"type": "object", "properties": {"data": LIST, "next": {"type": ["string", "null"]}}}
ONE = {"response": CUSTOMER, "counts": {"requests": 1}}
PAGED = {"response": LIST, "page": PAGE, "counts": {"pages": 15, "items": 1500}}


def ran(model: FileModel, seen: Mapping[str, Any]) -> FileModel:
    """Return the model told of a run of its steps as they are, by definition path."""
    now = {
        path: identity(step)
        for body in model.bodies
        if isinstance(body.node, ast.Action)
        for path, step in steps_of(body.node)
    }
    recorded = {path: {"identity": now.get(path, "?"), **step} for path, step in seen.items()}
    return model.with_last_run(LastRun({"Sync": read_steps(recorded)}))


def labels(place: At, seen: Mapping[str, Any]) -> list[str]:
    """Return the fields that are proposed at a place."""
    found = complete(ran(place.model, seen), place.text, place.offset)
    return [item.label for item in found.items if item.kind == "field"]


FIELDS = ["id", "email", "since", "address"]
COMPLETIONS = {
    "the response": ('get "/c"\n    let x = response.$0', ONE, FIELDS),
    "half typed": ('get "/c"\n    let x = response.ad$0', ONE, ["address", "id", "email", "since"]),
    "a field of a field": ('get "/c"\n    let x = response.address.$0', ONE, ["city"]),
    "through a variable": ('get "/c"\n    let c = response\n    let x = c.$0', ONE, FIELDS),
    "the element of a listing": (
        'get "/c" { paginate: page(p, 100) }\n    let x = response.filter(.$0)',
        PAGED,
        FIELDS,
    ),
    "a page": (
        'get "/c" { paginate: page(p, 100), until: response.$0 }',
        PAGED,
        ["data", "next"],
    ),
    "the item of a loop": (
        'get "/c" { paginate: page(p, 100) }\n    for c in response { let x = c.$0 }',
        PAGED,
        FIELDS,
    ),
    "what flowed into a store": (
        (
            'get "/c"\n    store response -> copies { key: .id }\n  }\n'
            "  action Read {\n    for c in copies { let x = c.$0 }"
        ),
        ONE,
        FIELDS,
    ),
    "the arm of a good answer": (
        'get "/c"\n    match response { { error: e } -> abort e, _ -> let x = response.$0 }',
        ONE,
        FIELDS,
    ),
    "what is known without a run": (
        "call Crm.getCustomer { params: { id: 1 } }\n    let x = response.$0",
        {"response": {"type": "object", "properties": {"other": {}}}},
        ["id", "name"],
    ),
}


@pytest.mark.parametrize(("text", "seen", "expected"), COMPLETIONS.values(), ids=COMPLETIONS)
def test_fields_are_completed_as_the_last_run_saw_them(
    text: str, seen: Mapping[str, Any], expected: list[str]
) -> None:
    """Wherever the response goes; but what is declared wins."""
    place = at(steps(text))
    assert [label for label in labels(place, {"Work.0": seen}) if label != "length"] == expected


def test_without_a_run_nothing_is_proposed() -> None:
    """So it is the record that the proposals above come from."""
    assert labels(at(steps('get "/c"\n    let x = response.$0')), {}) == []


def test_an_edited_step_does_not_answer_as_it_did() -> None:
    """The record is of another request."""
    before = at(steps('get "/c"\n    let x = response.$0'))
    recorded = ran(before.model, {"Work.0": ONE}).last_run
    after = at(steps('get "/d"\n    let x = response.$0'))
    assert not complete(after.model.with_last_run(recorded), after.text, after.offset).items
    moved = at(steps('  // Customers.\n    get  "/c"\n    let y = 1\n    let x = response.$0'))
    assert complete(moved.model.with_last_run(recorded), moved.text, moved.offset).items


def test_an_edit_elsewhere_keeps_what_was_inferred() -> None:
    """A model of an earlier version saves the work; its answers are those of a fresh one."""
    before = at(steps('get "/c"\n    let x = response.$0'))
    first = ran(before.model, {"Work.0": ONE})
    kept = [first.seen.of(body) for body in first.bodies]
    again = before.model.with_last_run(first.last_run, first)
    fresh = before.model.with_last_run(first.last_run)
    for body, one in zip(first.bodies, kept, strict=True):
        assert again.seen.of(body) is one
        assert fresh.seen.of(body) == one


HOVERS = {
    "response": ('get "/c"\n    let x = $0response', "As the last run saw it."),
    "a field": ('get "/c"\n    let x = response.em$0ail', "email: string?"),
    "a date": ('get "/c"\n    let x = response.$0since', "since: date?"),
    "a store": ('get "/c"\n    store response -> $0copies { key: .id }', "email: string?"),
}


@pytest.mark.parametrize(("text", "expected"), HOVERS.values(), ids=HOVERS)
def test_hover_knows_the_fields_of_the_last_run(text: str, expected: str) -> None:
    """And says where it has them from."""
    place = at(steps(text))
    found = hover(place.tree, ran(place.model, {"Work.0": ONE}), place.offset)
    assert found is not None
    assert expected in found.markdown


def test_hover_does_not_credit_a_run_with_what_is_declared() -> None:
    """The type of an operation is its own."""
    place = at(steps("call Crm.getCustomer { params: { id: 1 } }\n    let x = $0response"))
    found = hover(place.tree, ran(place.model, {"Work.0": ONE}), place.offset)
    assert found is not None
    assert "last run" not in found.markdown


HINTS = {
    "a listing": (
        'get "/c"⟦1\xa0500 items, 15 pages⟧ {\n      paginate: page(p, 9), until: p > 2\n    }',
        PAGED,
    ),
    "one request": ('get "/c"', {"counts": {"requests": 1}}),
    "a list": ('get "/c"⟦1 item⟧', {"counts": {"requests": 1, "items": 1}}),
    "many requests": ('get "/c"⟦5\xa0000 requests⟧', {"counts": {"requests": 5000}}),
    "a loop": ("for c in copies⟦5\xa0000 items⟧ { skip }", {"counts": {"items": 5000}}),
    "an empty loop": ("for c in copies⟦0 items⟧ { skip }", {"counts": {"items": 0}}),
    "a store": ("store { id: 1 } -> copies⟦1 record⟧", {"counts": {"items": 1}}),
}


@pytest.mark.parametrize(("marked", "seen"), HINTS.values(), ids=HINTS)
def test_hints_say_what_a_step_did_in_the_last_run(marked: str, seen: Mapping[str, Any]) -> None:
    """Behind what it read, visited or wrote."""
    text = re.sub("⟦[^⟧]*⟧", "", steps(marked))
    place = at(f"{text}$0")
    found = inlay_hints(ran(place.model, {"Work.0": seen}), Span(0, len(text)))
    shown = text
    for hint in reversed([hint for hint in found if hint.kind == "last run"]):
        shown = f"{shown[: hint.offset]}⟦{hint.label}⟧{shown[hint.offset :]}"
    assert shown == steps(marked)


def test_hints_show_the_types_of_variables_that_hold_a_response() -> None:
    """Where they are short."""
    text = steps('get "/c"\n    let x = response.address.city')
    found = inlay_hints(ran(at(f"{text}$0").model, {"Work.0": ONE}), Span(0, len(text)))
    assert ": string" in [hint.label for hint in found]


WRONG_IF_IT_COUNTED = {
    "a field": 'get "/c"\n    let x = response.nothing + 1',
    "a comparison": 'get "/c"\n    if response.email > 3 { skip }',
    "a store": (
        'get "/c"\n    store response -> copies { key: .since }\n'
        "    for o in copies { let x = o.nope }"
    ),
}


@pytest.mark.parametrize("text", WRONG_IF_IT_COUNTED.values(), ids=WRONG_IF_IT_COUNTED)
def test_no_rule_goes_by_the_last_run(text: str) -> None:
    """A mission is right or wrong whether or not it ran, even for who was told of the run."""
    project = Project().with_file("a.vague", parse(steps(text)))
    file = project.files["a.vague"]
    told = replace(file, model=ran(file.model, {"Work.0": ONE}))
    assert any(told.model.recorded(body).problems for body in told.model.bodies)
    without = report_in(project, "a.vague").diagnostics
    assert report_in(replace(project, files={"a.vague": told}), "a.vague").diagnostics == without


@pytest.mark.parametrize("recorded", [
    None, [], {"Work.0": None}, {"Work.0": {"identity": 1}},
    {"Work.0": {"identity": "x", "counts": {"items": "many", "more": 1}, "response": []}},
])  # fmt: skip
def test_what_cannot_be_understood_is_left_out(recorded: object) -> None:
    """The file may be of another version, or damaged."""
    json.dumps(recorded)
    assert all(step.identity == "x" for step in read_steps(recorded).values())
