"""Which places of a declaration name fields, and which schemas declare these fields.

A field is named by `.name`, `value.name`, the keys of a mapping, the keys of an object pattern
and, of a placeholder, what follows its first name. What is read from a value whose type is not
known names no field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from msgspec import Struct

from reqon_language.features.navigation.targets import DocumentTarget, FieldTarget
from reqon_language.model import FileModel, Project, Reference
from reqon_language.model.file import Body
from reqon_language.model.inference import Known
from reqon_language.model.openapi.schemas import pointer_to
from reqon_language.model.scopes import Binding, innermost
from reqon_language.model.types import (
    ArrayOf,
    SchemaOf,
    StoreOf,
    Type,
    options,
    without_null,
)
from reqon_language.rules.nodes import below
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span

_DECLARING: Final = (ast.Schema, ast.Dataset, ast.Context, ast.Contract)
_DOTTED: Final = re.compile(r"\.([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class FieldUse:
    """A field that is named at `span`, and where it may be declared.

    `key` is how it stands there: `{ total }` is a `shorthand`, which reads a name as well.
    """

    name: str
    span: Span
    role: Literal["read", "write"]
    targets: tuple[FieldTarget | DocumentTarget, ...]
    key: Literal["", "shorthand"] = ""


@dataclass(frozen=True, slots=True)
class _Items:
    """Fields as a schema or an object type lists them, at `offset` in the file at `path`."""

    path: str
    schema: str
    offset: int
    items: tuple[ast.SchemaItem, ...]


@dataclass(slots=True)
class Fields:
    """The fields named in one declaration, all or those of one `name`."""

    project: Project
    path: str
    body: Body
    name: str | None = None
    _types: dict[tuple[int, int], Type] = field(default_factory=dict)
    _elements: dict[tuple[int, int], Type] = field(default_factory=dict)
    _inner: dict[tuple[int, int], list[_Items]] = field(default_factory=dict)

    def uses(self) -> Iterator[FieldUse]:
        """Yield the places that name a field, in no order."""
        recorded = self.model.recorded(self.body)
        self._types = _by_place(recorded.types)
        self._elements = _by_place(recorded.elements)
        for reference in self.body.facts.references:
            if reference.kind == "field" and not self._wanted(reference.name):
                continue
            own = own_field(self.body, reference)
            if own is not None:
                yield self._of_own(reference, own)
            elif reference.kind == "field":
                yield self._of_element(reference)
            elif reference.place == "path":
                yield from self._in_path(reference)
        for node in below(self.body.node, Struct):
            find = _NAMING.get(type(node))
            if find is not None:
                yield from find(self, node)

    def _wanted(self, name: str) -> bool:
        return self.name is None or name == self.name

    @property
    def model(self) -> FileModel:
        """The model of the file."""
        return self.project.model(self.path)

    def _use(
        self,
        name: str,
        span: Span,
        of: Type | None,
        around: Sequence[_Items] = (),
        *,
        whole: Span | None = None,
        write: bool = False,
    ) -> FieldUse:
        """Look a field up in what its owner is; `whole` is the expression that reads it."""
        found = list(around)
        targets: list[FieldTarget | DocumentTarget] = []
        for schema in _schemas(of):
            if schema.origin:
                found_in = schema_target(self.project, self.path, schema)
                pointer = (*found_in.pointer, "properties", name)
                targets.append(DocumentTarget(found_in.path, found_in.document, pointer))
            else:
                found += _declared(self.project, self.path, schema.name, self.body.offset)
        for owner in found:
            for place, node in _in_items(self.project, owner, name):
                targets.append(place)
                if whole is not None:
                    inner = _Items(place.path, place.schema, place.span.start, ())
                    self._inner.setdefault((whole.start, whole.end), []).extend(
                        _below_type(inner, node, place)
                    )
        role: Literal["read", "write"] = "write" if write else "read"
        distinct = tuple(dict.fromkeys(targets))
        return FieldUse(name, span.shift(self.body.offset), role, distinct)

    def _of_element(self, reference: Reference) -> FieldUse:
        span = reference.span
        name = Span(span.end - len(reference.name), span.end)
        of = self._elements.get((span.start, span.end))
        return self._use(reference.name, name, of, whole=span)

    def members(self, node: ast.Member) -> Iterator[FieldUse]:
        """`value.name`."""
        if node.name.text and self._wanted(node.name.text):
            yield self._of_member(node)

    def _of_member(self, node: ast.Member) -> FieldUse:
        at = (node.object.span.start, node.object.span.end)
        around = self._inner.get(at)
        if around is None and isinstance(node.object, ast.Member | ast.Field):
            self._look_at(node.object)
            around = self._inner.get(at)
        of = self._types.get(at)
        return self._use(node.name.text, node.name.span, of, around or (), whole=node.span)

    def _look_at(self, node: ast.Member | ast.Field) -> None:
        """Find out what the object of a member is a field of."""
        if isinstance(node, ast.Member):
            self._of_member(node)
        else:
            of = self._elements.get((node.span.start, node.span.end))
            self._use(node.name.text, node.name.span, of, whole=node.span)

    def _in_path(self, reference: Reference) -> Iterator[FieldUse]:
        text = self.project.files[self.path].tree.lines.text
        start, end = reference.span.start, reference.span.end
        while found := _DOTTED.match(text, end + self.body.offset):
            around = self._inner.get((start, end), ())
            of = self._types.get((start, end))
            name = Span(found.start(1), found.end(1)).shift(-self.body.offset)
            yield self._use(found[1], name, of, around, whole=Span(start, name.end))
            end = name.end

    def _of_own(self, reference: Reference, binding: Binding) -> FieldUse:
        """A description of data reads one of the fields beside it."""
        span = reference.span
        name = Span(span.end - len(reference.name), span.end).shift(self.body.offset)
        declared = [
            target
            for target, node in declared_fields(self.path, self.body)
            if node.name.span == binding.span
        ]
        return FieldUse(reference.name, name, "read", tuple(declared))

    def overridden(self, node: ast.CollectionType) -> Iterator[FieldUse]:
        """`100 of Order { status: "open" }` sets fields of the records it describes."""
        if isinstance(node.element, ast.TypeName):
            for item in node.overrides:
                if isinstance(item, ast.SchemaField) and item.name.text:
                    of = SchemaOf(node.element.name.text)
                    yield self._keyed(item.name, of, shorthand=False, write=True)

    def refined(self, node: ast.Schema) -> Iterator[FieldUse]:
        """What `refine` says of some records are fields of the schema itself."""
        for refinement in node.refinements:
            for item in refinement.items:
                if isinstance(item, ast.SchemaField) and item.name.text:
                    yield self._keyed(
                        item.name, SchemaOf(node.name.text), shorthand=False, write=True
                    )

    def mapped(self, node: ast.Map | ast.TransformVariant) -> Iterator[FieldUse]:
        """The keys of mappings are fields of what they make."""
        of = SchemaOf(node.target.text)
        for entry in node.mappings.entries if node.mappings is not None else ():
            if isinstance(entry, ast.Entry) and entry.key.text and self._wanted(entry.key.text):
                yield self._keyed(entry.key, of, shorthand=entry.shorthand, write=True)

    def _keyed(
        self, key: ast.Identifier, of: Type | None, *, shorthand: bool, write: bool
    ) -> FieldUse:
        span = key.span
        if span.end - span.start == len(key.text) + 2:
            span = Span(span.start + 1, span.end - 1)
        use = self._use(key.text, span, of, write=write)
        kind: Literal["", "shorthand"] = "shorthand" if shorthand else ""
        return FieldUse(use.name, use.span, use.role, use.targets, kind)

    def matched(self, node: ast.Match | ast.MatchExpression) -> Iterator[FieldUse]:
        """The keys of object patterns are fields of the subject."""
        if node.subject is None:
            return
        of = self._types.get((node.subject.span.start, node.subject.span.end))
        for arm in node.arms:
            yield from self._pattern(arm.pattern, of)

    def _pattern(self, pattern: ast.Pattern, of: Type | None) -> Iterator[FieldUse]:
        if isinstance(pattern, ast.ObjectPattern):
            for entry in pattern.entries:
                if entry.key.text and self._wanted(entry.key.text):
                    shorthand = entry.key.span == entry.pattern.span
                    yield self._keyed(entry.key, of, shorthand=shorthand, write=False)


_NAMING: Final[dict[type, Callable[[Fields, Any], Iterator[FieldUse]]]] = {
    ast.Member: Fields.members,
    ast.Map: Fields.mapped,
    ast.TransformVariant: Fields.mapped,
    ast.Match: Fields.matched,
    ast.MatchExpression: Fields.matched,
    ast.CollectionType: Fields.overridden,
    ast.Schema: Fields.refined,
}
"""The nodes that name fields beside what the facts of a declaration list."""


def declared_fields(path: str, body: Body) -> Iterator[tuple[FieldTarget, ast.SchemaField]]:
    """Yield the fields that a declaration itself declares: of a schema and the objects in it.

    What only says more of a field, an override or a refinement, declares none.
    """
    if not isinstance(body.node, _DECLARING):
        return
    more = {
        id(item)
        for node in below(body.node, object)
        if isinstance(node, ast.CollectionType | ast.Refinement)
        for item in (node.overrides if isinstance(node, ast.CollectionType) else node.items)
    }
    for node in below(body.node, ast.SchemaField):
        if node.name.text and id(node) not in more:
            yield _target(path, body.node.name.text, body.offset, node), node


def own_field(body: Body, reference: Reference) -> Binding | None:
    """Return the field beside it that a description of data reads; `reference` is relative."""
    if reference.kind not in ("field", "variable") or not isinstance(body.node, _DECLARING):
        return None
    scope = innermost(body.facts.scopes, reference.span.start)
    found = scope.find(reference.name)
    return found if found is not None and found.kind == "field" else None


def _target(path: str, schema: str, offset: int, node: ast.SchemaField) -> FieldTarget:
    span, name = node.name.span, node.name.text
    if span.end - span.start == len(name) + 2:
        span = Span(span.start + 1, span.end - 1)
    return FieldTarget(path, schema, name, span.shift(offset), node.span.shift(offset))


def field_of_schema(
    project: Project, path: str, schema: str, name: str, offset: int
) -> Iterator[FieldTarget]:
    """Yield where a field of a schema is declared; the schema is named at `offset` of a file."""
    for owner in _declared(project, path, schema, offset):
        for place, _ in _in_items(project, owner, name):
            yield place


def _declared(project: Project, path: str, name: str, offset: int) -> list[_Items]:
    """Return the fields of the schema that a name means at a place."""
    found = project.definition_of(path, Reference("schema", name, Span(offset, offset)))
    if found is None:
        return []
    other, declaration = found
    body = project.model(other).body_at(declaration.span.start)
    if body is None or not isinstance(body.node, ast.Schema):
        return []
    node = body.node
    items = node.items
    if node.base is not None:
        items = (*items, ast.SchemaBase(node.base.span, node.base))
    return [_Items(other, name, body.offset, items)]


def _in_items(
    project: Project, owner: _Items, name: str
) -> Iterator[tuple[FieldTarget, ast.SchemaField]]:
    """Yield a field's declarations among those of a schema and of the schemas it is based on."""
    waiting, seen = [owner], set()
    while waiting:
        current = waiting.pop()
        inherited = []
        for item in current.items:
            if isinstance(item, ast.SchemaField) and item.name.text == name:
                yield _target(current.path, current.schema, current.offset, item), item
                return
            if isinstance(item, ast.SchemaBase) and (current.path, item.name.text) not in seen:
                seen.add((current.path, item.name.text))
                at = current.offset + item.span.start
                inherited += _declared(project, current.path, item.name.text, at)
        waiting += inherited


def _below_type(at: _Items, node: ast.SchemaField, place: FieldTarget) -> list[_Items]:
    """Return the fields of the object types that a field's type is written with."""
    offset = place.extent.start - node.span.start
    return [_Items(at.path, at.schema, offset, inner.fields) for inner in _objects(node.type)]


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


def _schemas(of: Type | None) -> Iterator[SchemaOf]:
    """Yield the schemas whose fields can be read from a value; of lists, those of their items."""
    for option in options(without_null(of)) if of is not None else ():
        if isinstance(option, SchemaOf):
            yield option
        elif isinstance(option, ArrayOf | StoreOf):
            yield from _schemas(option.element)


def _by_place(known: Sequence[Known]) -> dict[tuple[int, int], Type]:
    return {(one.start, one.end): one.type for one in known}


def schema_target(project: Project, path: str, schema: SchemaOf) -> DocumentTarget:
    """Return where the document of a schema declares it; the schema is named in a file."""
    document = schema.origin.partition("#")[0]
    naming = _naming(project, path, document)
    root = project.files[naming].specs.get(document, {})
    return DocumentTarget(naming, *pointer_to(schema, root))


def _naming(project: Project, path: str, document: str) -> str:
    """Return the file whose source names a document; it is `path` where several do."""
    own = project.model(path).declarations("source")
    if any(source.detail == document for source in own):
        return path
    for other, source in project.declarations("source"):
        if source.detail == document:
            return other
    return path
