"""Find references, go to type definition and to implementation, over a project.

`$0` is the cursor, `«` and `»` enclose everything that must be found, in every file.
"""

from __future__ import annotations

import pytest

from language.features.projects import fixture
from reqon_language.features.definition import Definition
from reqon_language.features.implementation import implementation
from reqon_language.features.navigation import DocumentTarget, FieldTarget, NameTarget
from reqon_language.features.references import references
from reqon_language.features.type_definition import type_definition

REFERENCES = {
    "a store in every file of a folder": """\
//- mission.vague
mission Sync { source Api { auth: none } run Fetch }
//- a.vague
store «ord$0ers»: file("orders")
//- b.vague
action Fetch {
  get "/orders"
  store response -> «orders» { key: .id }
  for o in «orders» { delete «orders»[o.id] }
  let orders2 = «orders» where .id == 1
}
""",
    "a source": """\
mission Sync {
  source «A$0pi» { auth: none }
  source B { auth: none }
  action Fetch { get «Api» "/a" get "/b" from «Api» get "/c" { source: «Api» } get B "/d" }
}
""",
    "an action": """\
mission Sync {
  action «Fet$0ch» { skip }
  action Work { match response { { a: _ } -> «Fetch», _ -> jump «Fetch» then retry } }
  run «Fetch» then [Work, «Fetch»]
}
""",
    "a schema": """\
mission Sync {
  schema «Or$0der» { id: string }
  schema Other { ...«Order», a: array<«Order»> }
  transform T: «Order» -> «Order» { id: .id }
  action A { match response { [«Order»] -> skip, _ -> map response -> «Order» { id: "1" } } }
}
""",
    "a transform": """\
mission Sync {
  transform «Cl$0ean»: A -> B { id: .id }
  action A { apply «Clean» to response as x }
}
""",
    "a variable, not one of the same name": """\
mission Sync {
  action A {
    let «to$0tal» = 1
    get "/a/{«total»}"
    for total in response { post "/b" { body: total } }
    let next = «total» + 1
  }
}
""",
    "a variable of an earlier action": """\
mission Sync {
  action A { let «tok$0en» = response.token }
  action B { get "/x" { headers: { a: «token» } } }
  run A then B
}
""",
    "a parameter of a page": """\
mission Sync {
  action A { get "/x" { paginate: page(«pa$0ge»), until: «page» > 10 } }
}
""",
    "a name that is imported": """\
//- types.vague
schema «Order» { id: string }
//- a.vague
import { «Order» } from "./types.vague"
mission A { action X { map response -> «Ord$0er» { id: "1" } } }
//- b.vague
import { «Order» } from "./types.vague"
mission B { transform T: «Order» -> «Order» { id: .id } }
//- c.vague
schema Order { id: string }
mission C { transform T: Order -> Order { id: .id } }
""",
    "a field": """\
//- mission.vague
mission Sync { source Api { auth: none } run A }
//- schemas.vague
schema Order { «to$0tal»: number, note: string }
schema Line { total: number }
//- store.vague
store orders: file("orders")
//- a.vague
action A {
  map response -> Order { «total»: .amount, note: "" }
  let x = response.«total»
  for o in [response] where .«total» > 1 { get "/a/{o.«total»}" }
  map response -> Line { total: response.«total» }
  let y = response.total
}
""",
    "a field among descriptions of data": """\
schema Order {
  «pri$0ce»: decimal in 1..100,
  total: round(.«price» * .count, 2),
  count: int,
  note: string when «price» > 10
}
dataset Shop { orders: 10 of Order { «price»: 5 } }
""",
    "an operation": """\
mission M {
  source Crm from "./crm.yaml" { auth: none }
  action A { call Crm.«get$0Customer» call Crm.listCustomers call Crm.«getCustomer» }
}
""",
    "a function": """\
mission M { action A { let a = «no$0w»() let b = «now»() let now = 1 } }
""",
}


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES)
def test_references_are_found_in_all_files(text: str) -> None:
    """With its declaration, in the order of the text, and nothing that only has the same name."""
    given = fixture(text)
    found = references(given.project, given.path, given.offset, declared=True)
    assert {path: [place.span for place in places] for path, places in found.items()} == dict(
        given.marked
    )


def test_the_declaration_can_be_left_out() -> None:
    given = fixture('store ord$0ers: file("o")\naction A { clear «orders» }')
    found = references(given.project, given.path, given.offset, declared=False)
    assert {path: [place.span for place in places] for path, places in found.items()} == dict(
        given.marked
    )


def test_a_variable_of_the_environment_is_found_everywhere() -> None:
    given = fixture(
        """\
//- mission.vague
mission M { source A { auth: bearer, token: env("TO$0KEN"), base: "https://${TOKEN}.example" } }
//- b.vague
source B { auth: bearer, token: env("TOKEN") }
source C { auth: bearer, token: env("OTHER") }
"""
    )
    found = references(given.project, given.path, given.offset, declared=True)
    assert {path: len(places) for path, places in found.items()} == {
        "mission.vague": 2,
        "b.vague": 1,
    }


TYPED = """\
mission Sync {{
  source Crm from "./crm.yaml" {{ auth: none }}
  store orders: file("orders")
  schema {order} {{ id: string, lines: array<Line> }}
  schema {line} {{ sku: string }}
  action Work {{
    map response -> Order {{ id: .x, lines: [] }}
    {steps}
  }}
  action Fill {{
    map response -> Order {{ id: .x, lines: [] }}
    store response -> orders {{ key: .id }}
  }}
  run Fill then Work
}}
"""


@pytest.mark.parametrize(
    ("schema", "steps"),
    [
        ("Order", "let x = res$0ponse"),
        ("Order", "for o in orders { let x = $0o }"),
        ("Order", "for o in ord$0ers { skip }"),
        ("Line", "let x = response.li$0nes"),
        ("Line", "for l in response.lines { let y = l$0.sku }"),
        ("Order", "let kep$0t = response"),
        ("Line", "map response -> Li$0ne { sku: .id }"),
    ],
)
def test_a_value_leads_to_its_schema(schema: str, steps: str) -> None:
    names = {"order": "Order", "line": "Line"} | {schema.lower(): f"«{schema}»"}
    given = fixture(TYPED.format(**names, steps=steps))
    found = type_definition(given.project, given.path, given.offset)
    assert isinstance(found, Definition)
    (target,) = found.targets
    assert isinstance(target, NameTarget | FieldTarget)
    assert [target.span] == given.marked[target.path]


def test_an_imported_store_leads_to_the_schema_of_what_is_put_into_it() -> None:
    """Which only the file that imports it knows."""
    given = fixture("""\
//- shared.vague
store orders: file("orders")
schema «Order» { id: string }
//- a.vague
import { orders, Order } from "./shared.vague"
action A {
  map response -> Order { id: .id }
  store response -> ord$0ers { key: .id }
}
""")
    found = type_definition(given.project, given.path, given.offset)
    assert found is not None
    (target,) = found.targets
    assert isinstance(target, NameTarget)
    assert [target.span] == given.marked[target.path]


def test_an_answer_leads_into_its_document() -> None:
    steps = "call Crm.getCustomer let x = resp$0onse"
    given = fixture(TYPED.format(order="Order", line="Line", steps=steps))
    found = type_definition(given.project, given.path, given.offset)
    assert found is not None
    pointer = ("components", "schemas", "Client")
    assert found.targets == (DocumentTarget("a.vague", "./crm.yaml", pointer),)


@pytest.mark.parametrize("steps", ["let x = 1$0", "let x$0 = 1", "skip$0", "let x = unkn$0own"])
def test_what_has_no_schema_leads_nowhere(steps: str) -> None:
    given = fixture(TYPED.format(order="Order", line="Line", steps=steps))
    assert type_definition(given.project, given.path, given.offset) is None


IMPLEMENTATIONS = {
    "a schema": """\
//- mission.vague
mission Sync { source Api { auth: none } run A }
//- b.vague
schema Or$0der { id: string }
transform Clean: Order -> «Order» { id: .id }
transform Other: Order -> Line { id: .id }
//- c.vague
action A {
  map response -> «Order» { id: .id }
  apply «Clean» to response as x
  apply Other to response as y
  match response { Order -> skip, _ -> skip }
}
""",
    "a field": """\
schema Order { i$0d: string }
transform Clean: Order -> Order { «id»: .id }
""",
    "a store": """\
store ord$0ers: file("o")
action A { store response -> «orders» { key: .id } clear orders for o in orders { skip } }
""",
}


@pytest.mark.parametrize("text", IMPLEMENTATIONS.values(), ids=IMPLEMENTATIONS)
def test_what_is_produced_leads_to_the_steps_that_do_it(text: str) -> None:
    given = fixture(text)
    assert implementation(given.project, given.path, given.offset) == dict(given.marked)
