"""RQ5003, RQ5004 and RQ5006: under which keys records are stored, and how they are merged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body
from reqon_language.model.inference import Typed
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.rules.types import certain
from reqon_language.rules.written import flag_of, value_of
from reqon_language.syntax import ast

NO_KEY: Final = Rule(
    "RQ5003",
    "warning",
    "`store` without a key",
    what="Reports a `store` step without `key` into a store that outlives the run, unless the "
    "stored value has an `id`.",
    why="A record without `key` and `id` gets a generated key, so every run adds it again.",
    fix="Name the field that identifies a record: `{ key: .id }`.",
    bad="store response -> orders",
    good="store response -> orders { key: .id }",
    frame="steps",
)

NULL_KEY: Final = Rule(
    "RQ5004",
    "warning",
    "key may be null",
    what="Reports a `key` that is null or a field that may be, and an `if` without `else`.",
    why="A record whose key is null cannot be stored: the mission stops there.",
    fix="Give a value for every case.",
    bad="store response -> orders { key: .id ?? null }",
    good='store response -> orders { key: .id ?? "unknown" }',
    frame="steps",
)

CONTRADICTION: Final = Rule(
    "RQ5006",
    "warning",
    "`upsert: false` beside `partial: true`",
    what="Reports a `store` with both.",
    why="`partial: true` merges into the record, which `upsert: false` seems to forbid.",
    fix="Remove `upsert: false`.",
    bad="store response -> orders { key: .id, upsert: false, partial: true }",
    good="store response -> orders { key: .id, partial: true }",
    frame="steps",
)

RULES: Final = (NO_KEY, NULL_KEY, CONTRADICTION)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report the options of `store` steps."""
    for step in body.facts.of(ast.StoreStep):
        if step.options is None:
            continue
        key = step.options.get("key")
        if key is not None and _may_be_null(key.value):
            yield _null_key(key.value.span)
        upsert, partial = step.options.get("upsert"), value_of(step.options, "partial")
        if upsert is not None and flag_of(upsert.value) is False and flag_of(partial):
            yield CONTRADICTION.at(
                upsert.span,
                "`upsert: false` has no effect: `partial: true` merges into the record",
                help="remove it",
            )


def check_types(typed: Typed, broken: bool) -> Iterator[Diagnostic]:
    """Report records without a key, and keys that the types say may be null."""
    for problem in certain(typed, broken=broken):
        if problem.kind == "null key":
            yield _null_key(problem.span)
        elif problem.kind == "no key":
            yield NO_KEY.at(
                problem.span,
                "records without an `id` get generated keys here and are added again by every run",
                help="name what identifies a record: `{ key: .id }`",
            )


def _null_key(span: ast.Span) -> Diagnostic:
    return NULL_KEY.at(
        span,
        "this key may be null, and a record cannot be stored under null",
        help="give a value for every case",
    )


def _may_be_null(value: ast.Expression) -> bool:
    if isinstance(value, ast.Literal):
        return value.value is None
    if isinstance(value, ast.Binary) and value.operator == "??":
        return _may_be_null(value.right)
    if isinstance(value, ast.Conditional):
        return value.otherwise is None or _may_be_null(value.then) or _may_be_null(value.otherwise)
    return False
