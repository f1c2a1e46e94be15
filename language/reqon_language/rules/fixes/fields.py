"""Fixes of RQ4001, RQ4002 and RQ4005 to RQ4007: the fields of schemas, and what is put in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.model import types
from reqon_language.model.shapes import element_of, expand, kinds, members
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.adding import offer
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.fixes.expressions import converted, operand
from reqon_language.rules.fixes.initial import initial
from reqon_language.rules.fixes.schemas import written
from reqon_language.rules.nearest import nearest
from reqon_language.rules.nodes import below
from reqon_language.syntax import ast
from reqon_language.syntax.keys import as_key


def _no_field(context: Context) -> Iterator[Fix]:
    yield from context.suggested()
    problem = context.problem("no field")
    of = types.without_null(problem.types[0]) if problem else None
    if problem is not None and isinstance(of, types.SchemaOf):
        yield from _declare(context, of.name, problem.words[0], types.ANY)


def _may_be_absent(context: Context) -> Iterator[Fix]:
    """Give a default; a field that is optional may also be copied into an optional one."""
    of = context.model.type_of(context.span) or types.ANY
    default = initial(of, context.shapes)
    if default == "null":
        calculates = isinstance(context.parent(context.span), ast.Binary | ast.Unary)
        default = "0" if calculates else '""'
    given = f"{context.word} ?? {default}"
    title, whole = f"Add {quoted(f'?? {default}')}", operand(context, context.span, given)
    yield context.fix(title, TextEdit(context.span, whole), blanks=(f"?? {default}",))
    entry, target = context.around(ast.Entry), _mapped(context)
    if entry is not None and target is not None and context.extent(entry.value) == context.span:
        yield from _optional(context, target, entry.key.text)


def _missing(context: Context) -> Iterator[Fix]:
    """Set the fields from those of the same name, where there are any."""
    problem, step = context.problem("missing fields"), _mapping(context)
    if problem is None or step is None or step.mappings is None:
        return
    schema, *names = problem.words
    wanted = members(types.SchemaOf(schema), context.shapes)
    known = members(_element(context, step), context.shapes)
    lines, made_up = [], []
    for name in names:
        like = name if name in known else nearest(name, known)
        plain = (like or name).isidentifier() and (like is not None or not known)
        value = f".{like or name}" if plain else initial(wanted[name], context.shapes)
        lines.append(f"{as_key(name)}: {value}")
        made_up += [] if plain else lines[-1:]
    shown = quoted(lines[0]) if len(lines) == 1 else "the missing fields"
    blanks = tuple(made_up)
    yield from offer(context, f"Add {shown}", step, step.mappings, *lines, blanks=blanks)
    yield from _optional(context, schema, *names)


def _undeclared(context: Context) -> Iterator[Fix]:
    problem, entry = context.problem("undeclared field"), context.around(ast.Entry)
    step = _mapping(context)
    if problem is None or entry is None or step is None or step.mappings is None:
        return
    name, schema, *declared = problem.words
    free = [field for field in declared if step.mappings.get(field) is None]
    meant = nearest(name, free)
    if meant is not None:
        key = f"{as_key(meant)}: {name}" if entry.shorthand else as_key(meant)
        yield context.replace(f"Replace with {quoted(meant)}", key)
    yield context.fix(f"Remove {quoted(name)}", *context.without_entry(context.span))
    of = context.model.type_of(context.extent(entry.value)) or types.ANY
    yield from _declare(context, schema, name, of)


def _wrong_type(context: Context) -> Iterator[Fix]:
    """Convert the value; of several words that are allowed, take the one most like it."""
    problem, entry = context.problem("field type"), context.around(ast.Entry)
    if problem is None or entry is None or entry.shorthand:
        return
    wanted = expand(problem.types[1], context.shapes)
    words = [
        option.value
        for option in types.options(wanted)
        if isinstance(option, types.LiteralOf) and isinstance(option.value, str)
    ]
    value = entry.value
    if words and isinstance(value, ast.Literal):
        meant = nearest(str(value.value), words)
        if meant is not None:
            text = json.dumps(meant, ensure_ascii=False)
            yield context.replace(f"Replace with {quoted(text)}", text)
        return
    changed = converted(context, value, wanted)
    if changed is not None:
        if not isinstance(value, ast.Literal) and types.without_null(wanted) == types.INTEGER:
            changed = f"round({changed})"
        title = "Replace with" if isinstance(value, ast.Literal) else "Convert with"
        yield context.replace(f"{title} {quoted(changed)}", changed)


def _mapping(context: Context) -> ast.Map | ast.TransformVariant | None:
    return context.around(ast.Map) or context.around(ast.TransformVariant)


def _element(context: Context, step: ast.Map | ast.TransformVariant) -> types.Type:
    """Return what the `.field`s of a mapping are read from."""
    for field in below(step.mappings, ast.Field):
        place = context.extent(field.name).start
        return context.model.element_type_at(place) or types.ANY
    if isinstance(step, ast.Map):
        of = context.model.type_of(context.extent(step.source)) or types.ANY
        return element_of(of, context.shapes) if "array" in kinds(of, context.shapes) else of
    return types.SchemaOf(step.source.text) if step.source is not None else types.ANY


def _mapped(context: Context) -> str | None:
    step = _mapping(context)
    return step.target.text if step is not None else None


def _schema(context: Context, name: str) -> tuple[ast.Schema, int] | None:
    """Return a schema of this file and the offset of its places."""
    mission = context.body.mission if context.body else None
    declaration = context.model.declared("schema", name, mission)
    body = context.model.body_at(declaration.span.start) if declaration else None
    if body is None or not isinstance(body.node, ast.Schema):
        return None
    return body.node, body.offset


def _declare(context: Context, schema: str, field: str, of: types.Type) -> Iterator[Fix]:
    """Add a field to a schema of this file."""
    found = _schema(context, schema)
    if found is None or not found[0].items:
        return
    node, offset = found
    extent, last = node.span.shift(offset), node.items[-1].span.shift(offset)
    new = f"{as_key(field)}: {written(of)}"
    edits = placing.option(context.text, extent, last, new)
    title = f"Add {quoted(new)} to the schema {quoted(schema)}"
    yield context.fix(title, *edits, blanks=(new,) if of == types.ANY else ())


def _optional(context: Context, schema: str, *fields: str) -> Iterator[Fix]:
    """Declare fields of a schema of this file optional."""
    found = _schema(context, schema)
    if found is None:
        return
    node, offset = found
    places = [
        placing.insert(item.type.span.end + offset, "?")
        for item in node.items
        if isinstance(item, ast.SchemaField) and item.name.text in fields
        if isinstance(item.type, ast.TypeName)
    ]
    if len(places) == len(fields):
        names = " and ".join(quoted(f"{schema}.{field}") for field in fields)
        yield context.fix(f"Declare {names} optional", *places)


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ4001": _no_field,
    "RQ4002": _may_be_absent,
    "RQ4005": _missing,
    "RQ4006": _undeclared,
    "RQ4007": _wrong_type,
}
