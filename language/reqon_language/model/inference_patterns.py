"""What a pattern binds, and what its subject is known to be behind it (specification 4.10)."""

from __future__ import annotations

from typing import Final

from reqon_language.model.inference import Inference, State
from reqon_language.model.shapes import read_field
from reqon_language.model.types import ANY, ArrayOf, SchemaOf, Type, without_null
from reqon_language.syntax import ast

_OF_THE_RESPONSE: Final = frozenset({"code", "status", "headers"})
"""Members that may come from the HTTP response instead of its body (ruling D27)."""


def schema_named(run: Inference, name: str) -> SchemaOf | None:
    """Return the schema of the mission that is called `name`."""
    schema = SchemaOf(name)
    return schema if schema in run.environment.declared.shapes else None


def bind_pattern(run: Inference, state: State, pattern: ast.Pattern, subject: Type) -> Type:
    """Bind the variables of a pattern in `state` and return what the subject then is."""
    if isinstance(pattern, ast.NamePattern):
        schema = schema_named(run, pattern.text)
        if schema is not None:
            return schema
        if not run.is_schema(pattern.text):
            state.variables[pattern.text] = subject
            run.record(pattern.span, subject)
        return subject
    if isinstance(pattern, ast.ArrayPattern):
        if len(pattern.items) == 1 and isinstance(pattern.items[0], ast.NamePattern):
            schema = schema_named(run, pattern.items[0].text)
            if schema is not None:
                return ArrayOf(schema, getattr(subject, "listing", False))
        for item in pattern.items:
            bind_pattern(run, state, item, ANY)
        return ArrayOf(ANY)
    if isinstance(pattern, ast.ObjectPattern):
        for entry in pattern.entries:
            name = entry.key.text
            run.tested.add(name)
            read = read_field(subject, name, run.environment.declared.shapes)
            of = ANY if name in _OF_THE_RESPONSE else without_null(read.type)
            bind_pattern(run, state, entry.pattern, of)
    return subject
