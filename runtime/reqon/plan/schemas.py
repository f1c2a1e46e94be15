"""Schemas as questions: does a value fit? (language specification 4.11, C.4)

Extra members never matter. A type word nobody knows accepts everything; the checker has
said so (RQ4008).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reqon.errors import EvaluationError
from reqon.plan.expressions_core import Names, failure
from reqon.plan.types import TYPE_WORDS, Fits
from reqon.values import MISSING, compare, equal
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class _Context:
    """The declared names, and the schemas compiled so far: cycles end at what is there."""

    names: Names
    compiled: dict[str, Fits]


def compile_schema(schema: ast.Schema, names: Names) -> Fits:
    """Compile a schema to a test of values; schemas may refer to each other in cycles."""
    return _object(_all_fields(schema, names, ()), _Context(names, {}))


def _all_fields(
    schema: ast.Schema, names: Names, bases: tuple[str, ...]
) -> Mapping[str, ast.SchemaField]:
    """Return the fields of a schema, behind those of the schema it is made `from`."""
    items = schema.items
    if schema.base is not None:
        items = (ast.SchemaBase(schema.base.span, schema.base), *items)
    return _fields(items, names, bases)


def _fields(
    items: tuple[ast.SchemaItem, ...], names: Names, bases: tuple[str, ...]
) -> Mapping[str, ast.SchemaField]:
    """Return the fields with those of `...Base`; a later declaration of a field wins."""
    fields: dict[str, ast.SchemaField] = {}
    for item in items:
        if isinstance(item, ast.SchemaField):
            fields[item.name.text] = item
        elif isinstance(item, ast.SchemaBase):
            name = item.name.text
            base = names.schemas.get(name)
            if base is not None and name not in bases:
                fields.update(_all_fields(base, names, (*bases, name)))
    return fields


def _object(fields: Mapping[str, ast.SchemaField], context: _Context) -> Fits:
    tests = [
        (
            name,
            _type(field.type, context),
            field.optional or field.condition is not None or _allows_null(field.type),
        )
        for name, field in fields.items()
    ]

    def fits(value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        for name, test, optional in tests:
            member = value.get(name, MISSING)
            if member is None or member is MISSING:
                if not optional:
                    return False
            elif not test(member):
                return False
        return True

    return fits


def _allows_null(kind: ast.Type) -> bool:
    match kind:
        case ast.TypeName(name=name):
            return name.text in {"null", "any"}
        case ast.LiteralType(value=value):
            return value is None
        case ast.UnionType(options=options) | ast.SequenceType(values=options):
            return any(map(_allows_null, options))
        case ast.WeightedType(option=option):
            return _allows_null(option)
        case ast.ComputedType():
            return True
    return False


def _type(kind: ast.Type, context: _Context) -> Fits:
    match kind:
        case ast.TypeName():
            return _named(kind, context)
        case ast.ArrayType(element=element):
            return _array(_type(element, context))
        case ast.ObjectType(fields=fields):
            return _object(_fields(fields, context.names, ()), context)
        case ast.LiteralType(value=literal):
            return lambda value: equal(value, literal)
        case ast.UnionType(options=options) | ast.SequenceType(values=options):
            tests = [_type(option, context) for option in options]
            return lambda value: any(test(value) for test in tests)
        case ast.WeightedType(option=option):
            return _type(option, context)
        case ast.RangeType():
            return _range(kind, context)
        case ast.CollectionType(element=element):
            return _array(_type(element, context))
        case ast.ComputedType():
            # It says how to make the value up; any value may have been made so.
            return TYPE_WORDS["any"]


def _named(kind: ast.TypeName, context: _Context) -> Fits:
    name = kind.name.text
    if name == "array" and kind.arguments:
        return _array(_type(kind.arguments[0], context))
    if name in TYPE_WORDS:
        return TYPE_WORDS[name]
    schema = context.names.schemas.get(name)
    return TYPE_WORDS["any"] if schema is None else _reference(schema, context)


def _reference(schema: ast.Schema, context: _Context) -> Fits:
    """Compile another schema once; one that is being compiled is looked up when it is asked."""
    name, compiled = schema.name.text, context.compiled
    if name in compiled:
        return compiled[name]

    def later(value: Any) -> bool:
        return compiled[name](value)

    compiled[name] = later
    compiled[name] = _object(_all_fields(schema, context.names, ()), context)
    return compiled[name]


def _array(element: Fits) -> Fits:
    array = TYPE_WORDS["array"]
    return lambda value: array(value) and all(map(element, value))


def _range(kind: ast.RangeType, context: _Context) -> Fits:
    base, names = _type(kind.base, context), context.names
    bounds = kind.range
    if not (isinstance(bounds, ast.Binary) and bounds.operator == ".."):
        raise failure("a range is written `1..5`", bounds.span, names)
    low, high = _bound(bounds.left, names), _bound(bounds.right, names)

    def fits(value: Any) -> bool:
        try:
            return (
                base(value)
                and (low is None or compare(value, low) >= 0)
                and (high is None or compare(value, high) <= 0)
            )
        except EvaluationError:
            return False

    return fits


def _bound(expression: ast.Expression, names: Names) -> Any:
    if isinstance(expression, ast.Literal):
        return expression.value
    raise failure(
        "a bound of a range is a number or a date", expression.span, names, help="Write `1..5`."
    )
