"""Rename over a project. `$0` is the cursor; `«` and `»` enclose every place that must change.

`«old»` becomes the new name; `«old|text»` says what else it becomes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from language.features.projects import fixture, project_of
from reqon_language.edits import apply_edits
from reqon_language.features.rename import Refusal, Renamable, Renamed, prepare_rename, rename
from reqon_language.rules.checking import report_in

RENAMED = {
    "a store, in all files of a folder": """\
//- mission.vague
mission Sync { source Api { auth: none, base: "https://a.example" } run Fetch }
//- stores.vague
store «ord$0ers»: memory("orders")
//- fetch.vague
action Fetch {
  get "/orders"
  store response -> «orders» { key: .orders }
  for order in «orders» { let orders2 = order.orders + «orders»[1].x delete «orders»[1] }
  let length = len(«orders» where .id == 1)
}
""",
    "a source": """\
mission Sync {
  source «Api» { auth: none, base: "https://a.example" }
  action Fetch { get «Api» "/a" get "/b" from «A$0pi» get "/c" { source: «Api» }
    get "/d" { source: "«Api»" } }
  run Fetch
}
""",
    "an action": """\
mission Sync {
  source Api { auth: none, base: "https://a.example" }
  action «Fet$0ch» { skip }
  action Work { match response { { Fetch: _ } -> «Fetch», _ -> jump «Fetch» then retry }
    run «Fetch» }
  run «Fetch» then [Work, «Fetch»]
}
""",
    "a schema that is imported": """\
//- types.vague
schema «Or$0der» { id: string }
schema Batch { first: «Order», rest: array<«Order»> }
//- a.vague
import { «Order» } from "./types.vague"
mission A { action X {
  match response { [«Order»] -> skip, _ -> map response -> «Order» { id: "1" } }
} }
//- b.vague
schema Order { id: string }
mission B { action X { map response -> Order { id: "1" } } }
""",
    "a transform": """\
mission Sync {
  transform «Cle$0an»: A -> B { id: .id }
  action A { apply «Clean» to response as x }
}
""",
    "a mission": "mission «Sy$0nc» { source Api { auth: none } }",
    "a loop's variable": """\
mission M { action A {
  for «it$0em» in response where .item > 1 {
    get "/a/{«item».id}/{«item»}"
    post "/b" { body: { «item|item: new», id: «item».item } }
  }
  let item = 1
} }
""",
    "a pattern's variable": """\
mission M { action A { match response { { error: «e$0» } where .e > 1 -> abort «e», _ -> skip } } }
""",
    "a variable bound by a field's own name": """\
mission M { action A { match response { { «error|error: new» } -> abort «er$0ror», _ -> skip } } }
""",
    "a parameter": """\
mission M { action A { let x = response.map(«r$0» => «r».total + «r») let r = 1 } }
""",
    "a page's parameter": """\
mission M { action A { get "/x" { paginate: page(«pa$0ge»), until: «page» > 10 } let page = 1 } }
""",
    "a variable of the mission": """\
mission M { let «li$0mit» = 5 action A { get "/x" { params: { limit: «limit» } } } }
""",
    "a variable a later action reads": """\
mission M {
  action A { let «tok$0en» = response.token }
  action B { get "/x" { headers: { a: «token» } } }
  run A then B
}
""",
    "what apply and map bind": """\
mission M { action A { apply T to response as «cl$0ean» store «clean» -> s { key: .clean } } }
""",
    "a field": """\
//- schemas.vague
schema Base { «to$0tal»: number }
//- mission.vague
mission M { source S { auth: none } action Q { map response -> Base { «total|new: total» } } run A }
//- a.vague
schema Order { ...Base, lines: array<Line> }
schema Line { total: number }
action A {
  map response -> Order { «total»: .total, lines: [] }
  let a = response.«total» + response.lines.total
  let b = response.lines where total > 1
  for o in [response] where «total» > 1 { get "/a/{o.«total»}" }
  map response -> Line { «total|total: new» }
  map response -> Line { total: response.total }
}
action B {
  map response -> Order { «total»: .total, lines: [] }
  match response { { «total|new: total» } -> abort total, _ -> skip }
}
""",
    "a field set by the field of the same name": """\
schema Order { «to$0tal»: number }
transform T: Order -> Order { «total» }
""",
    "a field of an object inside": """\
schema Order { id: string, to: { «ci$0ty»: string }, city: string }
mission M { action A {
  map response -> Order { id: "1", city: "x", to: { «city»: "x" } }
  let x = response.to.«city» + response.city
} }
""",
    "a field set inside a list": """\
schema Order { id: string, lines: array<Line> }
schema Line { «sk$0u»: string }
mission M { action A {
  map response -> Order { id: "1", lines: [{ «sku»: .x }, { "«sku»": "2" }] }
  let sku = response.lines.«sku»
} }
""",
    "a field in a pattern inside a pattern": """\
schema Order { to: Address }
schema Address { «ci$0ty»: string, street: string }
mission M { action A {
  map response -> Order { to: { «city»: "x", street: "y" } }
  match response { { to: { «city»: c } } -> abort c, { to: { «city|new: city» } } -> abort city }
} }
""",
}


def marked(text: str, new: str) -> tuple[str, dict[str, str]]:
    """Return a fixture without its marks but the cursor, and its files as they must become."""
    before = re.sub(r"«([^»|]*)(?:\|[^»]*)?»", r"\1", text)
    after = re.sub(r"«[^»|]*\|([^»]*)»", r"\1", text)
    after = re.sub(r"«[^»]*»", new, after).replace("$0", "")
    return before, dict(fixture(after).texts)


def codes(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what the rules find in each file."""
    project = project_of(texts)
    return {
        path: sorted(one.code for one in report_in(project, path).diagnostics) for path in texts
    }


@pytest.mark.parametrize("text", RENAMED.values(), ids=RENAMED)
def test_a_name_is_changed_everywhere_and_nowhere_else(text: str) -> None:
    """The result has no finding that was not there before."""
    before, after = marked(text, "new")
    given = fixture(before)
    found = rename(given.project, given.path, given.offset, "new")
    assert isinstance(found, Renamed), found
    result = {
        path: apply_edits(text, found.edits.get(path, ())) for path, text in given.texts.items()
    }
    assert result == after
    assert codes(result) == codes(given.texts)


@pytest.mark.parametrize("text", RENAMED.values(), ids=RENAMED)
def test_the_name_under_the_cursor_is_offered_for_editing(text: str) -> None:
    before, _ = marked(text, "new")
    given = fixture(before)
    ready = prepare_rename(given.project, given.path, given.offset)
    assert isinstance(ready, Renamable)
    assert given.texts[given.path][ready.span.start : ready.span.end] == ready.placeholder


MISSION = """\
mission M {{
  source Api {{ auth: none, base: "https://a.example/${{BASE}}" }}
  source Crm from "./crm.yaml" {{ auth: none }}
  store orders: memory("orders")
  store copies: memory("copies")
  schema Order {{ id: string, total: number }}
  schema Line {{ id: string, total: number }}
  transform Clean: Order -> Line {{ id: .id, total: .total }}
  let limit = 5
  action Fetch {{ skip }}
  action Work {{
    {steps}
  }}
  run Fetch then Work
}}
"""


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ("let x = no$0w()", "`now` is a built-in function and cannot be renamed."),
        ("let x = respo$0nse", "`response` is a name of the language and cannot be renamed."),
        (
            "call Crm.get$0Customer",
            "`getCustomer` is declared in ./crm.yaml; it has to be renamed there.",
        ),
        ("clear now$0here", "Nothing in this project declares `nowhere`, so it cannot be renamed."),
        (
            "for id in response { get \"/a\\t{i$0d}\" }",
            "`id` stands in a string with escapes (a.vague:12:30); write it without.",
        ),
        (
            "match response { [Order] -> skip, _ -> skip } let x = env(\"TO$0KEN\")",
            "`TOKEN` is set by the environment, where it has to be renamed.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_renamed_says_why(steps: str, message: str) -> None:
    """Before anything is typed, and again when it is."""
    given = fixture(MISSION.format(steps=steps))
    assert prepare_rename(given.project, given.path, given.offset) == Refusal(message)
    assert rename(given.project, given.path, given.offset, "new") == Refusal(message)


@pytest.mark.parametrize("steps", ["le$0t x = 1", "let x = 1$0", 'get "/a$0"', "skip$0"])
def test_where_no_name_stands_there_is_nothing_to_rename(steps: str) -> None:
    given = fixture(MISSION.format(steps=steps))
    assert prepare_rename(given.project, given.path, given.offset) is None
    assert rename(given.project, given.path, given.offset, "new") is None


@pytest.mark.parametrize(
    ("steps", "new", "words"),
    [
        ("clear ord$0ers", "copies", "The store `copies` is already declared (a.vague:5:9)"),
        ("run Fet$0ch", "Work", "The action `Work` is already declared (a.vague:11:10)"),
        ("map response -> Ord$0er { id: 1 }", "Line", "The schema `Line` is already declared"),
        ("clear ord$0ers", "limit", "The variable `limit`"),
        ("let a$0 = orders let b = 1", "b", "There is a variable `b` (a.vague:12:24)"),
        ("let a$0 = 1", "limit", "There is a variable `limit` (a.vague:9:7)"),
        ("let a$0 = 1", "orders", "There is a store `orders` (a.vague:4:9)"),
        ("for a$0 in response { for b in a { skip } }", "b", "There is a variable `b`"),
        ("for b in response { for a$0 in b { skip } }", "b", "There is a variable `b`"),
        ("for a$0 in response { let x = orders where total > 1 }", "total", "means something else"),
        ("let a$0 = 1", "response", "is a name of the language"),
        ("let a$0 = 1", "2b", "is no name"),
        ("let a$0 = 1", "two words", "is no name"),
        ("let a$0 = 1", "true", "has a meaning of its own"),
        ("map response -> Ord$0er { id: 1 }", "string", "is a built-in type"),
        ("map response -> Order { tot$0al: 1 }", "id", "There is a field `id` already"),
        ("match response { _ -> Fet$0ch }", "skip", "would be read as something else"),
        ("match response { { id: i$0d } -> abort id }", "Id", "would be read as a schema"),
        (
            "match response { item -> skip } map response -> Ord$0er { id: 1 }",
            "item",
            "is a variable that a pattern binds",
        ),
    ],
)
def test_names_that_are_taken_are_refused(steps: str, new: str, words: str) -> None:
    """A rename that changes what anything else means is none; the sentence says where."""
    given = fixture(MISSION.format(steps=steps))
    found = rename(given.project, given.path, given.offset, new)
    assert isinstance(found, Refusal), found
    assert words in found.message


def test_a_field_that_stands_in_for_another_is_not_renamed_alone() -> None:
    """The record would have both."""
    for schemas in (
        "schema Base { to$0tal: number } schema Order { ...Base, total: integer }",
        "schema Base { total: number } schema Order { ...Base, to$0tal: integer }",
    ):
        given = fixture(schemas)
        found = rename(given.project, given.path, given.offset, "new")
        assert isinstance(found, Refusal)
        assert "is in the same record" in found.message


def test_names_are_free_where_they_cannot_be_seen() -> None:
    """Another mission, another arm or another kind of declaration is no clash."""
    given = fixture(
        'mission A { store ord$0ers: memory("o") action X { clear orders } }\n'
        'mission B { store other: memory("o") action X { clear other } }\n'
    )
    assert isinstance(rename(given.project, given.path, given.offset, "other"), Renamed)
    given = fixture(
        'mission A { action X { for a$0 in response { get "/{a}" } for b in response { skip } } }'
    )
    assert isinstance(rename(given.project, given.path, given.offset, "b"), Renamed)
    given = fixture('mission A { source users { auth: none } store peop$0le: memory("o") }')
    assert isinstance(rename(given.project, given.path, given.offset, "users"), Renamed)


def test_a_field_read_from_either_of_two_schemas_is_refused() -> None:
    given = fixture(
        """\
schema A { i$0d: string }
schema B { id: string }
transform ToA: A -> A { id: .id }
transform ToB: B -> B { id: .id }
action Y { apply ToA to {} as a apply ToB to {} as b let u = a.id == "" ? a : b let v = u.id }
"""
    )
    found = rename(given.project, given.path, given.offset, "key")
    assert isinstance(found, Refusal)
    assert "may be a field of another schema as well" in found.message


def test_the_same_name_changes_nothing() -> None:
    given = fixture("schema Or$0der { id: string }")
    assert rename(given.project, given.path, given.offset, "Order") == Renamed({})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mission M { source Ap$0i { auth: none } }", "Credentials"),
        ("mission M$0 { source Api { auth: none } }", "Executions"),
        (
            'mission M { action A { get "/x" { paginate: page(pa$0ge), until: page > 1 } } }',
            "the parameter that is sent",
        ),
        ("schema Or$0der { id: string }", ""),
    ],
)
def test_what_goes_by_the_name_elsewhere_is_said(text: str, words: str) -> None:
    """No edit reaches credentials, executions or the server that is asked."""
    given = fixture(text)
    found = rename(given.project, given.path, given.offset, "new")
    assert isinstance(found, Renamed)
    assert words in found.caution
    assert bool(words) == bool(found.caution)


def test_an_import_of_two_things_keeps_both_from_being_renamed() -> None:
    given = fixture(
        """\
//- types.vague
source users { auth: none }
store us$0ers: memory("users")
//- a.vague
import { users } from "./types.vague"
"""
    )
    found = rename(given.project, given.path, given.offset, "people")
    assert isinstance(found, Refusal)
    assert "a.vague:1:10" in found.message


def test_a_mapping_cannot_set_a_field_twice() -> None:
    given = fixture(
        "schema Order { i$0d: string }\n"
        "mission M { action A { map response -> Order { id: .id, key: .key } } }"
    )
    found = rename(given.project, given.path, given.offset, "key")
    assert isinstance(found, Refusal)
    assert "is set already at a.vague:2:57" in found.message
