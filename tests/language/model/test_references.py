"""Names lead to what they stand for: the index behind definition, references and rename.

In a program, `$` is the cursor, and `<…>` surrounds the name it leads to.
"""

from __future__ import annotations

import re

import pytest

from reqon_language import parse
from reqon_language.model import FileModel, analyze
from reqon_language.syntax.ast import Span

HEAD = 'source Api { auth: none, base: "https://api.example.com" } store orders: file("orders")'
CASES = {
    "source before the path": "mission M { source <Api> { auth: none } action A { get $Api '/' } }",
    "source behind the path": "mission M { source <Api> { } action A { get '/' from A$pi } }",
    "source in a string": "mission M { source <Api> { } action A { get '' { source: '$Api' } } }",
    "source of an operation": "mission M { source <Api> from 'a' action A { call $Api.list } }",
    "store step": "mission M { store <orders>: memory action A { store 1 -> $orders } }",
    "store loop": "mission M { store <orders>: memory action A { for o in $orders { skip } } }",
    "store subscript": "mission M { store <orders>: memory action A { let o = $orders['1'] } }",
    "store of a queue": "mission M { store <dead>: memory action A { queue $dead } }",
    "store of a failed item": "mission M { store <dead>: memory action A "
    "{ for o in [] onError queue $dead { skip } } }",
    "store of events": "mission M { store <ev>: memory action A { wait { storage: $ev } } }",
    "action in run": "mission M { action <Fetch> { skip } run $Fetch }",
    "action in jump": "mission M { action <Fetch> { skip } action B { jump $Fetch } }",
    "action as arm": "mission M { action <Fetch> { skip } action B { match 1 { _ -> $Fetch } } }",
    "transform": "mission M { transform <Clean> -> T { } action B { apply $Clean to response } }",
    "schema in an arm": "mission M { schema <Order> { } action B { match 1 { $Order -> skip } } }",
    "schema of a list": "mission M { schema <O> { } action B { match 1 { [$O] -> skip } } }",
    "schema of a map": "mission M { schema <Order> { } action B { map 1 -> $Order { } } }",
    "schema of a field": "mission M { schema <Order> { } schema B { order: [$Order] } }",
    "schema that is extended": "mission M { schema <Order> { } schema B { ...$Order } }",
    "schema in a test": "mission M { schema <Order> { } action A { let x = 1 is $Order } }",
    "let": "mission M { action A { let <x> = 1 post '/' { body: $x } } }",
    "let of the mission": "mission M { let <x> = 1 action A { post '/' { body: $x } } }",
    "let of an earlier stage": "mission M { action A { let <x> = 1 } "
    "action B { post '/' { body: $x } } run A then B }",
    "loop variable": "mission M { action A { for <o> in [] { post '/' { body: $o } } } }",
    "inner loop variable": "mission M { action A { for o in a { for <o> in a { map $o -> x } } } }",
    "result of apply": "mission M { action A { apply T to 1 as <x> store $x -> s } }",
    "result of map": "mission M { action A { map { a: 1 } -> <x> store $x -> s } }",
    "binding of a pattern": "mission M { action A { match 1 { { error: <e> } -> abort $e } } }",
    "shorthand pattern": "mission M { action A { match 1 { { <error> } -> abort $error } } }",
    "parameter of a lambda": "mission M { action A { let x = map([], <y> => $y.id) } }",
    "page parameter": "mission M { action A { get '' { paginate: page(<p>, 9), until: $p > 3 } } }",
    "placeholder": 'mission M { action A { for <o> in [] { get "/a/{$o.id}" } } }',
    "declaration of the file": "store <orders>: memory mission M { action A { clear $orders } }",
    "the mission's own first": "store orders: memory "
    "mission M { store <orders>: memory action A { clear $orders } }",
}


def model_of(marked: str) -> tuple[FileModel, int, Span]:
    """Return the model of a program, its cursor, and the span between `<` and `>`."""
    before, name, after = re.split(r"<(\w+)>", marked)
    cursor = marked.index("$") - (2 if marked.index("$") > marked.index("<") else 0)
    text = (before + name + after).replace("$", "")
    start = len(before.replace("$", ""))
    return analyze(parse(text)), cursor, Span(start, start + len(name))


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES)
def test_a_name_leads_to_its_declaration(marked: str) -> None:
    """From anywhere a name is used to where it was declared or bound."""
    model, cursor, span = model_of(marked)
    reference = model.reference_at(cursor)
    assert reference is not None
    found = model.definition_of(reference)
    assert found is not None
    assert found.span == span


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES)
def test_a_declaration_knows_who_uses_it(marked: str) -> None:
    """The way back: the reference is among those to its declaration."""
    model, cursor, _ = model_of(marked)
    reference = model.reference_at(cursor)
    assert reference is not None
    found = model.definition_of(reference)
    assert found is not None
    assert reference in model.references_to(found)


def test_writing_a_store_is_told_from_reading_it() -> None:
    """Highlighting and the rules about parallel stages need the difference."""
    model = analyze(
        parse("mission M { store s: memory action A { for x in s { store x -> s } clear s } }")
    )
    roles = [reference.role for reference in model.references() if reference.kind == "store"]
    assert roles == ["read", "write", "write"]


def test_environment_files_and_operations_are_references() -> None:
    """What leads out of the file is in the index, too."""
    text = """
        source Api from "./api.yaml" {
          auth: bearer, token: env("TOKEN"), headers: { Region: "${REGION:-eu}" }
        }
        action A { call Api.listOrders }
    """
    found = [(r.kind, r.name, r.owner) for r in analyze(parse(text)).references()]
    assert found == [
        ("file", "./api.yaml", None),
        ("function", "env", None),
        ("environment", "TOKEN", None),
        ("environment", "REGION", None),
        ("source", "Api", None),
        ("operation", "listOrders", "Api"),
    ]


def test_text_above_moves_references_and_changes_nothing_else() -> None:
    """Positions are relative (architecture invariant 3)."""
    text = "mission M { store s: memory action A { for x in s { store x -> s } } run A }"
    above = "// a comment\n\n"
    moved = analyze(parse(above + text)).references()
    assert moved == tuple(r.shift(len(above)) for r in analyze(parse(text)).references())
