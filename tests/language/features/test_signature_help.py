"""Signature help. `$0` is the cursor; a case gives the label and the argument being written."""

from __future__ import annotations

import pytest

from language.features.cursors import at, members, steps
from reqon_language.features.signature_help import SignatureHelp, signature_help
from reqon_language.functions import FUNCTIONS

ROUND, FILTER, CONCAT = (FUNCTIONS[name].signature for name in ("round", "filter", "concat"))

CASES = {
    "the first argument": (steps("let x = round($0"), ROUND, "x: number"),
    "the second argument": (steps("let x = round(1.5, $0"), ROUND, "digits"),
    "one argument too many": (steps("let x = round(1.5, 2, $0"), ROUND, None),
    "in a number": (steps("let x = round(1.5$0)"), ROUND, "x: number"),
    "in a number's digits": (steps("let x = round(1.5, 1$02)"), ROUND, "digits"),
    "in a name": (steps("let x = round(resp$0onse)"), ROUND, "x: number"),
    "in text": (steps('let x = concat("a", "b$0'), CONCAT, "..."),
    "a call of no end": (steps("let x = round(1.5,$0"), ROUND, "digits"),
    "the outer call again": (steps("let x = round(abs(1), $0)"), ROUND, "digits"),
    "commas of an inner call": (steps("let x = round(max(1, 2, 3), $0)"), ROUND, "digits"),
    "commas of an object": (
        steps("let x = round({ a: 1, b: 2 }, $0)"),
        ROUND,
        "digits",
    ),
    "inside of an object": (steps("let x = round({ a: 1, b: $0"), ROUND, "x: number"),
    "a method": (steps("let x = orders.filter($0)"), FILTER, "condition: boolean"),
    "a method of a call": (steps("let x = first(orders).lines.filter($0"), FILTER, "condition"),
    "behind a pipe": (steps("let x = orders | filter($0)"), FILTER, "condition: boolean"),
    "a function of an element": (steps("let x = filter(orders, $0)"), FILTER, "condition"),
    "any number of arguments": (steps("let x = max(1, 2, 3, $0)"), None, "...values: any"),
    "in an option": (steps('get "/x" { until: round($0) }'), ROUND, "x: number"),
    "pages": (
        steps('get "/x" { paginate: page($0) }'),
        "page(name, size)",
        "name",
    ),
    "the size of a page": (
        steps('get "/x" { paginate: offset(skip, $0'),
        "offset(name, size)",
        "size",
    ),
    "where the cursor stands": (
        steps('get "/x" { paginate: cursor(c, 10, $0) }'),
        'cursor(name, size, "path")',
        '"path"',
    ),
    "a watermark": (steps('get "/x" { since: lastSync($0) }'), 'lastSync(key: "…")', "key"),
    "an adapter": (members("store s: file($0)"), 'file("target", options?)', '"target"'),
    "an adapter's name": (members('store s: file("or$0'), 'file("target", options?)', '"target"'),
    "a schedule": (members("schedule: cron($0)"), 'cron("minute', '"minute'),
}


def shown(found: SignatureHelp) -> tuple[str, str | None]:
    signature = found.signatures[found.signature]
    if found.parameter is None:
        return signature.label, None
    place = signature.parameters[found.parameter].place
    return signature.label, signature.label[place.start : place.end]


@pytest.mark.parametrize(("text", "label", "parameter"), CASES.values(), ids=CASES)
def test_the_argument_being_written_is_marked(
    text: str, label: str | None, parameter: str | None
) -> None:
    """What a method is called on is its first argument, and so is what a pipe hands over."""
    place = at(text)
    help_ = signature_help(place.model, place.text, place.offset)
    assert help_ is not None
    found, active = shown(help_)
    assert found.startswith(label or "")
    assert (active or "").startswith(parameter or "")
    assert (active is None) == (parameter is None)


@pytest.mark.parametrize(
    "text",
    [
        steps("let x = $0round(1)"),
        steps("let x = round(1)$0"),
        steps("let x = nobody($0)"),
        steps("let x = (1 + $0)"),
        steps("// round($0"),
        members("run [Fetch, $0]"),
    ],
)
def test_outside_of_calls_there_is_no_help(text: str) -> None:
    """Brackets that are no call and functions nobody knows included."""
    place = at(text)
    assert signature_help(place.model, place.text, place.offset) is None


def test_every_form_of_pagination_can_be_looked_through() -> None:
    """The one being written is chosen; `cursor` has two."""
    place = at(steps('get "/x" { paginate: cursor($0) }'))
    found = signature_help(place.model, place.text, place.offset)
    assert found is not None
    assert [one.label for one in found.signatures] == [
        "offset(name, size)", "page(name, size)", 'cursor(name, size, "path")', "cursor(.path)",
        "link()",
    ]  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_parameters_of_every_function_have_their_place(name: str) -> None:
    """In the label that documentation shows."""
    function = FUNCTIONS[name]
    place = at(steps(f"let x = {name}($0)"))
    found = signature_help(place.model, place.text, place.offset)
    assert found is not None
    signature = found.signatures[0]
    assert signature.label == function.signature
    texts = [signature.label[one.place.start : one.place.end] for one in signature.parameters]
    names = [text.removeprefix("...").partition(":")[0].rstrip("?") for text in texts]
    assert names == [parameter.name for parameter in function.parameters]
