"""`store value -> target { key: …, upsert: …, partial: … }`."""

from __future__ import annotations

from dataclasses import dataclass

from reqon.errors import Location
from reqon.plan import constants
from reqon.plan.context import Context
from reqon.plan.expressions import Evaluate
from reqon.stores.base import WriteMode
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class StoreWrite:
    """Write a record, or every record of an array.

    `key` is evaluated per record; without it a record's `id` is its key. `partial` is recorded
    as `_partial` when the option was written (ruling D07). `is_response`: what is stored is
    `response` itself, so pages of a listing may be stored one by one.
    """

    store: str
    value: Evaluate
    value_location: Location
    key: Evaluate | None
    key_location: Location
    mode: WriteMode
    partial: bool | None
    is_response: bool


def compile_store_write(step: ast.StoreStep, context: Context) -> StoreWrite:
    """Compile a `store` step."""
    locate = context.locate
    given = constants.entries(step.options, ("key", "upsert", "partial"), "`store`", locate)
    upsert = constants.flag(given["upsert"].value, locate) if "upsert" in given else False
    partial = constants.flag(given["partial"].value, locate) if "partial" in given else None
    return StoreWrite(
        store=context.store(step.target),
        value=context.value(step.value),
        value_location=context.at(step.value.span),
        key=context.optional(given.get("key")),
        key_location=context.at(given["key"].span if "key" in given else step.span),
        mode=WriteMode.MERGE if upsert or partial else WriteMode.REPLACE,
        partial=partial,
        is_response=isinstance(step.value, ast.Name) and step.value.text == "response",
    )
