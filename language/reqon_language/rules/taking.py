"""Whether one pattern takes everything that another one would take.

No rule lives here. The answer is no wherever it cannot be told: a schema matches by its fields
alone (language specification 4.10), and a field more is no hindrance.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from reqon_language.model.expressions import names_schema
from reqon_language.model.identity import plain
from reqon_language.syntax import ast

Fields: TypeAlias = Mapping[str, ast.SchemaField]

_NUMBERS: Final = frozenset({"number", "decimal", "float", "double"})
_WHOLE: Final = frozenset({"int", "integer"})
_TRUTHS: Final = frozenset({"boolean", "bool"})
_DATES: Final = frozenset({"date", "datetime"})
_MOST_BASES: Final = 8


def fields_of(name: str, schemas: Mapping[str, ast.Schema], depth: int = 0) -> Fields | None:
    """Return the fields of a schema, those of its bases included; None if some are unknown."""
    schema = schemas.get(name)
    if schema is None or not schema.items or depth > _MOST_BASES:
        return None
    fields: dict[str, ast.SchemaField] = {}
    inherited = () if schema.base is None else (ast.SchemaBase(schema.base.span, schema.base),)
    for item in (*inherited, *schema.items):
        if isinstance(item, ast.SchemaField):
            fields[item.name.text] = item
        elif isinstance(item, ast.SchemaBase):
            base = fields_of(item.name.text, schemas, depth + 1)
            if base is None:
                return None
            fields |= base
        elif isinstance(item, ast.Elision):
            return None
    return fields


def takes(first: ast.Pattern, second: ast.Pattern, schemas: Mapping[str, Fields | None]) -> bool:
    """Whether `first` takes whatever `second` takes. `schemas` are those that are declared."""
    if _takes_all(first, schemas):
        return True
    if isinstance(first, ast.LiteralPattern):
        return isinstance(second, ast.LiteralPattern) and plain(first) == plain(second)
    if isinstance(first, ast.NamePattern):
        return (
            isinstance(second, ast.NamePattern)
            and not _takes_all(second, schemas)
            and _schema_takes(first.text, second.text, schemas)
        )
    if isinstance(first, ast.ArrayPattern):
        return isinstance(second, ast.ArrayPattern) and _array_takes(first, second, schemas)
    if isinstance(first, ast.ObjectPattern):
        return _object_takes(first, second, schemas)
    return False


def _takes_all(pattern: ast.Pattern, schemas: Mapping[str, Fields | None]) -> bool:
    if isinstance(pattern, ast.NamePattern):
        return pattern.text not in schemas and not names_schema(pattern.text)
    return isinstance(pattern, ast.Wildcard)


def _array_takes(
    first: ast.ArrayPattern, second: ast.ArrayPattern, schemas: Mapping[str, Fields | None]
) -> bool:
    every = _every(first, schemas)
    if every is not None:
        return all(takes(every, item, schemas) for item in second.items)
    same = len(first.items) == len(second.items) and _every(second, schemas) is None
    pairs = zip(first.items, second.items, strict=False)
    return same and all(takes(one, other, schemas) for one, other in pairs)


def _every(
    pattern: ast.ArrayPattern, schemas: Mapping[str, Fields | None]
) -> ast.NamePattern | None:
    """Return the schema of `[Schema]`, which takes arrays of any length."""
    if len(pattern.items) == 1 and isinstance(pattern.items[0], ast.NamePattern):
        return None if _takes_all(pattern.items[0], schemas) else pattern.items[0]
    return None


def _object_takes(
    first: ast.ObjectPattern, second: ast.Pattern, schemas: Mapping[str, Fields | None]
) -> bool:
    if not first.entries:
        return False
    if isinstance(second, ast.ObjectPattern):
        given = {entry.key.text: entry.pattern for entry in second.entries}
        return all(
            entry.key.text in given and takes(entry.pattern, given[entry.key.text], schemas)
            for entry in first.entries
        )
    fields = schemas.get(second.text) if isinstance(second, ast.NamePattern) else None
    return fields is not None and all(
        _takes_all(entry.pattern, schemas)
        and entry.key.text in fields
        and not _may_miss(fields[entry.key.text])
        for entry in first.entries
    )


def _schema_takes(first: str, second: str, schemas: Mapping[str, Fields | None]) -> bool:
    if first == second:
        return True
    wanted, given = schemas.get(first), schemas.get(second)
    if wanted is None or given is None:
        return False
    return all(
        name in given
        and (_may_miss(field) or not _may_miss(given[name]))
        and _type_takes(field.type, given[name].type)
        for name, field in wanted.items()
    )


def _may_miss(field: ast.SchemaField) -> bool:
    absent = field.optional or field.condition is not None
    return absent or any(map(_is_nullable, _options(field.type)))


def _is_nullable(of: ast.Type) -> bool:
    if isinstance(of, ast.TypeName):
        return of.name.text in ("null", "any")
    if isinstance(of, ast.ComputedType):
        return True
    return isinstance(of, ast.LiteralType) and of.value is None


def _options(of: ast.Type) -> tuple[ast.Type, ...]:
    if isinstance(of, ast.UnionType):
        return tuple(one for option in of.options for one in _options(option))
    return _options(of.option) if isinstance(of, ast.WeightedType) else (of,)


def _type_takes(wanted: ast.Type, given: ast.Type) -> bool:
    if plain(wanted) == plain(given):
        return True
    if isinstance(given, ast.UnionType) or isinstance(wanted, ast.UnionType):
        return all(
            any(_type_takes(one, other) for one in _options(wanted)) for other in _options(given)
        )
    if not isinstance(wanted, ast.TypeName) or wanted.arguments:
        return False
    if isinstance(given, ast.RangeType):
        return _type_takes(wanted, given.base)
    if isinstance(given, ast.ObjectType):
        return wanted.name.text in ("object", "any")
    if isinstance(given, ast.ArrayType):
        return wanted.name.text in ("array", "any")
    if isinstance(given, ast.LiteralType):
        return wanted.name.text == "string" and isinstance(given.value, str)
    return isinstance(given, ast.TypeName) and _word_takes(wanted.name.text, given.name.text)


def _word_takes(wanted: str, given: str) -> bool:
    if wanted in _NUMBERS:
        return given in _NUMBERS | _WHOLE
    return wanted == "any" or any(
        wanted in words and given in words for words in (_WHOLE, _TRUTHS, _DATES, {wanted})
    )
