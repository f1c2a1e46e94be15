"""What stands on the left of an arm."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from reqon_language.syntax.ast.expressions import Expression
    from reqon_language.syntax.ast.places import Identifier, Span


class Wildcard(Struct, frozen=True, gc=False):
    """`_`."""

    span: Span


class NamePattern(Struct, frozen=True, gc=False):
    """A schema's name, or, where no schema is called that, a binding."""

    span: Span
    text: str


class LiteralPattern(Struct, frozen=True, gc=False):
    """A scalar compared with `==`; a number may also be an HTTP status."""

    span: Span
    value: str | int | float | bool | None


class ArrayPattern(Struct, frozen=True, gc=False):
    """`[]`, `[Schema]` or `[p, q]`."""

    span: Span
    items: tuple[Pattern, ...]


class PatternEntry(Struct, frozen=True, gc=False):
    """`key: pattern`, or `key` alone, which binds the field to its own name."""

    span: Span
    key: Identifier
    pattern: Pattern


class ObjectPattern(Struct, frozen=True, gc=False):
    """`{ error: e, code: 429 }`."""

    span: Span
    entries: tuple[PatternEntry, ...]


class ExpressionPattern(Struct, frozen=True, gc=False):
    """Any other expression: a value to compare with, or a condition without a subject."""

    span: Span
    expression: Expression


Pattern: TypeAlias = (
    Wildcard | NamePattern | LiteralPattern | ArrayPattern | ObjectPattern | ExpressionPattern
)
