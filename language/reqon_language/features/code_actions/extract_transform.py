"""Extract into a transform: the mappings of a `map` become a `transform` that is applied."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.model.types import ObjectOf, SchemaOf
from reqon_language.syntax import ast


def extract_transform(selection: Selection) -> Iterator[Offer]:
    """Offer it on a `map` of one record that reads nothing but the record's fields.

    A list is mapped as a whole but transformed item by item, so the source must be known to be
    a record.
    """
    step = selection.around(ast.Map)
    if step is None or step.mappings is None or selection.mission is None:
        return
    of = selection.model.type_of(selection.extent(step.source))
    if not isinstance(of, SchemaOf | ObjectOf) or not _head(selection, step):
        return
    if any(one.kind in ("variable", "implicit", "store", "name") or one.problem == "bare field"
           for one in selection.references(step.mappings.span)):  # fmt: skip
        return
    source = of.name if isinstance(of, SchemaOf) and not of.origin else "_"
    if source == "_":
        return
    mappings = step.mappings
    name = selection.unused(f"To{step.target.text}")

    def make() -> tuple[TextEdit, ...]:
        value = selection.dedented(selection.extent(mappings))
        new = f"transform {name}: {source} -> {step.target.text} {value}"
        applied = f"apply {name} to {selection.written(step.source)}"
        return selection.declare(ast.Transform, new), selection.replace(step, applied)

    title = f"Extract into transform `{name}`"
    yield Offer("extract transform", title, "refactor.extract", make, introduces=name)


def _head(selection: Selection, step: ast.Map) -> bool:
    """Whether the place is in front of the mappings, where the step itself is meant."""
    at = selection.extent(step)
    inner = selection.extent(step.mappings) if step.mappings is not None else at
    return selection.span.start <= inner.start or (
        selection.span.start <= at.start and selection.span.end >= at.end
    )
