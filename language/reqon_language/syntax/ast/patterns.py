"""What stands on the left of an arm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from reqon_language.syntax.ast.expressions import Expression
    from reqon_language.syntax.ast.places import Identifier, Span


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`_`."""

    span: Span


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A schema's name, or, where no schema is called that, a binding."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class LiteralPattern:
    """A scalar compared with `==`; a number may also be an HTTP status."""

    span: Span
    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ArrayPattern:
    """`[]`, `[Schema]` or `[p, q]`."""

    span: Span
    items: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class PatternEntry:
    """`key: pattern`, or `key` alone, which binds the field to its own name."""

    span: Span
    key: Identifier
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class ObjectPattern:
    """`{ error: e, code: 429 }`."""

    span: Span
    entries: tuple[PatternEntry, ...]


@dataclass(frozen=True, slots=True)
class ExpressionPattern:
    """Any other expression: a value to compare with, or a condition without a subject."""

    span: Span
    expression: Expression


Pattern: TypeAlias = (
    Wildcard | NamePattern | LiteralPattern | ArrayPattern | ObjectPattern | ExpressionPattern
)
