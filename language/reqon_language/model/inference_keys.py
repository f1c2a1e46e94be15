"""The fields that keys name: of what a mapping makes, and of what a pattern is compared with.

A key inside the object or the pattern of another key is a field of that field.
"""

from __future__ import annotations

from reqon_language.model.field_uses import FieldUse, Form, name_span
from reqon_language.model.inference import Inference
from reqon_language.model.shapes import read_field
from reqon_language.model.types import Type
from reqon_language.syntax import ast


def name_made(
    run: Inference, value: ast.Expression, of: Type, within: FieldUse | None = None
) -> None:
    """Note the keys of what is made of type `of`, field by field."""
    if isinstance(value, ast.Array):
        for item in value.items:
            if not isinstance(item, ast.Spread):
                name_made(run, item, of, within)
    for entry in value.entries if isinstance(value, ast.Object) else ():
        if isinstance(entry, ast.Entry) and entry.key.text:
            form: Form = "shorthand" if entry.shorthand else "key"
            key = entry.key
            use = run.name_key(FieldUse(key.text, name_span(key), of, form, "write", within))
            if isinstance(entry.value, ast.Object | ast.Array):
                name_made(run, entry.value, _read(run, of, key), use)


def name_matched(
    run: Inference, pattern: ast.Pattern, of: Type, within: FieldUse | None = None
) -> None:
    """Note the keys of a pattern for values of type `of`."""
    if isinstance(pattern, ast.ArrayPattern):
        for item in pattern.items:
            name_matched(run, item, of, within)
    for entry in pattern.entries if isinstance(pattern, ast.ObjectPattern) else ():
        if entry.key.text:
            form: Form = "shorthand" if entry.key.span == entry.pattern.span else "key"
            key = entry.key
            use = run.name_key(FieldUse(key.text, name_span(key), of, form, within=within))
            if isinstance(entry.pattern, ast.ObjectPattern | ast.ArrayPattern):
                name_matched(run, entry.pattern, _read(run, of, key), use)


def _read(run: Inference, of: Type, key: ast.Identifier) -> Type:
    return read_field(of, key.text, run.environment.declared.shapes).type
