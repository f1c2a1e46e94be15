"""What is known at a place. `$0` is the place; a case gives the type there, None for nothing."""

from __future__ import annotations

import pytest

from reqon_language import parse
from reqon_language.model import FileModel, analyze
from reqon_language.model.types import Type, display

DECLARATIONS = """\
mission Sync {
  source Api { auth: none, base: "https://api.example" }
  store orders: file("orders")
  store copies: file("copies")
  store notes: memory("notes")
  schema Order { id: string, total: number?, status: "open" | "paid", lines: array<Line> }
  schema Line { sku: string, count: int }
  schema Error { error: string }
  transform Flat: Order -> Line { sku: .id, count: 1 }
  let limit = 100
  action Fetch {
    get "/orders"
    match response { [Order] -> store response -> orders { key: .id }, _ -> abort "no" }
  }
  action Work {
    {steps}
  }
  run Fetch then Work
}
"""


def at(steps: str) -> tuple[FileModel, int]:
    text = DECLARATIONS.replace("{steps}", steps)
    offset = text.index("$0")
    return analyze(parse(text.replace("$0", ""))), offset


def shown(of: Type | None) -> str | None:
    return None if of is None else display(of)


EXPRESSIONS = {
    "a literal": ('put "x" { body: 1$0 }', "1"),
    "a variable": ('let x = "a"\n put "/x" { body: x$0 }', "string"),
    "a variable of the mission": ('put "/x" { body: limit$0 }', "integer"),
    "a store": ('put "/x" { body: orders$0 }', "store<Order>"),
    "a record of a store": ('for order in orders { put "/x" { body: order$0 } }', "Order"),
    "the loop's own name": ("for order$0 in orders { skip }", "Order"),
    "a field": ("for o in orders { let x = o.status$0 }", '"open" | "paid"'),
    "an optional field": ("for o in orders { let x = o.total$0 }", "number | null"),
    "a default": ("for o in orders { let x$0 = o.total ?? 0 }", "number"),
    "a field of each element": ("for o in orders { let x = o.lines.sku$0 }", "array<string>"),
    "an element": ("for o in orders { let x = o.lines[0]$0 }", "Line | null"),
    "a filter": ('let x$0 = orders where .id == "1"', "array<Order>"),
    "one of many": ('let x$0 = any of orders where .id == "1"', "Order | null"),
    "a function": ("let x$0 = length(orders)", "integer"),
    "a function of elements": ("let x$0 = first(orders)", "Order | null"),
    "map as a function": ("let x$0 = map(orders, .status)", 'array<"open" | "paid">'),
    "a lambda": ("let x = filter(orders, o => o$0.id)", "Order"),
    "a method": ("let x$0 = orders.first()", "Order | null"),
    "a pipe": ("let x$0 = orders | length()", "integer"),
    "arithmetic": ("let x$0 = 1 + 2 * 3", "integer"),
    "a division": ("let x$0 = 1 / 2", "number"),
    "text": ('let x$0 = "a" + 1', "string"),
    "a date": ("let x$0 = now() - days(3)", "date"),
    "the time between dates": ("let x$0 = now() - now()", "duration"),
    "an object": ("let x$0 = { a: 1, b: [true] }", "{ a: integer, b: array<boolean> }"),
    "a conditional": ('let x$0 = limit > 1 ? "a" : null', '"a" | null'),
    "a match": ('let x$0 = match limit { 1 => "a", _ => 2 }', '2 | "a"'),
    "a transform's result": ("for o in orders { apply Flat to o as x$0 }", "Line"),
    "a bound pattern": ('get "/x" match response { { error: e$0 } -> skip, _ -> skip }', "any"),
    "an unknown name": ("let x = nobody$0", "any"),
}


@pytest.mark.parametrize(("steps", "expected"), EXPRESSIONS.values(), ids=EXPRESSIONS.keys())
def test_type_of_an_expression(steps: str, expected: str) -> None:
    """The smallest expression or name around the place."""
    model, offset = at(steps)
    assert shown(model.type_at(offset)) == expected


RESPONSES = {
    "after a fetch": ('get "/x"\n $0skip', "any"),
    "after a paginated fetch": (
        'get "/x" { paginate: page(page, 10), until: length(response) == 0 }\n $0skip',
        "array<any>",
    ),
    "after a map": ('map 1 -> Line { sku: "a", count: 1 }\n $0skip', "Line"),
    "after an apply": ("for o in orders { apply Flat to o\n $0skip }", "Line"),
    "in an arm": ('get "/x"\n match response { Order -> { $0skip }, _ -> skip }', "Order"),
    "in the arm of a list": (
        'get "/x"\n match response { [Order] -> { $0skip }, _ -> skip }',
        "array<Order>",
    ),
    "behind arms that end": (
        'get "/x"\n match response { Order -> continue, _ -> skip }\n $0skip',
        "Order",
    ),
    "behind arms that go on": (
        'get "/x"\n match response { Order -> continue, _ -> continue }\n $0skip',
        "any",
    ),
    "behind a block": (
        'if limit > 1 { map 1 -> Line { sku: "a", count: 1 } } else { abort }\n $0skip',
        "Line",
    ),
    "a loop reads the outer one": (
        'map 1 -> Line { sku: "a", count: 1 }\n for o in orders { $0skip }',
        "Line",
    ),
    "a loop keeps its own": (
        'map 1 -> Line { sku: "a", count: 1 }\n for o in orders { get "/x" }\n $0skip',
        "Line",
    ),
    "after a wait": (
        'map 1 -> Line { sku: "a", count: 1 }\n wait { timeout: 10 }\n $0skip',
        "any",
    ),
}


@pytest.mark.parametrize(("steps", "expected"), RESPONSES.values(), ids=RESPONSES.keys())
def test_type_of_response_along_the_steps(steps: str, expected: str) -> None:
    """`response` is what the last step before the place made it (specification 3.3 and 4.2)."""
    model, offset = at(steps)
    assert shown(model.response_type_at(offset)) == expected


STORES = {
    "what is stored": ("for o in orders { store o.lines[0] -> copies { key: .sku } }", "Line"),
    "one of two": (
        """for o in orders { store o -> copies { key: .id } }
        for l in first(orders).lines { store l -> copies { key: .sku } }""",
        "Line | Order",
    ),
    "something unknown, too": (
        """for o in orders { store o -> copies { key: .id } }
        get "/x"
        store response -> copies { key: .id }""",
        "any",
    ),
    "what it holds already": ("for c in copies { store c -> copies { key: .id } }", "any"),
    "what is queued": ('queue copies { item: { why: "x" }, key: "1" }', "{ why: string }"),
}


@pytest.mark.parametrize(("steps", "expected"), STORES.values(), ids=STORES.keys())
def test_type_of_the_records_of_a_store(steps: str, expected: str) -> None:
    """A store holds what the mission puts into it; where that is unclear, anything."""
    text = DECLARATIONS.replace("{steps}", steps).replace(
        "  run", "  action Read { for copy in copies { let x = copy } }\n  run"
    )
    model = analyze(parse(text))
    assert shown(model.type_at(text.index("let x = copy") + 11)) == expected


def test_what_did_not_change_keeps_its_types() -> None:
    """Facts and surroundings being equal, the very same types serve the next version."""
    tree = parse(DECLARATIONS.replace("{steps}", "skip"))
    first = analyze(tree)
    second = analyze(tree, previous=first)
    assert [id(typed) for typed in first.types.typed] == [id(one) for one in second.types.typed]


HARD = {
    "records of records": "\n".join(f"let a{n + 1} = {{ x: a{n}, y: a{n} }}" for n in range(200)),
    "lists of lists": "\n".join(f"let a{n + 1} = [a{n}]" for n in range(1000)),
    "pages of pages": "\n".join(
        "map response -> Any { a: response, b: response }" for _ in range(99)
    ),
}


@pytest.mark.parametrize("steps", HARD.values(), ids=HARD.keys())
def test_types_do_not_grow_without_end(steps: str) -> None:
    """What doubles with every line is given up, not followed."""
    model, offset = at(f"let a0 = 1\n{steps}\nlet last$0 = a7")
    assert model.type_at(offset) is not None


def test_declarations_that_wait_for_each_other_are_followed_a_while() -> None:
    """A chain of a thousand stores, the last filled first, costs no stack."""
    actions = "\n".join(
        f'store s{n}: memory("{n}")\n'
        f"action A{n} {{ for x in s{n + 1} {{ store x -> s{n} {{ key: .id }} }} }}"
        for n in range(1000)
    )
    schemas = "\n".join(f"schema T{n} {{ ...T{n + 1}, ...T{n + 2} }}" for n in range(300))
    assert analyze(parse(f"mission M {{ {actions}\n{schemas} }}")).types.typed
