"""`delete store[key]` and `clear store`."""

from __future__ import annotations

from dataclasses import dataclass

from reqon.errors import Location
from reqon.plan.context import Context
from reqon.plan.expressions import Evaluate
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class DeleteRecord:
    """Remove one record; a key that is not there is no error."""

    store: str
    key: Evaluate
    key_location: Location


@dataclass(frozen=True, slots=True)
class Clear:
    """Remove every record."""

    store: str


def compile_delete(step: ast.DeleteRecord, context: Context) -> DeleteRecord:
    """Compile a `delete`."""
    return DeleteRecord(
        context.store(step.store), context.expression(step.key), context.at(step.key.span)
    )


def compile_clear(step: ast.Clear, context: Context) -> Clear:
    """Compile a `clear`."""
    return Clear(context.store(step.store))
