"""Go to definition: from a name in use to the declaration it stands for.

Resolving is the model's work; here a place becomes a pair of places.
"""

from __future__ import annotations

from dataclasses import dataclass

from reqon_language.model import Declaration, FileModel
from reqon_language.syntax.ast import Span


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a name is declared; all spans are absolute code points of the same file.

    `origin` is the name in use, `name` the declared name, `extent` the whole declaration.
    """

    origin: Span
    name: Span
    extent: Span


def definition(model: FileModel, offset: int) -> Definition | None:
    """Return what the name at `offset` stands for; a declared name stands for itself."""
    reference = model.reference_at(offset)
    if reference is not None:
        found = model.definition_of(reference)
        return Definition(reference.span, found.span, found.extent) if found else None
    found = _declared_at(model, offset)
    return Definition(found.span, found.span, found.extent) if found else None


def _declared_at(model: FileModel, offset: int) -> Declaration | None:
    for declaration in model.declarations():
        if declaration.span.start <= offset <= declaration.span.end:
            return declaration
    return None
