"""Fixes of RQ3006, RQ3007, RQ4008 and RQ4014: a schema made from how it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.model import types
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.fixes.declaring import declare
from reqon_language.rules.nodes import below
from reqon_language.syntax import ast
from reqon_language.syntax.keys import as_key


def _undefined(context: Context) -> Iterator[Fix]:
    """Declare a schema with the fields that its arm, or its transform, reads."""
    yield from context.suggested()
    arm, variant = context.around(ast.StepArm), context.around(ast.TransformVariant)
    parts: list[object] = []
    if arm is not None and _is_within(context, context.extent(arm.pattern)):
        parts = [arm.guard, arm.body]
    elif variant is not None and variant.source is not None:
        parts = [variant.guard, variant.mappings]
    fields = dict.fromkeys(name for part in parts for name in _read(part))
    yield _declared(context, dict.fromkeys(fields, "any"))


def _target(context: Context) -> Iterator[Fix]:
    """Declare a schema with the fields that a mapping sets."""
    step = context.around(ast.Map)
    variant = context.around(ast.TransformVariant)
    mappings = step.mappings if step else variant.mappings if variant else None
    fields = {}
    for entry in mappings.entries if mappings else ():
        if isinstance(entry, ast.Entry):
            found = context.model.type_of(context.extent(entry.value))
            fields[entry.key.text] = written(found or types.ANY)
    yield _declared(context, fields)


def _unknown_type(context: Context) -> Iterator[Fix]:
    """Take the type most like it; a capital letter says that a schema is meant."""
    yield from context.suggested()
    if context.word[:1].isupper() and context.word.isidentifier():
        yield _declared(context, {})


def _declared(context: Context, fields: Mapping[str, str]) -> Fix:
    name = context.word
    lines = ",\n".join(f"  {as_key(field)}: {kind}" for field, kind in fields.items())
    schema = f"schema {name} {{\n{lines or '  ...'}\n}}"
    unknown = tuple(f"{as_key(field)}: {kind}" for field, kind in fields.items() if kind == "any")
    return context.fix(
        f"Declare a schema {quoted(name)}",
        declare(context, ast.Schema, schema),
        blanks=unknown if fields else ("...",),
    )


def _is_within(context: Context, span: ast.Span) -> bool:
    return span.start <= context.span.start and context.span.end <= span.end


def _read(part: object) -> Iterator[str]:
    """Yield the fields that a part reads of the current element and of `response`."""
    for node in below(part, object):
        if isinstance(node, ast.Field) or (
            isinstance(node, ast.Member) and _is_response(node.object)
        ):
            yield node.name.text


def _is_response(value: ast.Expression) -> bool:
    return isinstance(value, ast.Name) and value.text == "response"


def written(of: types.Type) -> str:
    """Return the type of a field as a schema spells it."""
    plain = types.without_null(of)
    optional = "?" if types.is_nullable(of) and plain != types.ANY else ""
    if isinstance(plain, types.LiteralOf):
        return f"{plain.kind}{optional}"
    if isinstance(plain, types.Primitive) and plain.name not in ("null", "duration"):
        return f"{plain.name}{optional}"
    if isinstance(plain, types.ArrayOf):
        element = written(plain.element)
        return f"array{optional}" if element == "any" else f"array<{element}>{optional}"
    if isinstance(plain, types.SchemaOf) and not plain.origin:
        return f"{plain.name}{optional}"
    return f"object{optional}" if isinstance(plain, types.ObjectOf) else "any"


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ3006": _undefined,
    "RQ3007": _target,
    "RQ4008": _unknown_type,
    "RQ4014": _unknown_type,
}
