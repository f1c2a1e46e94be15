"""A mistake found while reading a text, as a value: parsing itself never fails."""

from __future__ import annotations

from dataclasses import dataclass

from reqon_language.syntax.ast import Span


@dataclass(frozen=True, slots=True)
class ParseError:
    """A lexical (RQ1xxx) or syntactic (RQ2xxx) error at `span`, absolute code points.

    `replacement`, when given, is text that mends the error if put in place of `span`.
    """

    code: str
    message: str
    span: Span
    replacement: str | None = None
