"""Go to definition. `$0` is the cursor; `«` and `»` enclose the name it must lead to."""

from __future__ import annotations

import pytest

from language.features.projects import fixture
from reqon_language.features.definition import definition
from reqon_language.features.navigation import (
    DocumentTarget,
    EnvironmentTarget,
    FieldTarget,
    FileTarget,
    NameTarget,
)

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


FIELDS = """\
mission Sync {{
  store orders: file("orders")
  schema Base {{ key: string }}
  schema Order {{ ...Base, id: string, to: {{ city: string }}, lines: array<Line> }}
  schema Line {{ sku: string }}
  action Work {{
    map response -> Order {{ id: .x, key: .y, to: {{ city: "x" }}, lines: [] }}
    {steps}
  }}
}}
"""


def fields(target: str, steps: str) -> str:
    text = FIELDS.format(steps=steps)
    return text.replace(f"{target}:", f"«{target}»:", 1)


FIELD_CASES = {
    "a read": fields("id", "let x = response.i$0d"),
    "a read from a loop's variable": fields("sku", "for l in response.lines { let x = l.$0sku }"),
    "a read behind a list": fields("sku", "let x = response.lines.sk$0u"),
    "an inherited field": fields("key", "let x = response.$0key"),
    "a field of an object inside": fields("city", "let x = response.to.$0city"),
    "a field of the current element": fields("sku", 'let x = response.lines where .s$0ku == "a"'),
    "a field without its dot": fields("sku", 'let x = response.lines where s$0ku == "a"'),
    "a field in a path": fields("id", 'for o in [response] { get "/orders/{o.i$0d}" }'),
    "a nested field in a path": fields("city", 'for o in [response] { get "/{o.to.ci$0ty}" }'),
    "a mapping": fields("id", 'map response -> Order { i$0d: "1" }'),
    "a shorthand mapping": fields("key", "map response -> Order { ke$0y }"),
    "a field a pattern binds": fields("id", "match response { { i$0d: x } -> skip, _ -> skip }"),
    "the declaration": fields("sku", "skip").replace("«sku»", "«sk$0u»"),
    "a key of a stored record": fields("id", "store [response] -> orders { key: .$0id }"),
}


@pytest.mark.parametrize(
    "text", [*CASES.values(), *FIELD_CASES.values()], ids=[*CASES, *FIELD_CASES]
)
def test_a_name_leads_to_its_declaration(text: str) -> None:
    """Every kind of reference of the specification's section 3.2 that stays in a file."""
    given = fixture(text)
    found = definition(given.project, given.path, given.offset)
    assert found is not None
    (target,) = found.targets
    assert isinstance(target, NameTarget | FieldTarget)
    assert [target.span] == given.marked[target.path]
    assert target.extent.start <= target.span.start
    assert target.extent.end >= target.span.end
    assert found.origin.start - 1 <= given.offset <= found.origin.end


@pytest.mark.parametrize(
    "steps",
    ['get "/$0x"', "let x = 1$0 + 2", "le$0t x = 1", "clear nowh$0ere", "let x = resp$0onse",
     "let x = response.wh$0at", 'let x = no$0w()'],
)  # fmt: skip
def test_what_is_no_declared_name_leads_nowhere(steps: str) -> None:
    """No guess is better than a wrong jump."""
    given = fixture(frame("", steps))
    assert definition(given.project, given.path, given.offset) is None


def test_a_mission_s_own_declaration_wins_over_the_file_s() -> None:
    """Resolution follows the scopes of section 3.1."""
    given = fixture(
        'store orders: file("a")\n'
        'mission A { store «orders»: file("b") action X { clear ord$0ers } }'
    )
    found = definition(given.project, given.path, given.offset)
    assert found is not None
    (target,) = found.targets
    assert isinstance(target, NameTarget)
    assert [target.span] == given.marked["a.vague"]


FOLDER = """\
//- mission.vague
mission Sync {{ source «Api» {{ auth: none }} run Fetch }}
//- stores.vague
store «orders»: file("orders")
//- schemas/order.vague
schema «Order» {{ «id»: string }}
//- fetch.vague
action «Fetch» {{
  {steps}
}}
"""
IMPORTING = """\
//- shared/types.vague
schema «Order» { «id»: string }
//- a.vague
import { $1Order } from "./shared/types.vague"
mission A { action X { map response -> $2Order { $3id: "1" } } }
"""


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("Api", 'get A$0pi "/x"'),
        ("orders", "clear ord$0ers"),
        ("Order", "map response -> Ord$0er { id: .id }"),
        ("id", "map response -> Order { i$0d: .id }"),
        ("Fetch", "jump Fe$0tch then retry"),
    ],
)
def test_a_name_leads_into_other_files_of_a_folder(name: str, steps: str) -> None:
    given = fixture(FOLDER.format(steps=steps))
    found = definition(given.project, given.path, given.offset)
    assert found is not None
    (target,) = found.targets
    assert isinstance(target, NameTarget | FieldTarget)
    assert given.at({target.path: [target.span]}) == {target.path: [name]}
    assert target.span in given.marked[target.path]


@pytest.mark.parametrize(("cursor", "name"), [("$1", "Order"), ("$2", "Order"), ("$3", "id")])
def test_an_imported_name_leads_to_its_file(cursor: str, name: str) -> None:
    text = IMPORTING.replace(cursor, "$0")
    for other in ("$1", "$2", "$3"):
        text = text.replace(other, "")
    given = fixture(text)
    found = definition(given.project, given.path, given.offset)
    assert found is not None
    (target,) = found.targets
    assert isinstance(target, NameTarget | FieldTarget)
    assert target.path == "shared/types.vague"
    assert given.at({target.path: [target.span]}) == {target.path: [name]}


SHOP = 'mission M {{ source Crm from "./crm.yaml" {{ auth: none }} action A {{ {} }} run A }}'


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (
            SHOP.format("call Crm.get$0Customer"),
            DocumentTarget(
                "a.vague",
                "./crm.yaml",
                ("paths", "/customers/{id}", "get", "operationId"),
                "getCustomer",
            ),
        ),
        (
            SHOP.format("call Crm.listCustomers for c in response { let x = c.na$0me }"),
            DocumentTarget(
                "a.vague",
                "./crm.yaml",
                ("components", "schemas", "Client", "properties", "name"),
            ),
        ),
        (SHOP.format("").replace("crm.yaml", "crm$0.yaml"), FileTarget("a.vague", "./crm.yaml")),
        ('import { T } from "./types$0.vague"', FileTarget("a.vague", "./types.vague")),
        (
            'source A { auth: bearer, token: env("TO$0KEN"), base: "https://a.example" }',
            EnvironmentTarget("TOKEN"),
        ),
        ('source A { auth: none, base: "${BA$0SE}/v1" }', EnvironmentTarget("BASE")),
    ],
)
def test_names_of_documents_files_and_the_environment_lead_outside(
    text: str, target: object
) -> None:
    """Where exactly that is, the caller finds out: this package opens no file."""
    given = fixture(text)
    found = definition(given.project, given.path, given.offset)
    assert found is not None
    assert found.targets == (target,)
