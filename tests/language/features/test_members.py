"""What completion proposes behind a dot. `$0` is the cursor; a case lists the proposals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from reqon_language.features.completion import complete
from reqon_language.model import analyze
from reqon_language.syntax import parse

DECLARATIONS = """\
mission Sync {
  source Api { auth: none, base: "https://api.example" }
  source Crm from "./crm.yaml" { auth: none }
  store orders: file("orders")
  store copies: file("copies")
  schema Order { id: string, total: number?, lines: array<Line>, to: { city: string } }
  schema Line { sku: string, count: int }
  action Fetch {
    get "/orders"
    match response { [Order] -> store response -> orders { key: .id }, _ -> abort "no" }
  }
"""
SPECS: Mapping[str, Mapping[str, Any]] = {
    "./crm.yaml": {
        "openapi": "3.1.0",
        "paths": {
            "/customers": {
                "get": {
                    "operationId": "listCustomers",
                    "responses": {
                        "200": {
                            "content": {
                                "application/json": {
                                    "schema": {
                                        "type": "array",
                                        "items": {"$ref": "#/components/schemas/Customer"},
                                    }
                                }
                            }
                        }
                    },
                },
                "post": {"operationId": "createCustomer"},
            }
        },
        "components": {
            "schemas": {
                "Customer": {
                    "type": "object",
                    "required": ["id"],
                    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
                }
            }
        },
    }
}
ORDER = ["id", "total", "lines", "to"]


def action(text: str) -> str:
    return f"{DECLARATIONS}  action Work {{\n    {text}\n  }}\n  run Fetch then Work\n}}\n"


def proposed(text: str) -> list[str]:
    text = action(text)
    offset = text.index("$0")
    text = text.replace("$0", "")
    model = analyze(parse(text), specs=SPECS)
    return [item.label for item in complete(model, text, offset).items]


CASES = {
    "a record of a store": ("for order in orders { put order.$0 }", ORDER),
    "half a field": ("for order in orders { let x = order.to$0 }", ["to", "total", "id", "lines"]),
    "a nested object": ("for order in orders { let x = order.to.$0 }", ["city"]),
    "an array": ("for order in orders { let x = order.lines.$0 }", ["sku", "count", "length"]),
    "an element of an array": (
        "for order in orders { let x = first(order.lines).$0 }",
        ["sku", "count"],
    ),
    "the current element": ('for order in orders where .$0 == "1" { skip }', ORDER),
    "half a field of the element": (
        'for order in orders where .li$0 == "1" { skip }',
        ["lines", "id", "total", "to"],
    ),
    "the key of a store": ("for order in orders { store order -> copies { key: .$0 } }", ORDER),
    "the result of a map": (
        'get "/x"\n    map response -> Line { sku: .a, count: .b }\n    let x = response.$0',
        ["sku", "count"],
    ),
    "an arm's schema": (
        'get "/x"\n    match response { Line -> put response.$0 }',
        ["sku", "count"],
    ),
    "the response of an operation": (
        "call Crm.listCustomers\n    for c in response { let x = c.$0 }",
        ["id", "name"],
    ),
    "the operations of a source": ("call Crm.$0", ["listCustomers", "createCustomer"]),
    "a plain response": ('get "/x"\n    let x = response.$0', []),
    "text": ("for order in orders { let x = order.id.$0 }", ["length"]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_fields_are_proposed_behind_a_dot(text: str, expected: list[str]) -> None:
    """The fields of the value's type, in declared order, best match first; else nothing."""
    assert proposed(text)[: len(expected)] == expected
    assert bool(proposed(text)) == bool(expected)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("let x = orders.$0", "filter", "trim"),
        ("for order in orders { let x = order.lines.fi$0 }", "first", "trim"),
        ("for order in orders { let x = order.id.$0 }", "trim", "filter"),
        ("for order in orders { let x = order.$0 }", "id", "filter"),
        ("for order in orders where .$0 { skip }", "id", "filter"),
    ],
)
def test_functions_are_proposed_behind_what_they_take(
    text: str, wanted: str, unwanted: str
) -> None:
    """Only where the value surely is a list or text, and never behind a bare dot."""
    labels = proposed(text)
    assert wanted in labels
    assert unwanted not in labels
