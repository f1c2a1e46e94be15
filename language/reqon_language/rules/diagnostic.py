"""What a rule says about a place in a text, and what is known about the rule itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from reqon_language.syntax.ast import Span

Severity: TypeAlias = Literal["error", "warning", "info", "hint"]
Tag: TypeAlias = Literal["unnecessary"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "hint")


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a diagnostic; `path` is its file where that is another one."""

    span: Span
    message: str
    path: str | None = None

    def shift(self, offset: int) -> Related:
        """Return the place moved by `offset` code points, if it moves with the diagnostic."""
        return self if self.path is not None else replace(self, span=self.span.shift(offset))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. Spans are absolute code points once it leaves this package.

    `help` is the way out in one phrase; `suggestion` is text that, put in place of `span`,
    mends the finding.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    related: tuple[Related, ...] = ()
    suggestion: str | None = None
    tags: tuple[Tag, ...] = ()
    help: str | None = None

    def shift(self, offset: int) -> Diagnostic:
        """Return the diagnostic moved by `offset` code points."""
        related = tuple(related.shift(offset) for related in self.related)
        return replace(self, span=self.span.shift(offset), related=related)
