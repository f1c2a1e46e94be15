"""Names inside schemas and the declarations of the data language.

What stands there describes data; no mission computes it. So a name that resolves is a reference,
and what does not resolve is let pass: generators, collections and imported types come from
elsewhere. Only a type nobody knows is noted, and only next to a mission.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from reqon_language.model.expressions import refer_type, walk
from reqon_language.model.facts import Collected
from reqon_language.model.references import Reference
from reqon_language.model.scopes import Binding, Element, Scope
from reqon_language.syntax import ast

_NOTED = (ast.Elision, ast.Pipe)


def walk_schema(collected: Collected, scope: Scope, node: ast.Schema) -> None:
    """Walk a schema with what follows its fields."""
    if node.base is not None:
        _refer_schema(collected, node.base, "base")
    for contract in node.contracts:
        if collected.knows("contract", contract.text):
            collected.refer("contract", contract)
    _walk_contexts(collected, scope, node.contexts)
    inner = _fields_scope(collected, scope, node.span, node.items)
    _walk_items(collected, inner, node.items)
    for refinement in node.refinements:
        _walk_value(collected, inner, refinement.condition)
        _walk_items(collected, inner, refinement.items)
    for mutation in node.mutations:
        _walk_value(collected, inner, mutation.target)
        _walk_value(collected, inner, mutation.value)


def walk_fields(
    collected: Collected, scope: Scope, node: ast.Dataset | ast.Context | ast.Contract
) -> None:
    """Walk the fields of a dataset, a context or a contract."""
    if isinstance(node, ast.Dataset):
        _walk_contexts(collected, scope, node.contexts)
    elif isinstance(node, ast.Context) and node.value is not None:
        _walk_type(collected, scope, node.value)
    inner = _fields_scope(collected, scope, node.span, node.items)
    _walk_items(collected, inner, node.items)


def walk_distribution(collected: Collected, scope: Scope, node: ast.Distribution) -> None:
    """Walk a distribution."""
    if node.value is not None:
        _walk_type(collected, scope, node.value)
    for bucket in node.buckets:
        _walk_value(collected, scope, bucket.value)
        _walk_value(collected, scope, bucket.weight)


def _fields_scope(
    collected: Collected, scope: Scope, span: ast.Span, items: Iterable[ast.SchemaItem]
) -> Scope:
    """Open a scope in which the fields can be read, by their bare names and as `.name`."""
    inner = collected.open(span, scope, Element("field"))
    for item in items:
        if isinstance(item, ast.SchemaField) and item.name.text:
            name = item.name
            inner.add(Binding(name.text, "field", name.span, item.span.end))
    return inner


def _walk_items(collected: Collected, scope: Scope, items: Iterable[ast.SchemaItem]) -> None:
    for item in items:
        if isinstance(item, ast.SchemaField):
            _walk_field(collected, scope, item)
        elif isinstance(item, ast.SchemaBase):
            _refer_schema(collected, item.name, "base")
        elif isinstance(item, ast.Assume):
            walk_assumption(collected, scope, item)
        elif isinstance(item, ast.Constraints):
            for assumption in item.assumptions:
                walk_assumption(collected, scope, assumption)
        elif isinstance(item, ast.Affects):
            _walk_value(collected, scope, item.value)
        else:
            collected.note(item)


def walk_assumption(collected: Collected, scope: Scope, node: ast.Assume) -> None:
    """Walk a constraint on data."""
    for value in (node.guard, *node.conditions, node.message):
        if value is not None:
            _walk_value(collected, scope, value)


def _walk_field(collected: Collected, scope: Scope, field: ast.SchemaField) -> None:
    _walk_type(collected, scope, field.type)
    for value in (field.condition, field.distribution):
        if value is not None:
            _walk_value(collected, scope, value)
    if field.constraint is not None:
        inner = collected.open(field.constraint.span, scope, Element("where"))
        _walk_value(collected, inner, field.constraint)


def _walk_type(collected: Collected, scope: Scope, node: ast.Type) -> None:
    match node:
        case ast.TypeName():
            _walk_name(collected, scope, node)
        case ast.ArrayType(element=element):
            _walk_type(collected, scope, element)
        case ast.ObjectType(fields=fields):
            _walk_items(collected, _fields_scope(collected, scope, node.span, fields), fields)
        case ast.RangeType(base=base, range=bounds):
            collected.note(node)
            refer_type(collected, base.name, "type")
            _walk_value(collected, scope, bounds)
        case ast.UnionType(options=options) | ast.SequenceType(values=options):
            if isinstance(node, ast.UnionType):
                collected.note(node)
            for option in options:
                _walk_type(collected, scope, option)
        case ast.WeightedType(option=option):
            _walk_type(collected, scope, option)
        case ast.CollectionType():
            _walk_collection(collected, scope, node)
        case ast.ComputedType(value=value):
            _walk_value(collected, scope, value)
        case ast.LiteralType():
            pass


def _walk_name(collected: Collected, scope: Scope, node: ast.TypeName) -> None:
    """A type word may also be a field or a variable, whose value is then meant."""
    name = node.name
    head = name.text.partition(".")[0]
    start = ast.Identifier(ast.Span(name.span.start, name.span.start + len(head)), head)
    schema = collected.knows("schema", name.text)
    if not schema and scope.find(head) is not None:
        collected.references.append(Reference("field", head, start.span))
    elif not schema and collected.knows("distribution", name.text):
        collected.refer("distribution", name)
    elif not schema and collected.knows("variable", head):
        collected.refer("variable", start, place="type")
    elif schema or not collected.data:
        refer_type(collected, name, "type")
    for argument in node.arguments:
        _walk_type(collected, scope, argument)


def _walk_collection(collected: Collected, scope: Scope, node: ast.CollectionType) -> None:
    collected.note(node)
    _walk_value(collected, scope, node.count)
    if node.per is not None:
        head = node.per.text.partition(".")[0]
        span = ast.Span(node.per.span.start, node.per.span.start + len(head))
        _walk_value(collected, scope, ast.Name(span, head))
    _walk_type(collected, scope, node.element)
    _walk_contexts(collected, scope, node.contexts)
    inner = _fields_scope(collected, scope, node.span, node.overrides)
    _walk_items(collected, inner, node.overrides)


def _walk_contexts(collected: Collected, scope: Scope, contexts: Iterable[ast.ContextUse]) -> None:
    for context in contexts:
        if collected.knows("context", context.name.text):
            collected.refer("context", context.name)
        for argument in context.arguments:
            _walk_value(collected, scope, argument)


def _refer_schema(collected: Collected, name: ast.Identifier, place: str) -> None:
    """Refer to a schema; a dotted name is one of an imported document."""
    known = collected.knows("schema", name.text)
    if known or not (collected.data or "." in name.text):
        collected.refer("schema", name, known=known, place=place)


def _walk_value(collected: Collected, scope: Scope, value: ast.Expression | ast.Spread) -> None:
    """Walk a value: what resolves is kept, what does not says nothing is wrong."""
    inner = collected.aside()
    walk(inner, scope, value)
    for reference in inner.references:
        if reference.problem is None:
            collected.references.append(reference)
        elif reference.kind in ("name", "field") and collected.knows(
            "distribution", reference.name
        ):
            collected.references.append(
                structs.replace(reference, kind="distribution", problem=None)
            )
        elif reference.problem == "bare field":
            collected.references.append(structs.replace(reference, problem=None))
    for kind in _NOTED:
        for node in inner.nodes.get(kind, ()):
            collected.note(node)


def walk_data_value(collected: Collected, scope: Scope, value: ast.Expression) -> None:
    """Walk the value of a `let` that stands among descriptions of data."""
    _walk_value(collected, scope, value)
