"""Fixtures with a cursor: a text with `$0`, the tree and the model of the text without it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reqon_language.edits import TextEdit, apply_edits
from reqon_language.model import FileModel, analyze
from reqon_language.syntax import Tree, parse
from reqon_language.tabstops import SnippetEdit, Stop

CRM: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/customers": {
            "get": {
                "operationId": "listCustomers",
                "summary": "All customers, a page at a time.",
                "parameters": [
                    {"name": "status", "in": "query", "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "array",
                                    "items": {"$ref": "#/components/schemas/Client"},
                                }
                            }
                        }
                    }
                },
            },
            "post": {"operationId": "createCustomer", "summary": "Add a customer."},
        },
        "/customers/{id}": {
            "get": {
                "operationId": "getCustomer",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Client"}}
                        }
                    }
                },
            },
        },
    },
    "components": {
        "schemas": {
            "Client": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
            }
        }
    },
}
"""The OpenAPI description `./crm.yaml`."""

HEAD = """\
mission Sync {
  // The shop.
  source Api { auth: none, base: "https://api.example" }
  source Crm from "./crm.yaml" { auth: none }
  // What was ordered.
  store orders: file("orders")
  store copies: memory("copies")
  // An order
  // of the shop.
  schema Order {
    id: string,
    // In cents.
    total: number?,
    lines: array<Line>,
    to: { city: string }
  }
  schema Line { sku: string, count: int }
  transform Clean: Order -> Line { sku: .id, count: 1 }
  // Fills the store.
  action Fetch {
    get "/orders"
    match response { [Order] -> store response -> orders { key: .id }, _ -> abort "no" }
  }
"""


@dataclass(frozen=True, slots=True)
class At:
    """A text without its cursor, what was made of it, and where the cursor was."""

    text: str
    offset: int
    tree: Tree
    model: FileModel


def at(text: str) -> At:
    """Read a text with one `$0`."""
    offset = text.index("$0")
    text = text.replace("$0", "", 1)
    tree, model = read(text)
    return At(text, offset, tree, model)


def read(text: str) -> tuple[Tree, FileModel]:
    """Return the tree and the model of a text; `./crm.yaml` can be read, `./gone.yaml` not."""
    tree = parse(text)
    return tree, analyze(tree, specs={"./crm.yaml": CRM})


def members(text: str) -> str:
    """Return a mission whose last members are `text`."""
    return f"{HEAD}  {text}\n}}\n"


def steps(text: str) -> str:
    """Return a mission whose last action does `text`."""
    return members(f"action Work {{\n    {text}\n  }}\n  run Fetch then Work")


def with_stops(text: str, stops: Iterable[Stop]) -> str:
    """Return a text with the places an editor leads through drawn as in a snippet."""
    spans = [(span, number) for number, stop in enumerate(stops, 1) for span in stop]
    for span, number in sorted(spans, key=lambda one: one[0].start, reverse=True):
        inside = text[span.start : span.end]
        text = f"{text[: span.start]}${{{number}:{inside}}}{text[span.end :]}"
    return text


def expanded(text: str, edits: Iterable[TextEdit | SnippetEdit]) -> str:
    """Return a text after edits, snippets written as an editor leaves them that goes nowhere."""
    plain = [
        edit if isinstance(edit, TextEdit) else TextEdit(edit.span, _plain(edit.snippet))
        for edit in edits
    ]
    return apply_edits(text, plain)


def _plain(snippet: str) -> str:
    """Return what a snippet writes; one that is not well-formed fails."""
    parts = re.findall(r"\\(.)|\$\{\d+(?::((?:\\.|[^\\}$])*))?\}|([^\\$}])", snippet, re.DOTALL)
    rest = re.sub(r"\\.|\$\{\d+(?::(?:\\.|[^\\}$])*)?\}|[^\\$}]", "", snippet, flags=re.DOTALL)
    assert not rest, snippet
    return "".join(
        escaped + re.sub(r"\\(.)", r"\1", inside) + plain for escaped, inside, plain in parts
    )
