"""What one declaration says: its references, scopes, option blocks and nodes by type.

`Collected` gathers while the walkers of this package run over a declaration; `BodyFacts` is
the finished value. Spans are relative to the declaration, so facts outlive edits above it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, TypeVar

from reqon_language.model.names import Names
from reqon_language.model.references import Problem, Reference, ReferenceKind
from reqon_language.model.scopes import Binding, BindingKind, Element, Scope
from reqon_language.model.summary import DeclarationKind
from reqon_language.syntax import ast
from reqon_language.vocabulary.words import IMPLICIT_NAMES

N = TypeVar("N")
Entries: TypeAlias = Sequence[ast.Entry | ast.Spread | ast.Elision]


@dataclass(frozen=True, slots=True)
class OptionBlock:
    """Options as written; `block` is their entry in `vocabulary.BLOCKS`.

    `span` is where a missing option is reported.
    """

    block: str
    entries: Entries
    span: ast.Span


@dataclass(frozen=True, slots=True)
class Clash:
    """A binding whose name is taken: bound before in the same block, or hidden by this one."""

    binding: Binding
    how: Literal["rebinds", "shadows"]
    what: str
    earlier: ast.Span | None


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """Everything known about one declaration. `scopes[0]` spans it.

    `words` are those whose meaning around it was asked for, and `names` is what they mean: so what
    follows from the facts holds as long as these words mean the same. `bindings` are the first of
    each name bound anywhere inside.
    """

    words: tuple[str, ...]
    names: Names
    references: tuple[Reference, ...]
    scopes: tuple[Scope, ...]
    bindings: Mapping[str, Binding]
    blocks: tuple[OptionBlock, ...]
    clashes: tuple[Clash, ...]
    nodes: Mapping[type, tuple[Any, ...]]

    def of(self, kind: type[N]) -> tuple[N, ...]:
        """Return the steps, patterns and marked expressions of one node type, in order."""
        return self.nodes.get(kind, ())


@dataclass(slots=True)
class Collected:
    """The facts of a declaration while it is being walked.

    `words` are those it asked for, of the names around it.
    """

    _names: Names
    words: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    blocks: list[OptionBlock] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    nodes: dict[type, list[object]] = field(default_factory=dict)

    @property
    def data(self) -> bool:
        """Whether the file describes data, and nothing in it runs."""
        return self._names.data

    def knows(self, kind: DeclarationKind, word: str) -> bool:
        """Whether a word is declared as something of a kind around the declaration."""
        self.words.add(word)
        return self._names.knows(kind, word)

    def aside(self) -> Collected:
        """Return an empty collection that asks for the same words, in the same scopes."""
        return Collected(self._names, self.words, scopes=self.scopes)

    def note(self, node: object) -> None:
        """Remember `node` under its type."""
        self.nodes.setdefault(type(node), []).append(node)

    def refer(
        self,
        kind: ReferenceKind,
        name: ast.Identifier | ast.Name,
        *,
        known: bool = True,
        write: bool = False,
        owner: str | None = None,
        place: str = "",
    ) -> None:
        """Add a reference to a declaration; a name the parser invented is none."""
        if not name.text:
            return
        problem: Problem | None = None if known else "undefined"
        self.references.append(
            Reference(
                kind,
                name.text,
                name.span,
                "write" if write else "read",
                problem=problem,
                owner=owner,
                place=place,
            )
        )

    def open(
        self,
        span: ast.Span,
        parent: Scope | None,
        element: Element | None = None,
        *,
        request: bool = False,
    ) -> Scope:
        """Open a scope over `span`."""
        scope = Scope(span, parent, element, request)
        self.scopes.append(scope)
        return scope

    def bind(
        self, scope: Scope, name: ast.Identifier | ast.Name, kind: BindingKind, visible_from: int
    ) -> None:
        """Bind a variable in `scope`, noting what it clashes with."""
        if name.text in ("", "_"):
            return
        binding = Binding(name.text, kind, name.span, visible_from)
        clash = self._clash(scope, binding)
        if clash is not None:
            self.clashes.append(clash)
        scope.add(binding)

    def finish(self) -> BodyFacts:
        """Return the facts, references and scopes in the order of their places."""
        first: dict[str, Binding] = {}
        for scope in self.scopes:
            for name, bindings in scope.named.items():
                first.setdefault(name, bindings[0])
        words = tuple(self.words)
        return BodyFacts(
            words,
            self._names.only(words),
            tuple(sorted(self.references, key=lambda reference: reference.span.start)),
            tuple(sorted(self.scopes, key=lambda scope: scope.span.start)),
            first,
            tuple(self.blocks),
            tuple(self.clashes),
            {kind: tuple(nodes) for kind, nodes in self.nodes.items()},
        )

    def _clash(self, scope: Scope, binding: Binding) -> Clash | None:
        name = binding.name
        for earlier in scope.named.get(name, ()):
            if {earlier.kind, binding.kind} <= {"let", "apply"}:
                return Clash(binding, "rebinds", "", earlier.span)
        outer = scope.find(name)
        if outer is not None:
            if name in scope.named:
                return None
            return Clash(binding, "shadows", "an outer variable", outer.span)
        if name == "response":
            return Clash(binding, "rebinds", "", None)
        shadowed = (
            "a variable of the mission" if self.knows("variable", name)
            else f"the store `{name}`" if self.knows("store", name)
            else f"the implicit name `{name}`" if name in IMPLICIT_NAMES
            else None
        )  # fmt: skip
        return Clash(binding, "shadows", shadowed, None) if shadowed else None
