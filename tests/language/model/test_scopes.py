"""What can be read where: the names completion offers at a cursor, marked `$`."""

from __future__ import annotations

import pytest

from reqon_language import parse
from reqon_language.model import Visible, analyze

PROGRAM = """
let shared = 1
mission M {
  let own = 2
  store orders: memory
  action First {
    let token = response.token
    $1
    let late = 1
  }
  action Second {
    for order in orders where $2.open {
      if order.big { let size = 1 $3 }
      $4
    }
    match response {
      { error: e } where $5e -> abort e,
      _ -> { let arm = 1 }
    }
    get "/x" { params: { a: $61 }, paginate: page(p, 9) }
    let total = sum(map([], x => $7x))
    map response -> Order { id: $8.id }
    $9
  }
  run First then Second
}
"""
AROUND = ["shared", "own"]
EARLIER = ["token", "late", *AROUND]
CASES = {
    "1": (["token", *AROUND], False),
    "2": (["order", *EARLIER], True),
    "3": (["size", "order", *EARLIER], False),
    "4": (["order", *EARLIER], False),
    "5": (["e", *EARLIER], True),
    "6": (["p", *EARLIER, "lastSync"], False),
    "7": (["x", *EARLIER], False),
    "8": (["total", *EARLIER], True),
    "9": (["total", *EARLIER], False),
}
ALWAYS = {"response", "webhook", "pausedResponse"}


def visible_at(cursor: str) -> Visible:
    before = PROGRAM[: PROGRAM.index(f"${cursor}")]
    text = PROGRAM
    for number in CASES:
        text, before = text.replace(f"${number}", ""), before.replace(f"${number}", "")
    return analyze(parse(text)).scope_at(len(before))


@pytest.mark.parametrize("cursor", CASES)
def test_variables_are_visible_from_their_binding_to_the_end_of_their_block(cursor: str) -> None:
    """Bindings of arms, loops, lambdas, options and earlier stages included."""
    expected, _ = CASES[cursor]
    found = [
        name.name
        for name in visible_at(cursor).names
        if name.kind in ("variable", "implicit") and name.name not in ALWAYS
    ]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("cursor", CASES)
def test_fields_are_offered_where_there_is_a_current_element(cursor: str) -> None:
    """In conditions, guards and mappings, and nowhere else."""
    _, element = CASES[cursor]
    assert (visible_at(cursor).element is not None) == element


@pytest.mark.parametrize("cursor", CASES)
def test_stores_functions_and_implicit_names_are_visible_everywhere(cursor: str) -> None:
    """They need no import and no binding."""
    names = {name.name: name.kind for name in visible_at(cursor).names}
    assert names["orders"] == "store"
    assert names["formatDate"] == "function"
    assert names.keys() >= ALWAYS


def test_declarations_are_listed_for_the_mission_that_can_see_them() -> None:
    """Those of the mission and of the file, but not those of its neighbour."""
    model = analyze(
        parse("store a: memory mission M { store b: memory } mission N { store c: memory }")
    )
    assert [d.name for d in model.declarations("store", "M")] == ["a", "b"]
    assert [d.name for d in model.declarations("store")] == ["a", "b", "c"]
