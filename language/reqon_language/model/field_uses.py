"""Where a declaration names fields of values, and what these values are.

Inference notes it in passing, so that whoever looks for the places of a field has to infer
nothing again. Only what may be a field of a schema is noted; which declaration is meant depends
on the whole project and is `features/navigation`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from reqon_language.model.types import ArrayOf, SchemaOf, StoreOf, Type, UnionOf
from reqon_language.syntax import ast

Form: TypeAlias = Literal["dotted", "bare", "key", "shorthand"]


class FieldUse(Struct, frozen=True, gc=False):
    """A field that is named at `span`, relative to the declaration.

    `of` is what it is a field of, and `within` the field that was read to get there, if one was:
    of `order.to.city`, the use of `to`. A `shorthand` key, `{ total }`, is a value or a variable
    as well.
    """

    name: str
    span: ast.Span
    of: Type
    form: Form = "dotted"
    role: Literal["read", "write"] = "read"
    within: FieldUse | None = None


def is_of_schema(of: Type) -> bool:
    """Whether a value has the fields of a schema, or may have them."""
    if isinstance(of, UnionOf):
        return any(map(is_of_schema, of.options))
    if isinstance(of, ArrayOf | StoreOf):
        return is_of_schema(of.element)
    return isinstance(of, SchemaOf)


def schemas_of(of: Type) -> Iterator[SchemaOf]:
    """Yield the schemas whose fields can be read from a value; of lists, those of their items."""
    if isinstance(of, SchemaOf):
        yield of
    elif isinstance(of, UnionOf):
        for option in of.options:
            yield from schemas_of(option)
    elif isinstance(of, ArrayOf | StoreOf):
        yield from schemas_of(of.element)


def name_span(key: ast.Identifier) -> ast.Span:
    """Return the place of a key without the quotes it may be written with."""
    span = key.span
    quoted = span.end - span.start == len(key.text) + 2
    return ast.Span(span.start + 1, span.end - 1) if quoted else span
