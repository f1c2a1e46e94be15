"""`apply Transform to source as name`."""

from __future__ import annotations

from dataclasses import dataclass

from reqon.errors import Location
from reqon.plan.context import Context
from reqon.plan.declarations import Declared
from reqon.plan.errors import PlanError, nearest
from reqon.plan.expressions import Evaluate, Names, compile_expression
from reqon.plan.mappings import compile_mappings
from reqon.plan.schemas import compile_schema
from reqon.plan.types import Fits
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to transform a value; without `fits` it takes any value."""

    fits: Fits | None
    guard: Evaluate | None
    mappings: Evaluate


@dataclass(frozen=True, slots=True)
class Apply:
    """Transform a value, or each element of an array, by the first variant that takes it."""

    transform: str
    variants: tuple[Variant, ...]
    source: Evaluate
    source_location: Location
    binding: str | None


def compile_apply(step: ast.Apply, context: Context) -> Apply:
    """Compile an `apply`. A variant whose schema is not declared never applies (RQ3006)."""
    name = step.transform.text
    declared = context.transforms.get(name)
    if declared is None:
        raise PlanError(
            f"transform `{name}` is not defined",
            location=context.at(step.transform.span),
            help=nearest(name, context.transforms),
        )
    return Apply(
        transform=name,
        variants=_variants(declared, context),
        source=context.value(step.source),
        source_location=context.at(step.source.span),
        binding=step.binding.text if step.binding else None,
    )


def _variants(declared: Declared[ast.Transform], context: Context) -> tuple[Variant, ...]:
    names = context.within(declared)
    return tuple(
        _variant(variant, names)
        for variant in declared.node.variants
        if variant.source is None or variant.source.text in names.schemas
    )


def _variant(variant: ast.TransformVariant, names: Names) -> Variant:
    return Variant(
        fits=(
            compile_schema(names.schemas[variant.source.text], names)
            if variant.source is not None
            else None
        ),
        guard=compile_expression(variant.guard, names) if variant.guard is not None else None,
        mappings=compile_mappings(variant.mappings, names),
    )
