"""RQ4008 and RQ4014: type words nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.nearest import literal_meant, unknown
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast
from reqon_language.vocabulary.words import PRIMITIVE_TYPES, TESTED_TYPES

FIELD_TYPE: Final = Rule(
    "RQ4008",
    "warning",
    "unknown type in a schema",
    what="Reports the type of a field that is neither a built-in type nor a declared schema.",
    why="A field of an unknown type takes any value, so nothing is checked.",
    fix="Use a built-in type, or declare the schema.",
    bad="""
        schema Order { id: strng }
        action Check {
          get "/orders/1"
          validate response { assume response is Order }
        }
        run Fetch then Check
    """,
    good="""
        schema Order { id: string }
        action Check {
          get "/orders/1"
          validate response { assume response is Order }
        }
        run Fetch then Check
    """,
    frame="declarations",
)

TESTED_TYPE: Final = Rule(
    "RQ4014",
    "error",
    "unknown type after `is`",
    what="Reports an `is` whose type is neither a built-in type nor a declared schema.",
    why="The mission would fail when it reaches the test.",
    fix="Use a built-in type, or declare the schema.",
    bad="""
        get "/orders"
        validate response { assume .count is nummer }
    """,
    good="""
        get "/orders"
        validate response { assume .count is number }
    """,
    frame="steps",
)

RULES: Final = (FIELD_TYPE, TESTED_TYPE)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report type words that name nothing."""
    schemas = body.names.schemas
    for reference in body.facts.references:
        if reference.kind != "schema" or reference.problem is None:
            continue
        name = reference.name
        if name in TESTED_TYPES:
            continue
        if reference.place == "type" and isinstance(body.node, ast.Schema):
            yield unknown(
                FIELD_TYPE,
                reference.span,
                f"unknown type `{name}`, so any value is accepted",
                {*PRIMITIVE_TYPES, *schemas},
                word=name,
                otherwise=f"declare it: `schema {name} {{ … }}`",
            )
        elif reference.place == "type test":
            yield unknown(
                TESTED_TYPE,
                reference.span,
                f"unknown type `{name}` after `is`",
                {*TESTED_TYPES, *schemas},
                word=literal_meant(name) or name,
                otherwise=f"declare it: `schema {name} {{ … }}`",
            )
