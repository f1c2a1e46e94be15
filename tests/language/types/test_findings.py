"""What the rules of types report and, as important, what they are silent about."""

from __future__ import annotations

import pytest

from reqon_language import parse
from reqon_language.model import Project
from reqon_language.rules import check, report_in

DECLARATIONS = """\
mission Sync {
  source Api { auth: none, base: "https://api.example" }
  store orders: file("orders")
  schema Order { id: string, total: number?, status: "open" | "paid", lines: array<Line> }
  schema Line { sku: string, count: int }
  schema Base { id: string }
  schema Derived { ...Base, name: string }
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
TYPES = {
    "RQ3008", "RQ4001", "RQ4002", "RQ4003", "RQ4004", "RQ4005", "RQ4006", "RQ4007", "RQ4015",
    "RQ4016", "RQ4017", "RQ4020", "RQ5002", "RQ5011", "RQ5012", "RQ5013", "RQ5014",
}  # fmt: skip


def codes(steps: str) -> list[str]:
    found = check(parse(DECLARATIONS.replace("{steps}", steps)))
    return [diagnostic.code for diagnostic in found if diagnostic.code in TYPES]


REPORTED = {
    "a field of a nested schema": ("for o in orders { let x = o.lines.skuu }", ["RQ4001"]),
    "a field in a path": ('for o in orders { get "/x/{o.idd}" }', ["RQ4001"]),
    "a field of the element": ("for o in orders where .idd == 1 { skip }", ["RQ4001"]),
    "a field of a filtered list": ('let x = first(orders where .id == "1").idd', ["RQ4001"]),
    "a field in a lambda": ("let x = map(orders, o => o.idd)", ["RQ4001"]),
    "a field of an inline object": (
        'map 1 -> Line { sku: "a", count: 1 }\nlet x = response.total',
        ["RQ4001"],
    ),
    "an inherited field": (
        'map 1 -> Derived { name: "a" }',
        ["RQ4005"],
    ),
    "arithmetic with an optional field": ("for o in orders { let x = o.total * 2 }", ["RQ4002"]),
    "text compared with a number": ("for o in orders where .id == 5 { skip }", ["RQ4003"]),
    "a status that does not exist": (
        'for o in orders where .status == "opn" { skip }',
        ["RQ4004"],
    ),
    "a record compared with true": (
        'let found = any of orders where .id == "1"\nif found == true { skip }',
        ["RQ4003"],
    ),
    "a list in arithmetic": ("for o in orders { let x = o.lines - 1 }", ["RQ4003"]),
    "a date less a number": ("let x = now() - 3", ["RQ4003"]),
    "a loop over a record": ("for o in orders { for x in o { skip } }", ["RQ5002"]),
    "a loop over text": ("for o in orders { for x in o.id { skip } }", ["RQ5002"]),
    "an array read by a name": ('for o in orders { let x = o.lines["sku"] }', ["RQ4020"]),
}


@pytest.mark.parametrize(("steps", "expected"), REPORTED.values(), ids=REPORTED.keys())
def test_what_cannot_be_right_is_reported_once(steps: str, expected: list[str]) -> None:
    """One mistake, one finding."""
    assert codes(steps) == expected


SILENT = {
    "an unknown response": 'get "/x"\nlet x = response.a.b * 2 + response.c[0]',
    "an error body": 'get "/x"\nmatch response { { error: e, code: c } -> abort e + c, _ -> skip }',
    "a paginated list by its name": (
        'get "/x" { paginate: page(p, 10), until: length(response.data) == 0 }\n'
        "for item in response.data { let x = item.id }"
    ),
    "numbers in text": 'let price = "12.50"\nlet x = price * 2',
    "dates in text": 'let day = "2024-01-20"\nlet x = day - days(3)\nlet y = now() > day',
    "a date and text": 'let x = "at " + now() + 3',
    "an optional field with a default": "for o in orders { let x = (o.total ?? 0) * 2 }",
    "an optional field that was tested": (
        "for o in orders where .total != null { let x = o.total * 2 }"
    ),
    "an optional field in text": 'for o in orders { let x = "total " + o.total }',
    "an optional field compared with null": "for o in orders where .total == null { skip }",
    "element-wise products": "for o in orders { let x = sum(o.lines.count * o.lines.count) }",
    "a length": "for o in orders { let x = o.id.length + o.lines.length + orders.length }",
    "a method": "for o in orders { let x = o.lines.first().sku + o.id.uppercase() }",
    "a tested length": "for o in orders { if length(o.lines) > 0 { let x = 1 / length(o.lines) } }",
    "a spread": 'for o in orders { map o -> Order { ...o, id: "x" } }',
    "a spread of something": 'get "/x"\nmap response -> Line { ...response }',
    "an undeclared target": "map 1 -> Nothing { a: 1 }\nlet x = response.b.c",
    "a field a store adds": "for o in orders where ._partial == true { skip }",
    "a variable constant": "let full = false\nif full { skip }",
    "a variable compared": 'let mode = "full"\nif mode == "fast" { skip }',
    "a whole number given as a number": ('map 1 -> Line { sku: "a", count: 4 / 2 }'),
    "null in an expression": 'let x = null\nlet y = "a" + x',
    "narrowing by an arm": (
        'get "/x"\nmatch response { Line -> { let x = response.count }, _ -> skip }\n'
        "let y = response.sku"
    ),
    "a boolean default": "let flag = exists(1) or true",
}


@pytest.mark.parametrize("steps", SILENT.values(), ids=SILENT.keys())
def test_what_may_be_right_is_not_reported(steps: str) -> None:
    """Unknown types give no findings, and idioms of the language none either."""
    assert codes(steps) == []


def test_a_store_that_another_file_fills_with_what_is_not_known_is_not_known() -> None:
    """In a folder of files nothing is said of its records then."""
    tree = parse(DECLARATIONS.replace("{steps}", "for o in orders { let x = o.idd }"))
    project = Project("mission").with_file("mission", tree).with_file("part", parse(""))
    found = report_in(project, "mission").diagnostics
    assert TYPES & {diagnostic.code for diagnostic in found}
    filling = parse('action More { get "/x" store response -> orders }')
    found = report_in(project.with_file("part", filling), "mission").diagnostics
    assert not TYPES & {diagnostic.code for diagnostic in found}
