"""A whole document: its operations, its schemas and where its server is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reqon_language.model.openapi.nodes import items, mapping, word
from reqon_language.model.openapi.operations import Operation, operations
from reqon_language.model.openapi.schemas import referred_schemas, schema_type
from reqon_language.model.types import SchemaOf, Type


@dataclass(frozen=True, slots=True)
class Document:
    """An OpenAPI document. `base` is the URL of its first server, with the variables' defaults;
    it may be relative to the document. `operations` go by their id.
    """

    base: str | None
    operations: Mapping[str, Operation]
    shapes: Mapping[SchemaOf, Type]


def read_document(root: object, origin: str) -> Document | None:
    """Read a parsed document; None for what is neither OpenAPI 3 nor Swagger 2.

    `origin` is the text by which missions name the document.
    """
    node = mapping(root)
    if not word(node.get("openapi")).startswith("3.") and str(node.get("swagger")) != "2.0":
        return None
    shapes = {
        name: schema_type(schema, node, origin) for name, schema in referred_schemas(node, origin)
    }
    named = {operation.name: operation for operation in operations(node, origin)}
    return Document(_base(node), named, shapes)


def _base(node: Mapping[str, Any]) -> str | None:
    if "swagger" in node:
        host = word(node.get("host"))
        schemes = [word(scheme) for scheme in items(node.get("schemes"))]
        scheme = "https" if "https" in schemes or not schemes else schemes[0]
        return f"{scheme}://{host}{word(node.get('basePath'))}" if host else None
    servers = items(node.get("servers"))
    server = mapping(servers[0]) if servers else {}
    url = word(server.get("url"))
    for name, variable in mapping(server.get("variables")).items():
        url = url.replace(f"{{{name}}}", str(mapping(variable).get("default", "")))
    return url or None
