"""RQ3008 and RQ501x: calls compared with the OpenAPI document of their source.

Without the document nothing is known, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from reqon_language.model.inference import ProblemKind, Typed, TypeProblem
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.nearest import unknown
from reqon_language.rules.rule import Rule
from reqon_language.rules.surroundings import Surroundings
from reqon_language.rules.types import certain

_DOCUMENT: Final[Mapping[str, Any]] = {
    "openapi": "3.0.3",
    "paths": {
        "/customers": {
            "get": {
                "operationId": "listCustomers",
                "parameters": [{"name": "region", "in": "query", "required": True}],
            },
            "post": {
                "operationId": "createCustomer",
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "age": {"type": "integer"},
                                },
                            }
                        }
                    },
                },
            },
        },
        "/customers/{id}": {
            "get": {
                "operationId": "getCustomer",
                "parameters": [{"name": "id", "in": "path", "required": True}],
            }
        },
    },
}
_KNOWN: Final = Surroundings(specs={"./crm.yaml": _DOCUMENT})


def _example(call: str) -> str:
    return (
        'source Crm from "./crm.yaml" { auth: none, base: "https://crm.example.com" }\n'
        f"action Sync {{\n  call Crm.{call}\n"
        "  store response -> orders { key: .id }\n}\nrun Fetch then Sync\n"
    )


OPERATION: Final = Rule(
    "RQ3008",
    "error",
    "operation is not in the source's OpenAPI document",
    what="Reports a `call` of an operation that the document of its source does not have.",
    why="The mission fails when it comes to the call.",
    fix="Use the `operationId` of one of the document's operations.",
    bad=_example('getCustmer { params: { id: "c1" } }'),
    good=_example('getCustomer { params: { id: "c1" } }'),
    frame="declarations",
    surroundings=_KNOWN,
)

PATH_PARAMETER: Final = Rule(
    "RQ5011",
    "error",
    "path parameter is not given",
    what="Reports a `call` without a parameter that stands in the path of its operation.",
    why="The address of the request cannot be made.",
    fix="Give the parameter in `params`.",
    bad=_example("getCustomer"),
    good=_example('getCustomer { params: { id: "c1" } }'),
    frame="declarations",
    surroundings=_KNOWN,
)

PARAMETER: Final = Rule(
    "RQ5012",
    "warning",
    "operation has no such parameter",
    what="Reports a parameter of a `call` that its operation does not define.",
    why="The server ignores it or refuses the request.",
    fix="Correct the name, or remove the parameter.",
    bad=_example('getCustomer { params: { id: "c1", detail: true } }'),
    good=_example('getCustomer { params: { id: "c1" } }'),
    frame="declarations",
    surroundings=_KNOWN,
)

BODY: Final = Rule(
    "RQ5013",
    "warning",
    "body does not match the operation",
    what="Reports a body of a `call` that is not what its operation takes.",
    why="The server refuses the request, or reads something else than was meant.",
    fix="Give the fields that the document requires, with their types.",
    bad=_example("createCustomer { body: { age: 30 } }"),
    good=_example('createCustomer { body: { name: "Ada", age: 30 } }'),
    frame="declarations",
    surroundings=_KNOWN,
)

REQUIRED: Final = Rule(
    "RQ5014",
    "error",
    "required query parameter or body is not given",
    what="Reports a `call` without a body or a query parameter that its operation requires.",
    why="The server refuses the request.",
    fix="Give the parameter in `params`, or the body in `body`.",
    bad=_example("listCustomers"),
    good=_example('listCustomers { params: { region: "eu" } }'),
    frame="declarations",
    surroundings=_KNOWN,
)

RULES: Final = (OPERATION, PATH_PARAMETER, PARAMETER, BODY, REQUIRED)


def check_requests(typed: Typed, broken: bool) -> Iterator[Diagnostic]:
    """Report calls that their source's document does not allow."""
    for problem in certain(typed, broken=broken):
        render = _RENDER.get(problem.kind)
        if render is not None:
            yield render(problem)


def _operation(problem: TypeProblem) -> Diagnostic:
    name, source, *known = problem.words
    message = f"operation `{name}` is not in the document of `{source}`"
    way_out = "the document names no operation like it"
    return unknown(OPERATION, problem.span, message, known, word=name, otherwise=way_out)


def _path_parameter(problem: TypeProblem) -> Diagnostic:
    name, operation = problem.words
    message = f"path parameter `{name}` of `{operation}` is not given"
    return PATH_PARAMETER.at(problem.span, message, help=f"add `params: {{ {name}: … }}`")


def _parameter(problem: TypeProblem) -> Diagnostic:
    name, operation, *known = problem.words
    message = f"`{operation}` has no parameter `{name}`"
    return unknown(PARAMETER, problem.span, message, known, word=name, otherwise="remove it")


def _body(problem: TypeProblem) -> Diagnostic:
    why, operation = problem.words
    message = f"the body does not match what `{operation}` takes: {why}"
    return BODY.at(problem.span, message, help="give what the document requires")


def _required(problem: TypeProblem) -> Diagnostic:
    message = f"required {problem.words[0]} is not given"
    way_out = "add `body: { … }`" if problem.words[0] == "body" else "add it to `params`"
    return REQUIRED.at(problem.span, message, help=way_out)


_RENDER: Final[Mapping[ProblemKind, Callable[[TypeProblem], Diagnostic]]] = {
    "operation": _operation,
    "path parameter": _path_parameter,
    "parameter": _parameter,
    "body": _body,
    "required": _required,
}
