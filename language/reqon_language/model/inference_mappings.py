"""Mappings: what `map` and `transform` make, compared with the schema they name (4.10)."""

from __future__ import annotations

from reqon_language.model.inference import Inference, State
from reqon_language.model.inference_expressions import infer
from reqon_language.model.inference_keys import name_made
from reqon_language.model.inference_patterns import schema_named
from reqon_language.model.shapes import expand, fits
from reqon_language.model.types import (
    FieldOf,
    ObjectOf,
    SchemaOf,
    Type,
    is_nullable,
    widened,
    without_null,
)
from reqon_language.syntax import ast


def infer_mappings(
    run: Inference, state: State, target: ast.Identifier, mappings: ast.Object
) -> Type:
    """Return what the mappings make: the schema, or, where there is none, what they set."""
    name_made(run, mappings, SchemaOf(target.text))
    schema = schema_named(run, target.text)
    given, spread, complete = _given(run, state, mappings)
    fields = {**{member.name: member for member in spread}, **{m.name: m for _, _, m in given}}
    made = ObjectOf(tuple(fields.values()), open=not complete or schema is None)
    if schema is None:
        return made
    shape = expand(schema, run.environment.declared.shapes)
    if isinstance(shape, ObjectOf):
        _check_entries(run, schema, shape, given)
        missing = [m.name for m in shape.fields if not _may_miss(m) and m.name not in fields]
        if missing and complete:
            run.report("missing fields", target.span, (target.text, *missing))
    return schema


def _may_miss(member: FieldOf) -> bool:
    return member.optional or is_nullable(member.type)


def _given(
    run: Inference, state: State, mappings: ast.Object
) -> tuple[list[tuple[ast.Entry, Type, FieldOf]], list[FieldOf], bool]:
    """Return the entries with their types, what is spread, and whether that is all there is."""
    found: list[tuple[ast.Entry, Type, FieldOf]] = []
    spread: list[FieldOf] = []
    complete = True
    for entry in mappings.entries:
        if isinstance(entry, ast.Entry):
            of = infer(run, state, entry.value)
            wide = widened(of)
            made = FieldOf(entry.key.text, without_null(wide), is_nullable(wide))
            found.append((entry, of, made))
        elif isinstance(entry, ast.Spread):
            shape = expand(infer(run, state, entry.value), run.environment.declared.shapes)
            if isinstance(shape, ObjectOf):
                spread += shape.fields
            complete &= isinstance(shape, ObjectOf) and not shape.open
        else:
            complete = False
    return found, spread, complete


def _check_entries(
    run: Inference,
    schema: SchemaOf,
    shape: ObjectOf,
    given: list[tuple[ast.Entry, Type, FieldOf]],
) -> None:
    declared = {member.name: member for member in shape.fields}
    for entry, of, _ in given:
        name = entry.key.text
        member = declared.get(name)
        if member is None:
            if not shape.open and name:
                run.report("undeclared field", entry.key.span, (name, schema.name, *declared))
            continue
        absent = run.optional.get(id(entry.value))
        if absent is not None and not _may_miss(member):
            run.report("may be absent", entry.value.span, (absent,))
        if not fits(of, member.type, run.environment.declared.shapes):
            run.report(
                "field type", entry.value.span, (name, schema.name), widened(of), member.type
            )
