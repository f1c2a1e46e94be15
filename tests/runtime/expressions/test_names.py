"""How names and members are resolved (language specification 3.1, C.1)."""

from __future__ import annotations

from typing import Any

import pytest

from reqon.engine.scope import Scope
from reqon.errors import EvaluationError
from reqon.plan.expressions import compile_expression
from reqon.values import MISSING, ItemsView, StoreView
from reqon_language.syntax import parse_expression


def test_a_variable_wins_over_a_store_and_over_a_field(world: Any) -> None:
    """The element never hides what the mission bound: the reference engine's shadowing bug."""
    world.store("order", {"1": {"id": 1}})
    element = {"order": "field", "other": "field"}
    assert world.evaluate("order", element, order="variable") == "variable"
    assert world.evaluate("order.length", element) == 1
    assert world.evaluate("other", element) == "field"
    assert world.evaluate(".order", element, order="variable") == "field"


def test_an_inner_variable_hides_an_outer_one(world: Any) -> None:
    """Lookup climbs from the innermost scope, and fields come after all of them."""
    outer = world.scope(x=1, y=2)
    inner = outer.child({"x": 3}).block({"z": 4}).with_element({"x": 9, "y": 9, "w": 5})
    assert [world.compile(name)(inner) for name in "xyzw"] == [3, 2, 4, 5]


def test_response_is_inherited_until_a_level_sets_its_own(world: Any) -> None:
    """A loop body reads the outer `response`; what it sets ends with it (ruling D09)."""
    read = world.compile("response")
    action = world.scope()
    assert read(action) is MISSING
    action.set_response({"page": 1})
    iteration = action.child()
    assert read(iteration) == {"page": 1}
    arm = iteration.block({"bound": 1})
    arm.set_response({"page": 2})
    assert read(arm) == read(iteration) == {"page": 2}
    assert read(action) == {"page": 1}
    assert read(iteration.with_element({})) == {"page": 2}


def test_a_lambda_parameter_may_be_called_response(world: Any) -> None:
    """A lexical variable is nearer than the implicit name."""
    scope: Scope = world.scope()
    scope.set_response(0)
    assert world.compile("map([1, 2], response => response + 1)")(scope) == [2, 3]


@pytest.mark.parametrize(
    ("text", "element", "message", "help_"),
    [
        ("total", None, "`total` is not defined", "Did you mean `totals`?"),
        ("zzz", None, "`zzz` is not defined", "Bind it with `let` before this."),
        ("status", {"state": 1}, "`status` is not defined", "Write `.status`"),
    ],
)
def test_an_undefined_name_is_an_error(
    world: Any, text: str, element: Any, message: str, help_: str
) -> None:
    """The error proposes the nearest name, or the field when there is an element."""
    scope = world.scope(totals=1)
    if element is not None:
        scope = scope.with_element(element)
    with pytest.raises(EvaluationError) as caught:
        world.compile(text)(scope)
    assert caught.value.message == message
    assert help_ in (caught.value.help or "")
    assert str(caught.value).startswith("mission.vague:1:1: ")


def test_a_field_without_an_element_is_an_error(world: Any) -> None:
    """`.x` where nothing is current is a mistake, not a missing value."""
    with pytest.raises(EvaluationError, match=r"`\.x` has no current element"):
        world.evaluate(".x")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("o.a.b", 1),
        ("o.missing", MISSING),
        ("o.missing.deeper.still", MISSING),
        ("nothing.at.all", MISSING),
        ("o.n.x", MISSING),
        ("xs.v", [1, None, 3]),
        ("xs.v.w", [None, None, None]),
        ("xs.length", 3),
        ("'four'.length", 4),
        ("{ length: 7 }.length", 7),
        ("xs[0].v", 1),
        ("xs[-1].v", 3),
        ("xs[-3].v", 1),
        ("xs[3]", MISSING),
        ("xs[-4]", MISSING),
        ("xs[1.0]", {}),
        ("xs[null]", MISSING),
        ("nothing[0]", MISSING),
        ("o['a'].b", 1),
        ("o['no']", MISSING),
        ("'four'[-1]", "r"),
        ("'four'[9]", MISSING),
        ("{ '1': 'one' }[1]", "one"),
    ],
)
def test_reading_never_fails_on_what_is_not_there(world: Any, text: str, value: Any) -> None:
    """Nested missing reads as missing; arrays answer with the field of each element."""
    variables = {
        "o": {"a": {"b": 1}, "n": 5},
        "xs": [{"v": 1}, {}, {"v": 3}],
        "nothing": None,
    }
    result = world.evaluate(text, **variables)
    assert result == value
    assert (result is MISSING) == (value is MISSING)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("xs['a']", "an array is read by a whole number, got a string `a`"),
        ("xs[0.5]", "an array is read by a whole number, got a number `0.5`"),
        ("5[0]", "a number has no elements"),
    ],
)
def test_a_wrong_subscript_is_an_error(world: Any, text: str, message: str) -> None:
    """What has no elements, and an index that is no position, cannot be meant."""
    with pytest.raises(EvaluationError) as caught:
        world.evaluate(text, xs=[1])
    assert message in caught.value.message


def test_items_of_a_listing_answer_their_old_names(world: Any) -> None:
    """`response.data` after a paginated fetch is the list itself (ruling D36)."""
    items = ItemsView([{"id": 1, "data": "x"}, {"id": 2}], {"customers"})
    for text in ("r", "r.data", "r.items", "r.customers", "r.data.items"):
        assert world.evaluate(text, r=items) is items
    assert world.evaluate("r.data.id", r=items) == [1, 2]
    assert world.evaluate("r.data[0].data", r=items) == "x"
    assert world.evaluate("length(r.data)", r=items) == 2


ORDERS = {"1": {"id": 1, "total": 5}, "b": {"id": "b", "total": 7, "late": True}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("length(orders)", 2),
        ("orders.length", 2),
        ("orders.count()", 2),
        ("orders.get(1).total", 5),
        ("orders['b'].total", 7),
        ("orders[1].id", 1),
        ("orders['x']", MISSING),
        ("exists(orders['b']) and not exists(orders['x'])", True),
        ("sum(orders.total)", 12),
        ("orders where .late", [ORDERS["b"]]),
        ("any of orders where .total > 5", ORDERS["b"]),
        ("orders.map(.total)", [5, 7]),
        ("first(orders).id", 1),
        ("keys(orders)", ["1", "b"]),
        ("values(orders) == orders", True),
        ("entries(orders)[1]", ["b", ORDERS["b"]]),
        ("hasKey(orders, 1)", True),
        ("1 in orders and 'x' not in orders", True),
        ("{ id: 1, total: 5 } in orders", True),
        ("isEmpty(orders)", False),
        ("orders is array", True),
        ("orders or 1", list(ORDERS.values())),
        ("{ all: orders }", {"all": list(ORDERS.values())}),
        ("[...orders].length", 2),
    ],
)
def test_a_store_reads_like_an_array_and_by_key(world: Any, text: str, value: Any) -> None:
    """A bare store name counts, iterates, filters and looks up."""
    world.store("orders", ORDERS)
    assert world.evaluate(text) == value


def test_a_kept_store_is_a_snapshot(world: Any) -> None:
    """What is bound or put into an object does not follow later writes; a loop gets the view."""
    store = world.store("orders", ORDERS)
    kept = world.evaluate("orders")
    inside = world.evaluate("{ all: orders }")
    view = compile_expression(parse_expression("orders")[0], world.names)(world.scope())
    store.clear()
    assert len(kept) == len(inside["all"]) == 2
    assert isinstance(view, StoreView)
    assert view.records() == []
