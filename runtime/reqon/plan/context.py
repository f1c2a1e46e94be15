"""What compiling a step needs to know about the place it stands in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reqon.errors import Location
from reqon.plan.declarations import Declared, Locate, Snippet
from reqon.plan.errors import MissingDeclarationError, PlanError, nearest
from reqon.plan.expressions import Evaluate, Names, compile_expression, compile_value
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class Context:
    """The names in reach of a step list, and what encloses it.

    `snippet` gives the text of a span. `live` holds the `id`s of the steps after which
    `response` may be read (`plan.liveness`), `paths` the definition paths of all steps by `id`.
    `compilers` are the kinds of steps there are.
    `following` is the step after the one that is being compiled.
    """

    names: Names
    snippet: Snippet
    sources: Collection[str]
    stores: Collection[str]
    actions: Collection[str]
    transforms: Mapping[str, Declared[ast.Transform]]
    live: frozenset[int]
    paths: Mapping[int, str]
    compilers: Mapping[type, Compiler]
    following: ast.Step | None = None
    in_loop: bool = False
    in_match: bool = False

    @property
    def locate(self) -> Locate:
        """The way from spans of this declaration to places in the file."""
        return self.names.locate

    def at(self, span: ast.Span) -> Location:
        """Return the place of a span."""
        return self.names.locate(span)

    def expression(self, expression: ast.Expression) -> Evaluate:
        """Compile an expression."""
        return compile_expression(expression, self.names)

    def value(self, expression: ast.Expression) -> Evaluate:
        """Compile an expression whose value is kept: a store becomes its records."""
        return compile_value(expression, self.names)

    def optional(self, entry: ast.Entry | None) -> Evaluate | None:
        """Compile the value of an option that may be missing."""
        return None if entry is None else self.expression(entry.value)

    def within(self, declared: Declared[ast.Transform]) -> Names:
        """Return the names for expressions written in another declaration."""
        return replace(self.names, locate=declared.locate)

    def store(self, name: ast.Identifier) -> str:
        """Check that a store is declared."""
        return self._declared("store", name, self.stores)

    def source(self, name: ast.Identifier) -> str:
        """Check that a source is declared."""
        return self._declared("source", name, self.sources)

    def action(self, name: ast.Identifier) -> str:
        """Check that an action is declared."""
        if name.text not in self.actions:
            raise PlanError(
                f"action `{name.text}` is not defined",
                location=self.at(name.span),
                help=nearest(name.text, self.actions),
            )
        return name.text

    def _declared(self, kind: str, name: ast.Identifier, known: Collection[str]) -> str:
        if name.text not in known:
            raise MissingDeclarationError(
                f"{kind} `{name.text}` is not declared",
                location=self.at(name.span),
                help=nearest(name.text, known, f"Add a `{kind}` declaration to the mission."),
            )
        return name.text


Compiler = Callable[[Any, Context], Any]
"""From a step as written to its `work`."""
