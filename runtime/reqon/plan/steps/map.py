"""`map source -> Target { … }`."""

from __future__ import annotations

from dataclasses import dataclass

from reqon.errors import Location
from reqon.plan.context import Context
from reqon.plan.expressions import Evaluate
from reqon.plan.mappings import compile_mappings
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class Map:
    """Build an object from `source`; without `mappings` the source itself is the object.

    `variable` also receives the object, in the form `map { … } -> name`.
    """

    source: Evaluate
    source_location: Location
    mappings: Evaluate | None
    variable: str | None


def compile_map(step: ast.Map, context: Context) -> Map:
    """Compile a `map`."""
    return Map(
        source=context.value(step.source),
        source_location=context.at(step.source.span),
        mappings=compile_mappings(step.mappings, context.names) if step.mappings else None,
        variable=None if step.mappings else step.target.text,
    )
