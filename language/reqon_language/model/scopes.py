"""Scopes of a body: which names a place can see, and whether there is a current element.

Spans are relative to the declaration the body belongs to. Rules of visibility: language
specification 3.1; what `response` holds at run time is not decided here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from reqon_language.syntax.ast import Expression, Span

BindingKind: TypeAlias = Literal[
    "let",
    "loop",
    "apply",
    "map",
    "pattern",
    "lambda",
    "pagination",
    "implicit",
    "field",
    "generated",
]
ElementKind: TypeAlias = Literal[
    "map", "transform", "assume", "where", "guard", "option", "argument", "field"
]


@dataclass(frozen=True, slots=True)
class Binding:
    """A variable bound inside a body, readable from `visible_from` to the end of its scope."""

    name: str
    kind: BindingKind
    span: Span
    visible_from: int


@dataclass(frozen=True, slots=True)
class Element:
    """What `.field` reads from: the value of `source`, or each of its items."""

    kind: ElementKind
    source: Expression | None = None


@dataclass(slots=True)
class Scope:
    """One level of names. `bindings` grows while the body is walked and never afterwards.

    `named` finds them by name, in the same order. `element` is the current element this scope
    sets. `request` marks the options of a request.
    """

    span: Span
    parent: Scope | None = None
    element: Element | None = None
    request: bool = False
    bindings: list[Binding] = field(default_factory=list)
    named: dict[str, list[Binding]] = field(default_factory=dict)

    def add(self, binding: Binding) -> None:
        """Bind a variable from here on."""
        self.bindings.append(binding)
        self.named.setdefault(binding.name, []).append(binding)

    def find(self, name: str) -> Binding | None:
        """Return the binding of `name` a reader at this point of the walk sees."""
        for scope in self.climb():
            if name in scope.named:
                return scope.named[name][-1]
        return None

    def climb(self) -> Iterator[Scope]:
        """Yield this scope and those around it, innermost first."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    def current_element(self) -> Element | None:
        """Return what `.field` reads from here, or None where it means nothing."""
        return next((scope.element for scope in self.climb() if scope.element), None)

    def in_request(self) -> bool:
        """Whether this is inside the options of a request, where `lastSync` is known."""
        return any(scope.request for scope in self.climb())


def innermost(scopes: tuple[Scope, ...], offset: int) -> Scope:
    """Return the smallest scope around `offset`; `scopes` are in the order they begin."""
    begun = bisect_right(scopes, offset, lo=1, key=_start)
    for scope in scopes[begun - 1].climb():
        if offset <= scope.span.end:
            return scope
    return scopes[0]


def _start(scope: Scope) -> int:
    return scope.span.start
