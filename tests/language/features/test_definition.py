"""Go to definition. `$0` is the cursor; `«` and `»` enclose the name it must lead to."""

from __future__ import annotations

import pytest

from reqon_language.features.definition import definition
from reqon_language.model import analyze
from reqon_language.syntax import parse

FRAME = """\
mission Sync {{
  source {Api} {{ auth: none }}
  store {orders}: file("orders")
  schema {Order} {{ id: string }}
  transform {Clean}: Order -> Order {{ id: .id }}
  action {Fetch} {{ get "/orders" }}
  action Work {{
    {steps}
  }}
  {members}
}}
"""
NAMES = ("Api", "orders", "Order", "Clean", "Fetch")


def frame(target: str, steps: str = "skip", members: str = "") -> str:
    names = {name: f"«{name}»" if name == target else name for name in NAMES}
    return FRAME.format(**names, steps=steps, members=members)


CASES = {
    "a request's source": frame("Api", 'get A$0pi "/x"'),
    "a request's `from`": frame("Api", 'get "/x" from Api$0'),
    "the option `source`": frame("Api", 'get "/x" { source: $0Api }'),
    "a call's source": frame("Api", "call A$0pi.list"),
    "a store's target": frame("orders", "store response -> ord$0ers { key: .id }"),
    "a queue": frame("orders", "queue ord$0ers { item: response }"),
    "a loop's collection": frame("orders", "for order in ord$0ers { skip }"),
    "a loop's error queue": frame("orders", "for x in response onError queue ord$0ers { skip }"),
    "a record": frame("orders", "let x = ord$0ers[1]"),
    "a record to delete": frame("orders", "delete ord$0ers[1]"),
    "a store to clear": frame("orders", "clear ord$0ers"),
    "a store of events": frame("orders", "wait { timeout: 1s, storage: ord$0ers }"),
    "a map's target": frame("Order", "map response -> Ord$0er { id: .id }"),
    "a pattern": frame("Order", "match response { Ord$0er -> skip, _ -> skip }"),
    "a pattern of items": frame("Order", "match response { [Ord$0er] -> skip, _ -> skip }"),
    "a type test": frame("Order", "let x = response is Ord$0er"),
    "a field's type": frame("Order", members="schema Other { a: array<Ord$0er> }"),
    "a schema's base": frame("Order", members="schema Other { ...Ord$0er }"),
    "a transform's source": frame("Order", members="transform T: Ord$0er -> Order { id: .id }"),
    "a transform": frame("Clean", "apply Cle$0an to response"),
    "an action that runs": frame("Fetch", members="run Fet$0ch then Work"),
    "an action that runs beside another": frame("Fetch", members="run [Work, Fet$0ch]"),
    "an action to jump to": frame("Fetch", "jump Fet$0ch then retry"),
    "an action to run": frame("Fetch", "run Fet$0ch"),
    "an arm that is an action": frame("Fetch", "match response { _ -> Fet$0ch }"),
    "a variable": frame("", "let «total» = 1\n    let x = tot$0al + 1"),
    "a variable in a path": frame("", 'let «id» = 1\n    get "/orders/{$0id}"'),
    "a loop's variable": frame("", 'for «order» in response { post "/x" { body: or$0der } }'),
    "a pattern's variable": frame("", "match response { { error: «e» } -> abort $0e, _ -> skip }"),
    "a mission's variable": frame("", "let x = lim$0it", "let «limit» = 5"),
    "the declaration itself": frame("orders").replace("«orders»", "«ord$0ers»"),
    "from half-typed text": frame("orders", "store response -> ord$0ers {"),
    "before a declaration": 'action A { clear ord$0ers }\nstore «orders»: file("orders")',
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_a_name_leads_to_its_declaration(text: str) -> None:
    """Every kind of reference of the specification's section 3.2 that stays in a file."""
    places = {}
    for mark in sorted(("«", "»", "$0"), key=text.index):
        places[mark] = text.index(mark)
        text = text.replace(mark, "", 1)
    offset = places["$0"]
    found = definition(analyze(parse(text)), offset)
    assert found is not None
    assert (found.name.start, found.name.end) == (places["«"], places["»"])
    assert found.extent.start <= found.name.start
    assert found.extent.end >= found.name.end
    assert found.origin.start <= offset <= found.origin.end


@pytest.mark.parametrize(
    "steps",
    ['get "/$0x"', "let x = 1$0 + 2", "le$0t x = 1", "clear nowh$0ere", "let x = resp$0onse"],
)
def test_what_is_no_declared_name_leads_nowhere(steps: str) -> None:
    """No guess is better than a wrong jump."""
    text = frame("", steps)
    offset = text.index("$0")
    assert definition(analyze(parse(text.replace("$0", ""))), offset) is None


def test_a_mission_s_own_declaration_wins_over_the_file_s() -> None:
    """Resolution follows the scopes of section 3.1."""
    text = (
        'store orders: file("a")\nmission A { store orders: file("b") action X { clear orders } }'
    )
    found = definition(analyze(parse(text)), text.rindex("orders"))
    assert found is not None
    assert found.name.start == text.index("orders", text.index("mission"))
