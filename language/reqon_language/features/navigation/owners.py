"""From the field a value is read by to where its schema declares it, in whichever file that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeAlias

from reqon_language.features.navigation.declared_fields import field_target
from reqon_language.features.navigation.targets import DocumentTarget, FieldTarget
from reqon_language.model import Project
from reqon_language.model.field_uses import FieldUse, schemas_of
from reqon_language.model.openapi.schemas import pointer_to
from reqon_language.model.types import SchemaOf, Type
from reqon_language.syntax import ast

Targets: TypeAlias = tuple[FieldTarget | DocumentTarget, ...]


@dataclass(frozen=True, slots=True)
class _Owner:
    """Fields as a schema or an object type lists them, at `offset` in the file at `path`.

    `mission` is the number of the mission around them.
    """

    path: str
    mission: int | None
    schema: str
    offset: int
    items: tuple[ast.SchemaItem, ...]


@dataclass(frozen=True, slots=True)
class _Declared:
    """A field's declaration, and among which fields it stands."""

    target: FieldTarget
    node: ast.SchemaField
    among: _Owner

    def objects(self) -> Iterator[_Owner]:
        """Yield the fields of the object types that its type is written with."""
        for inner in _objects(self.node.type):
            yield replace(self.among, items=inner.fields)


@dataclass(frozen=True, slots=True)
class Owners:
    """The schemas of one state of a project, each looked up once for every place that sees it."""

    project: Project
    _schemas: dict[tuple[str, int | None, str], tuple[_Owner, ...]] = field(default_factory=dict)
    _targets: dict[tuple[str, int | None, Type, str], Targets] = field(default_factory=dict)

    def targets(self, path: str, mission: int | None, use: FieldUse) -> Targets:
        """Return where the field may be declared that a declaration of a mission names."""
        if use.within is not None:
            return self._found(path, mission, use)
        key = (path, mission, use.of, use.name)
        if key not in self._targets:
            self._targets[key] = self._found(path, mission, use)
        return self._targets[key]

    def of_schema(
        self, path: str, mission: int | None, schema: str, name: str
    ) -> Iterator[FieldTarget]:
        """Yield where a field is declared of a schema that can be named in a mission.

        The first is the one that counts; fields of bases that it stands in for come after it.
        """
        for owner in self._declared(path, mission, schema):
            for one in self._in_items(owner, name):
                yield one.target

    def _found(self, path: str, mission: int | None, use: FieldUse) -> Targets:
        found: list[FieldTarget | DocumentTarget] = []
        for schema in schemas_of(use.of):
            if schema.origin:
                declared = schema_target(self.project, path, schema)
                pointer = (*declared.pointer, "properties", use.name)
                found.append(DocumentTarget(declared.path, declared.document, pointer))
        found += [one.target for one in self._declarations(path, mission, use)]
        return tuple(dict.fromkeys(found))

    def _declarations(self, path: str, mission: int | None, use: FieldUse) -> Iterator[_Declared]:
        """Yield the declarations of a field in missions."""
        if use.within is not None:
            for outer in self._declarations(path, mission, use.within):
                for owner in outer.objects():
                    yield from islice(self._in_items(owner, use.name), 1)
        for schema in schemas_of(use.of):
            for owner in self._declared(path, mission, schema.name) if not schema.origin else ():
                yield from islice(self._in_items(owner, use.name), 1)

    def _declared(self, path: str, mission: int | None, name: str) -> tuple[_Owner, ...]:
        key = (path, mission, name)
        if key not in self._schemas:
            self._schemas[key] = tuple(_declared(self.project, path, mission, name))
        return self._schemas[key]

    def _in_items(self, owner: _Owner, name: str) -> Iterator[_Declared]:
        """Yield a field's declarations in a schema and in those it is based on, its own first."""
        waiting, seen = [owner], set()
        while waiting:
            current = waiting.pop()
            inherited: list[_Owner] = []
            for item in current.items:
                if isinstance(item, ast.SchemaField) and item.name.text == name:
                    target = field_target(current.path, current.schema, current.offset, item)
                    yield _Declared(target, item, current)
                if isinstance(item, ast.SchemaBase) and (current.path, item.name.text) not in seen:
                    seen.add((current.path, item.name.text))
                    inherited += self._declared(current.path, current.mission, item.name.text)
            waiting += inherited


def schema_target(project: Project, path: str, schema: SchemaOf) -> DocumentTarget:
    """Return where the document of a schema declares it; the schema is named in a file."""
    document = schema.origin.partition("#")[0]
    naming = _naming(project, path, document)
    root = project.files[naming].specs.get(document, {})
    return DocumentTarget(naming, *pointer_to(schema, root))


def _declared(project: Project, path: str, mission: int | None, name: str) -> Iterator[_Owner]:
    """Yield the fields of the schema that a name means in a mission of a file, if it is one."""
    found = project.schema(path, name, mission)
    if found is None:
        return
    other, declaration = found
    body = project.model(other).body_of(declaration)
    if body is None or not isinstance(body.node, ast.Schema):
        return
    node = body.node
    items = node.items
    if node.base is not None:
        items = (*items, ast.SchemaBase(node.base.span, node.base))
    yield _Owner(other, body.mission, name, body.offset, items)


def _objects(of: ast.Type) -> Iterator[ast.ObjectType]:
    """Yield the object types that reading a member of a value of this type reads from."""
    if isinstance(of, ast.ObjectType):
        yield of
    elif isinstance(of, ast.ArrayType):
        yield from _objects(of.element)
    elif isinstance(of, ast.TypeName):
        for argument in of.arguments:
            yield from _objects(argument)
    elif isinstance(of, ast.UnionType):
        for option in of.options:
            yield from _objects(option)


def _naming(project: Project, path: str, document: str) -> str:
    """Return the file whose source names a document; it is `path` where several do."""
    own = project.model(path).declarations("source")
    if any(source.detail == document for source in own):
        return path
    for other, source in project.declarations("source"):
        if source.detail == document:
            return other
    return path
