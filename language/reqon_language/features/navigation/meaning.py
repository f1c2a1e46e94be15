"""What the name at a place of a project means: its declaration, wherever that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reqon_language.features.navigation.declared_fields import declared_fields, own_field
from reqon_language.features.navigation.field_places import field_place_at
from reqon_language.features.navigation.targets import (
    DocumentTarget,
    EnvironmentTarget,
    FileTarget,
    NameTarget,
    Target,
    WordTarget,
)
from reqon_language.model import Declaration, FileModel, Project, Reference
from reqon_language.model.field_uses import name_span
from reqon_language.model.file import Body
from reqon_language.model.references import path_span
from reqon_language.model.scopes import Binding
from reqon_language.rules.nodes import path_to
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span
from reqon_language.syntax.leaves import leaf_at

_WORDS: Final = ("NAME", "KEY", "SHORTHAND", "STRING", "DOT", "NL_DOT")
_NO_VARIABLES: Final = ("implicit", "field")


@dataclass(frozen=True, slots=True)
class Meant:
    """A name at `span` and what it stands for; several targets where it may be any of them.

    `reference` is None where the name is declared, and for fields.
    """

    name: str
    span: Span
    targets: tuple[Target, ...]
    reference: Reference | None = None


def meant_at(project: Project, path: str, offset: int) -> Meant | None:
    """Return what the name at `offset` of a file means, None where no name stands.

    A name nothing declares means nothing: it has no targets. Where one place names two things,
    as the key of `{ total }` and the variable in it, that is what the value reads.
    """
    model = project.model(path)
    reference = model.reference_at(offset)
    if reference is not None and reference.kind != "field" and not _reads_field(model, reference):
        targets = tuple(_targets(project, path, reference))
        if not targets and reference.kind in ("name", "schema"):
            field = _field_at(project, path, offset)
            if field is not None and field.targets:
                return field
        return Meant(reference.name, _without_quotes(reference), targets, reference)
    declaration = model.declaration_at(offset)
    if declaration is not None:
        return Meant(declaration.name, declaration.span, (NameTarget(path, declaration),))
    found = _bound_at(model, path, offset) or _field_at(project, path, offset)
    if found is None and reference is not None:
        start = reference.span.end - len(reference.name)
        return Meant(reference.name, Span(start, reference.span.end), ())
    return found


def operation_target(project: Project, path: str, reference: Reference) -> DocumentTarget | None:
    """Return where the document of a source has an operation, None where it is not known."""
    source = Reference("source", reference.owner or "", reference.span)
    found = project.definition_of(path, source)
    if found is None or not found[1].detail:
        return None
    naming, document = found[0], found[1].detail
    root = project.files[naming].specs.get(document)
    read = project.model(naming).types.documents.get(document)
    if root is None or read is None or read[1] is None:
        return None
    operation = read[1].operations.get(reference.name)
    if operation is None:
        return None
    pointer = ("paths", operation.path, operation.method.lower(), "operationId")
    return DocumentTarget(naming, document, pointer, reference.name)


def binding_at(body: Body, span: Span) -> Binding | None:
    """Return what is bound by the name that stands at a place of a declaration."""
    for scope in body.facts.scopes:
        for binding in scope.bindings:
            if binding.kind not in _NO_VARIABLES and binding.span.shift(body.offset) == span:
                return binding
    return None


def name_target(project: Project, path: str, declaration: Declaration) -> NameTarget:
    """Return a declaration as a target, with what binds it where a step does."""
    binding = None
    if declaration.kind == "variable":
        body = project.model(path).body_at(declaration.span.start)
        binding = binding_at(body, declaration.span) if body is not None else None
    return NameTarget(path, declaration, binding)


def _targets(project: Project, path: str, reference: Reference) -> Iterator[Target]:
    if reference.kind == "operation":
        operation = operation_target(project, path, reference)
        if operation is not None:
            yield operation
    elif reference.kind == "environment":
        yield EnvironmentTarget(reference.name)
    elif reference.kind == "file":
        yield FileTarget(path, reference.name)
    elif reference.kind == "implicit" or (
        reference.kind == "function" and reference.problem is None
    ):
        yield WordTarget(reference.kind, reference.name)
    else:
        found = project.definition_of(path, reference)
        if found is not None:
            yield name_target(project, *found)


def _reads_field(model: FileModel, reference: Reference) -> bool:
    body = model.body_at(reference.span.start)
    return body is not None and own_field(body, reference.shift(-body.offset)) is not None


def _bound_at(model: FileModel, path: str, offset: int) -> Meant | None:
    body = model.body_at(offset)
    for scope in body.facts.scopes if body is not None else ():
        for binding in scope.bindings:
            span = binding.span.shift(body.offset) if body is not None else binding.span
            if binding.kind not in _NO_VARIABLES and span.start <= offset <= span.end:
                mission = body.mission if body is not None else None
                declaration = Declaration("variable", binding.name, span, span, mission)
                return Meant(binding.name, span, (NameTarget(path, declaration, binding),))
    return None


def _field_at(project: Project, path: str, offset: int) -> Meant | None:
    body = project.model(path).body_at(offset)
    leaf = leaf_at(project.files[path].tree.root, offset)
    if body is None or leaf is None or leaf.kind not in _WORDS:
        return None
    for target, _ in declared_fields(path, body):
        if target.span.start <= offset <= target.span.end:
            return Meant(target.name, target.span, (target,))
    place = field_place_at(project, path, offset)
    if place is not None:
        return Meant(place.name, place.span, place.targets)
    name = _unknown_field(body, offset - body.offset)
    return Meant(name.text, name_span(name).shift(body.offset), ()) if name is not None else None


def _unknown_field(body: Body, at: int) -> ast.Identifier | None:
    """Return the name at a place of a declaration that stands where fields are named."""
    for node in path_to(body.node, Span(at, at)):
        for name in _names(node):
            if name.text and name.span.start - 1 <= at <= name.span.end:
                return name
    return None


def _names(node: object) -> Iterator[ast.Identifier]:
    if isinstance(node, ast.Member | ast.Field):
        yield node.name
    elif isinstance(node, ast.ObjectPattern):
        yield from (entry.key for entry in node.entries)
    elif isinstance(node, ast.Map | ast.TransformVariant) and node.mappings is not None:
        yield from (one.key for one in node.mappings.entries if isinstance(one, ast.Entry))


def _without_quotes(reference: Reference) -> Span:
    return path_span(reference) if reference.kind == "file" else reference.span
