"""The name at a place: what it is called, what it stands for, and where else it stands.

Resolving is the model's work. What features ask in common about a name is here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reqon_language.model import Declaration, FileModel, Reference
from reqon_language.model.file import Body
from reqon_language.model.project import IMPORTED
from reqon_language.model.scopes import Binding
from reqon_language.syntax.ast import Span

Role: TypeAlias = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name in use, or where it is declared; `span` is the name at the place.

    `declaration` is what it stands for, None where that is not in this file. `reference` is None
    at a declaration, `binding` is given where a local variable is bound.
    """

    name: str
    kind: str
    span: Span
    declaration: Declaration | None = None
    reference: Reference | None = None
    binding: Binding | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a name stands. To declare a name is to write it."""

    span: Span
    role: Role


def named_at(model: FileModel, offset: int) -> Named | None:
    """Return the name at `offset`, None where no name stands."""
    reference = model.reference_at(offset)
    if reference is not None:
        found = model.definition_of(reference)
        binding = _binding_of(model, reference)
        return Named(reference.name, reference.kind, reference.span, found, reference, binding)
    declaration = model.declaration_at(offset)
    if declaration is not None:
        return Named(declaration.name, declaration.kind, declaration.span, declaration)
    return _bound_at(model, offset)


def occurrences(model: FileModel, named: Named) -> Iterator[Occurrence]:
    """Yield the places of this file where the same thing is named, in source order."""
    declaration = named.declaration
    if declaration is not None:
        places = [Occurrence(declaration.span, "write")]
        places += [Occurrence(one.span, one.role) for one in model.references_to(declaration)]
        yield from sorted(places, key=lambda place: place.span.start)
        return
    body = model.body_at(named.span.start)
    bodies = (body,) if body is not None and named.kind == "implicit" else model.bodies
    owner = named.reference.owner if named.reference else None
    for one in bodies:
        for reference in one.facts.references:
            same = (reference.name, reference.kind, reference.owner)
            if same == (named.name, named.kind, owner) or _imports(named, reference):
                yield Occurrence(reference.span.shift(one.offset), reference.role)


def _imports(named: Named, other: Reference) -> bool:
    """Whether one of two places imports what the other one names."""
    kinds = {named.kind, other.kind}
    return (
        named.name == other.name
        and "import" in kinds
        and kinds - {"import"} <= {*IMPORTED}
        and other.binding is None
    )


def _bound_at(model: FileModel, offset: int) -> Named | None:
    body = model.body_at(offset)
    if body is None:
        return None
    for binding in _bindings(body):
        span = binding.span.shift(body.offset)
        if span.start <= offset <= span.end:
            declaration = Declaration("variable", binding.name, span, span, body.mission)
            return Named(binding.name, "variable", span, declaration, binding=binding)
    return None


def _binding_of(model: FileModel, reference: Reference) -> Binding | None:
    body = model.body_at(reference.span.start)
    if body is None or reference.binding is None:
        return None
    for binding in _bindings(body):
        if binding.span.shift(body.offset) == reference.binding:
            return binding
    return None


def _bindings(body: Body) -> Iterator[Binding]:
    for scope in body.facts.scopes:
        yield from (one for one in scope.bindings if one.kind not in {"implicit", "field"})
