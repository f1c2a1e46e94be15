"""The operations of a document: what they are called with and what they answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from reqon_language.model.openapi.nodes import items, mapping, resolve, word
from reqon_language.model.openapi.schemas import schema_type
from reqon_language.model.types import ANY, NULL, Type, join

Place: TypeAlias = Literal["path", "query", "header", "cookie"]

_PLACES: Final = get_args(Place)
_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_RANGE: Final = "2XX"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter. One with a default needs not be given, even where it is `required`."""

    name: str
    place: Place
    required: bool
    type: Type


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation. `method` is in upper case; `responses` go by status, `2XX` or `default`.

    `body` is None where the request has none.
    """

    name: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: Type | None
    body_required: bool
    responses: tuple[tuple[str, Type], ...]
    summary: str = ""

    @property
    def response(self) -> Type:
        """What a call that succeeds answers."""
        good = [of for status, of in self.responses if status[:1] == "2"]
        if not good:
            good = [of for status, of in self.responses if status == "default"]
        return join(*good)

    def response_to(self, status: int) -> Type:
        """Return what an answer of this status holds: by status, its range, then `default`."""
        known = dict(self.responses)
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in known:
                return known[key]
        return ANY


def operations(root: Mapping[str, Any], origin: str) -> Iterator[Operation]:
    """Yield the operations that have a name, in the order of the document."""
    for path, found in mapping(root.get("paths")).items():
        item = resolve(found, root)
        for method in _METHODS:
            operation = mapping(item.get(method))
            name = word(operation.get("operationId"))
            if name:
                yield _operation(root, origin, name, method, str(path), item, operation)


def _operation(
    root: Mapping[str, Any],
    origin: str,
    name: str,
    method: str,
    path: str,
    item: Mapping[str, Any],
    operation: Mapping[str, Any],
) -> Operation:
    listed = [*items(item.get("parameters")), *items(operation.get("parameters"))]
    resolved = [resolve(part, root) for part in listed]
    parameters = {
        (parameter.name, parameter.place): parameter
        for part in resolved
        if (parameter := _parameter(root, origin, part)) is not None
    }
    body, required = _body(root, origin, operation, resolved)
    responses = tuple(
        (str(status).upper() if str(status) != "default" else "default", _answer(root, origin, one))
        for status, one in mapping(operation.get("responses")).items()
    )
    summary = word(operation.get("summary"))
    return Operation(
        name,
        method.upper(),
        path,
        tuple(parameters.values()),
        body,
        required,
        responses,
        summary,
    )


def _parameter(root: Mapping[str, Any], origin: str, part: Mapping[str, Any]) -> Parameter | None:
    """Read a parameter; in Swagger 2 its type stands beside its name."""
    place, name = part.get("in"), word(part.get("name"))
    if place not in _PLACES or not name:
        return None
    schema = mapping(part.get("schema")) or part
    required = part.get("required") is True and "default" not in schema
    of = schema_type(schema, root, origin)
    return Parameter(name, cast(Place, place), required, of)


def _body(
    root: Mapping[str, Any],
    origin: str,
    operation: Mapping[str, Any],
    parameters: list[Mapping[str, Any]],
) -> tuple[Type | None, bool]:
    for part in parameters:
        if part.get("in") == "body":
            return schema_type(part.get("schema"), root, origin), part.get("required") is True
    body = resolve(operation.get("requestBody"), root)
    if not body:
        return None, False
    return _content(root, origin, body), body.get("required") is True


def _answer(root: Mapping[str, Any], origin: str, response: object) -> Type:
    node = resolve(response, root)
    if "schema" in node:
        return schema_type(node["schema"], root, origin)
    if "content" in node:
        return _content(root, origin, node)
    return NULL if node else ANY


def _content(root: Mapping[str, Any], origin: str, node: Mapping[str, Any]) -> Type:
    """Return the type of JSON content; of other content nothing is known."""
    for media, part in mapping(node.get("content")).items():
        kind = str(media).partition(";")[0].strip()
        if kind == "application/json" or kind.endswith("+json"):
            return schema_type(mapping(part).get("schema"), root, origin)
    return ANY
