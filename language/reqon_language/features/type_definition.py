"""Go to type definition: from a value to the schemas that say what it is."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from reqon_language.features.definition import Definition
from reqon_language.features.navigation import NameTarget, Target, meant_at
from reqon_language.features.navigation.owners import schema_target
from reqon_language.model import Project, Reference
from reqon_language.model.types import ANY, ArrayOf, SchemaOf, StoreOf, Type, options
from reqon_language.syntax.ast import Span


def type_definition(project: Project, path: str, offset: int) -> Definition | None:
    """Return the schemas of the value at `offset`; of lists and stores, those of their items."""
    model = project.model(path)
    meant = meant_at(project, path, offset)
    if meant is None:
        return None
    declared = next((one for one in meant.targets if isinstance(one, NameTarget)), None)
    if declared is not None and declared.declaration.kind == "schema":
        return Definition(meant.span, (declared,))
    if declared is not None and declared.declaration.kind == "store":
        of: Type | None = _stored(project, path, declared)
    else:
        # A field's type is that of the whole expression that ends with it.
        of = model.type_of(meant.span) or model.type_at(meant.span.end)
    targets = tuple(dict.fromkeys(_targets(project, path, offset, of))) if of is not None else ()
    return Definition(meant.span, targets) if targets else None


def _stored(project: Project, path: str, store: NameTarget) -> Type:
    """Return what a store holds as the file at `path` knows it, or else the one that declares it.

    A file knows what it puts into a store that it imports; the file that is imported does not.
    """
    declaration = store.declaration
    if path != store.path:
        here = project.stored_type(path, replace(declaration, mission=None))
        if here != ANY:
            return here
    return project.stored_type(store.path, declaration)


def _targets(project: Project, path: str, offset: int, of: Type) -> Iterator[Target]:
    for option in options(of):
        if isinstance(option, ArrayOf | StoreOf):
            yield from _targets(project, path, offset, option.element)
        elif isinstance(option, SchemaOf) and option.origin:
            yield schema_target(project, path, option)
        elif isinstance(option, SchemaOf):
            at = Reference("schema", option.name, Span(offset, offset))
            found = project.definition_of(path, at)
            if found is not None:
                yield NameTarget(*found)
