"""Where something stands in OpenAPI documents and environment files."""

from __future__ import annotations

import pytest

from reqon.project.places import place_in_document, place_in_environment

YAML = """\
openapi: 3.1.0
info: {title: "Shop 🛒", version: "1"}
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
        - name: status
    post: {operationId: 'addOrder'}
components:
  schemas:
    Order:
      type: object
      properties:
        id: {type: string}
        "total": {type: number}
"""
JSON = """\
{
\t"openapi": "3.1.0", "info": {"title": "a \\"quoted\\" {brace", "x": [1, {"paths": {}}]},
\t"paths": {"/orders": {"get": {"operationId": "listOrders"}}},
\t"components": {"schemas": {"Order": {"properties": {"id": {"type": "string"}}}}}
}
"""


@pytest.mark.parametrize("text", [YAML, JSON], ids=["YAML", "JSON"])
@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        (["paths", "/orders", "get", "operationId"], "listOrders"),
        (["paths", "/orders", "get"], "get"),
        (["components", "schemas", "Order"], "Order"),
        (["components", "schemas", "Order", "properties", "id"], "id"),
        (["components", "schemas", "Order", "properties", "gone"], "properties"),
        (["components", "schemas", "Gone", "properties"], "schemas"),
    ],
)
def test_keys_lead_to_their_place(text: str, pointer: list[str], name: str) -> None:
    """As far as they do; tabs, quotes and characters beyond the basic plane shift nothing."""
    found = place_in_document(text, pointer, yaml=text is YAML)
    assert found is not None
    assert text[found.name.start : found.name.end] == name
    assert found.extent.start <= found.name.start
    assert found.extent.end >= found.name.end


def test_the_extent_is_the_key_with_all_that_belongs_to_it() -> None:
    found = place_in_document(JSON, ["paths", "/orders", "get"], yaml=False)
    assert found is not None
    whole = JSON[found.extent.start : found.extent.end]
    assert whole == 'get": {"operationId": "listOrders"}'


def test_quoted_keys_and_values_are_found_without_their_quotes() -> None:
    for pointer, name in (
        (["paths", "/orders", "post", "operationId"], "addOrder"),
        (["components", "schemas", "Order", "properties", "total"], "total"),
        (["paths", "/orders", "get", "parameters", "0", "name"], "status"),
    ):
        found = place_in_document(YAML, pointer, yaml=True)
        assert found is not None
        assert YAML[found.name.start : found.name.end] == name


@pytest.mark.parametrize("text", ["", "{", "]", "a: [", "- 1", '"text"', "paths: *gone", "\t- x"])
@pytest.mark.parametrize("yaml", [True, False])
def test_broken_documents_are_read_as_far_as_they_go(text: str, yaml: bool) -> None:
    found = place_in_document(text, ["paths", "/orders"], yaml=yaml)
    assert found is None or text[found.name.start : found.name.end] == "paths"


def test_the_last_line_that_sets_a_variable_counts() -> None:
    text = "# TOKEN=0\nTOKENS=1\nexport TOKEN = 'a'\r\nTOKEN=b\n"
    found = place_in_environment(text, "TOKEN")
    assert found is not None
    assert text[found.extent.start : found.extent.end] == "TOKEN=b"
    assert place_in_environment(text, "OTHER") is None
