"""OpenAPI 3.0, 3.1 and Swagger 2 say the same things in three ways; the types are the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqon_language.model.openapi import Document, read_document
from reqon_language.model.shapes import expand
from reqon_language.model.types import (
    ANY,
    DATE,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    SchemaOf,
    display,
    join,
)

CUSTOMER = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "since": {"type": "string", "format": "date-time"},
        "friends": {"type": "array", "items": {"$ref": "#/home/Customer"}},
    },
}


def placed(node: Any, home: str) -> Any:
    """Return a schema whose references point to where the version keeps its schemas."""
    if isinstance(node, dict):
        return {key: placed(value, home) for key, value in node.items()}
    return node.replace("#/home", home) if isinstance(node, str) else node


def json_content(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json; charset=utf-8": {"schema": schema}}}


def version_3(version: str) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Customer"}
    return {
        "openapi": version,
        "servers": [
            {
                "url": "https://{region}.crm.example/v1",
                "variables": {"region": {"default": "eu"}},
            }
        ],
        "paths": {
            "/customers/{id}": {
                "parameters": [{"$ref": "#/components/parameters/Id"}],
                "put": {
                    "operationId": "replace",
                    "requestBody": {"required": True, **json_content(reference)},
                    "responses": {
                        "200": json_content(reference),
                        "204": {"description": "nothing"},
                        "4XX": json_content({"type": "string"}),
                    },
                },
            }
        },
        "components": {
            "parameters": {
                "Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
            },
            "schemas": {"Customer": placed(CUSTOMER, "#/components/schemas")},
        },
    }


SWAGGER = {
    "swagger": "2.0",
    "host": "eu.crm.example",
    "basePath": "/v1",
    "paths": {
        "/customers/{id}": {
            "put": {
                "operationId": "replace",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "type": "string"},
                    {
                        "name": "body",
                        "in": "body",
                        "required": True,
                        "schema": {"$ref": "#/definitions/Customer"},
                    },
                ],
                "responses": {
                    200: {"schema": {"$ref": "#/definitions/Customer"}},
                    204: {"description": "nothing"},
                    "4XX": {"schema": {"type": "string"}},
                },
            }
        }
    },
    "definitions": {"Customer": placed(CUSTOMER, "#/definitions")},
}
VERSIONS: Mapping[str, Mapping[str, Any]] = {
    "3.0": version_3("3.0.3"),
    "3.1": version_3("3.1.0"),
    "2.0": SWAGGER,
}


def read(root: Mapping[str, Any]) -> Document:
    found = read_document(root, "crm")
    assert found is not None
    return found


@pytest.mark.parametrize("root", VERSIONS.values(), ids=VERSIONS.keys())
def test_the_versions_say_the_same(root: Mapping[str, Any]) -> None:
    """Operations, parameters, bodies, responses, schemas and the server, whatever the version."""
    document = read(root)
    customer = SchemaOf("Customer", "crm")
    operation = document.operations["replace"]
    assert document.base == "https://eu.crm.example/v1"
    assert (operation.method, operation.path) == ("PUT", "/customers/{id}")
    assert [(p.name, p.place, p.required, p.type) for p in operation.parameters] == [
        ("id", "path", True, STRING)
    ]
    assert (operation.body, operation.body_required) == (customer, True)
    assert operation.response == join(customer, NULL)
    assert operation.response_to(404) == STRING
    shape = "{ id: string, since: date?, friends: array<Customer>? }"
    assert display(document.shapes[customer]) == shape


SCHEMAS = [
    ({"type": ["string", "null"]}, "string | null"),
    ({"type": "string", "nullable": True}, "string | null"),
    ({"enum": ["a", "b", None]}, '"a" | "b" | null'),
    ({"const": 1}, "1"),
    ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, "integer | string"),
    (
        {"allOf": [{"properties": {"a": {"type": "string"}}}, {"$ref": "#/components/schemas/B"}]},
        "{ a: string?, b: number? }",
    ),
    ({"type": "object", "additionalProperties": True, "properties": {"a": {}}}, "{ a: any?, … }"),
    ({"type": "object"}, "object"),
    ({"$ref": "#/nowhere"}, "nowhere"),
    ({"$ref": "#/loop"}, "loop"),
    ({"$ref": "https://example.com/other.json#/X"}, "any"),
    ({"type": "mystery"}, "any"),
    ({"type": "array"}, "array<any>"),
]


@pytest.mark.parametrize(("schema", "expected"), SCHEMAS)
def test_type_of_a_schema(schema: Mapping[str, Any], expected: str) -> None:
    """What cannot be understood is `any`; a reference keeps the name of what it leads to."""
    root = {
        "openapi": "3.1.0",
        "loop": {"$ref": "#/loop"},
        "paths": {"/x": {"get": {"operationId": "x", "responses": {"200": json_content(schema)}}}},
        "components": {"schemas": {"B": {"properties": {"b": {"type": "number"}}}}},
    }
    assert display(read(root).operations["x"].response) == expected


KEYS = st.sampled_from(
    "openapi paths get parameters schema $ref type properties items allOf oneOf responses 200 "
    "content application/json operationId requestBody components schemas in name".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            KEYS,
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)


@given(root=st.dictionaries(st.sampled_from(["paths", "components", "servers"]), JSON))
def test_any_document_can_be_read(root: dict[str, Any]) -> None:
    """A document that breaks every rule gives less, never an exception."""
    assert read_document({"openapi": "3.0.0", **root}, "x") is not None


@pytest.mark.parametrize("root", [None, [], {}, {"openapi": "2.9"}, {"swagger": "1.2"}])
def test_what_is_no_document_is_none(root: object) -> None:
    """Only OpenAPI 3 and Swagger 2 are understood."""
    assert read_document(root, "x") is None


def test_a_circle_of_references_stands_for_anything() -> None:
    """Following names ends, and what they never reach is not known."""
    root = {
        "openapi": "3.0.0",
        "components": {"schemas": {"A": {"$ref": "#/x/B"}}},
        "x": {"B": {"$ref": "#/components/schemas/A"}},
    }
    assert expand(SchemaOf("A", "crm"), read(root).shapes) == ANY


def test_primitives() -> None:
    """Numbers, whole numbers and dates keep apart."""
    fields = {
        "n": {"type": "number"},
        "i": {"type": "integer"},
        "d": {"type": "string", "format": "date"},
    }
    shapes = read({"openapi": "3.0.0", "components": {"schemas": fields}}).shapes
    assert list(shapes.values()) == [NUMBER, INTEGER, DATE]
