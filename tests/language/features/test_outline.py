"""The outline of a file, and finding declarations by a few letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.features.cursors import HEAD, members, read, steps
from reqon_language.features.document_symbols import Symbol, document_symbols
from reqon_language.features.workspace_symbols import fuzzy, workspace_symbols
from reqon_language.model import analyze
from reqon_language.syntax import parse


def lines(symbols: Iterable[Symbol], depth: int = 0) -> Iterator[str]:
    for symbol in symbols:
        detail = f" · {symbol.detail}" if symbol.detail else ""
        yield f"{'  ' * depth}{symbol.kind} {symbol.name}{detail}"
        yield from lines(symbol.children, depth + 1)


def outline(text: str) -> str:
    return "\n".join(lines(document_symbols(read(text)[1])))


def test_the_outline_goes_from_missions_to_steps() -> None:
    """Members with what tells them apart; steps that send, store or loop."""
    text = steps(
        'get "/orders/{id}"\n    for o in orders { call Crm.getCustomer map o -> Line { a: 1 } }'
        "\n    if true { let n = 1 }\n    skip"
    )
    text = text.replace("mission Sync {", "mission Sync {\n  schedule: every 6 hours")
    assert (
        outline(text)
        == """\
mission Sync
  schedule schedule · every 6 hours
  source Api · https://api.example
  source Crm · ./crm.yaml
  store orders · file
  store copies · memory
  schema Order
    field id · string
    field total · number?
    field lines · array<Line>
    field to · object
      field city · string
  schema Line
    field sku · string
    field count · int
  transform Clean · → Line
  action Fetch
    request GET /orders
    step match
      step store → orders
  action Work
    request GET /orders/{id}
    loop for o in orders
      request call Crm.getCustomer
      step map → Line
    variable n
  pipeline run Fetch then Work"""
    )


def test_what_stands_outside_of_missions_is_listed_as_well() -> None:
    """Shared declarations, imports and loose steps."""
    text = 'import { Order, Line } from "./s.vague"\nstore s: file("s")\nget "/x"'
    assert outline(text) == "import Order, Line · ./s.vague\nstore s · file\nrequest GET /x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "  action Work {\n    get ", "  action Work"),
        (members("action Work {\n    get \n  action Next { skip }"), "  action Next"),
        (members("what is this\n  action Next { skip }"), "  action Next"),
        ("mission {\n  action Next { skip }\n}", "mission …\n  action Next"),
        ("mission M {\n  source  {\n  action Next { skip }\n}", "  action Next"),
    ],
)
def test_broken_files_keep_their_outline(text: str, expected: str) -> None:
    """What is half typed costs itself alone."""
    assert expected in outline(text)


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_every_name_lies_in_its_symbol_and_every_symbol_in_the_one_around_it(
    data: st.DataObject,
) -> None:
    """Editors refuse the whole outline otherwise."""
    text = steps("match response { Order -> store response -> orders { key: .id } }")
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    noise = data.draw(st.sampled_from(["", "{", "}", "(", '"', "[", ":", ".", "->", "\n", "/*"]))
    symbols = document_symbols(read(text[:start] + noise + text[end:])[1])

    def check(symbol: Symbol, start: int, end: int) -> None:
        assert symbol.name
        assert start <= symbol.extent.start <= symbol.extent.end <= end
        assert symbol.extent.start <= symbol.name_span.start
        assert symbol.name_span.end <= symbol.extent.end
        for child in symbol.children:
            check(child, symbol.extent.start, symbol.extent.end)

    for symbol in symbols:
        check(symbol, 0, len(text) + 2)


FILES = {
    "b.vague": 'mission Sync { action FetchOrders { skip } store orders: file("o") }',
    "a.vague": "schema Order { id: string }\nschema CustomerOrder { id: string }",
}


def found(query: str, limit: int = 100) -> list[str]:
    models = {path: analyze(parse(text)) for path, text in FILES.items()}
    return [
        f"{one.path} {one.container}.{one.declaration.name}"
        for one in workspace_symbols(models, query, limit)
    ]


def test_declarations_are_found_by_a_few_letters_best_first() -> None:
    """The whole name, then its beginning, then the beginnings of its words."""
    assert found("order") == [
        "a.vague .Order",
        "b.vague Sync.orders",
        "b.vague Sync.FetchOrders",
        "a.vague .CustomerOrder",
    ]
    assert found("fo")[0] == "b.vague Sync.FetchOrders"
    assert found("x") == []


def test_the_list_is_ranked_before_it_is_cut() -> None:
    """The best of all files, not of the first ones read."""
    assert found("order", 1) == ["a.vague .Order"]
    assert len(found("")) == 5


@pytest.mark.parametrize(
    ("letters", "better", "worse"),
    [
        ("orders", "orders", "ordersOfToday"),
        ("or", "orders", "vendor"),
        ("fo", "FetchOrders", "infoOf"),
        ("sync", "SyncMission", "asyncMission"),
        ("so", "store_orders", "season"),
        ("Order", "Order", "order"),
    ],
)
def test_what_was_meant_more_likely_ranks_higher(letters: str, better: str, worse: str) -> None:
    """Begins, word beginnings and neighbouring letters count."""
    first, second = fuzzy(better, letters), fuzzy(worse, letters)
    assert first is not None
    assert second is None or first > second


@pytest.mark.parametrize("text", ["action {", '" \n{', "schema S { '' : int }"])
def test_what_has_no_name_yet_is_shown_all_the_same(text: str) -> None:
    """Editors refuse a line without one."""
    _, model = read(text)

    def named(symbols: Iterable[Symbol]) -> bool:
        return all(symbol.name.strip() and named(symbol.children) for symbol in symbols)

    assert document_symbols(model)
    assert named(document_symbols(model))
