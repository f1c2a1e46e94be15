"""Declared names, variables, functions and types as proposals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from reqon_language.features.completion.items import DECLARED, Item
from reqon_language.features.cursor import Cursor
from reqon_language.features.enclosing import head
from reqon_language.functions import FUNCTIONS, Function
from reqon_language.model import FileModel
from reqon_language.model.scopes import innermost
from reqon_language.model.summary import DeclarationKind
from reqon_language.syntax import ast
from reqon_language.syntax.keys import as_key
from reqon_language.vocabulary.specs import OptionSpec
from reqon_language.vocabulary.words import IMPLICIT_NAMES, PRIMITIVE_TYPES

_RESPONSE: Final = "response"
_WORKS_ON: Final = {"MAP", "STORE", "MATCH", "VALIDATE", "TO", "EACH"}
_SENDS: Final = {"body", "item"}
_SECRETS: Final = {"token", "password", "username", "apiKey", "clientId", "clientSecret"}
_FOR_LATER: Final = re.compile("dlq|dead|fail|reject|retry", re.IGNORECASE)


def in_order(items: Iterable[Item], cursor: Cursor) -> list[Item]:
    """Return declared names, those that are meant most likely behind a keyword first.

    A described source behind `call`; behind `queue` a store named for what failed.
    """
    if cursor.last == "CALL":
        return sorted(items, key=lambda item: "·" not in item.detail)
    if cursor.last == "QUEUE" or (cursor.parts[-1:] and cursor.parts[-1].text == "queue"):
        return sorted(items, key=lambda item: _FOR_LATER.search(item.label) is None)
    return list(items)


def declared(model: FileModel, kind: DeclarationKind, mission: int | None) -> Iterator[Item]:
    """Yield the declarations of one kind that a mission sees, its own first."""
    found = [item for item in model.declarations(kind) if item.mission in (mission, None)]
    found.sort(key=lambda item: item.mission is None)
    for declaration in found:
        yield Item(declaration.name, DECLARED[kind], _detail(kind, declaration.detail))
    for name in sorted(model.around.of(kind) if kind != "variable" else ()):
        yield Item(name, DECLARED[kind], _detail(kind, ""))


def _detail(kind: DeclarationKind, detail: str) -> str:
    return f"{kind} · {detail}" if detail else kind


def expression_items(
    model: FileModel, cursor: Cursor, mission: int | None, spec: OptionSpec | None = None
) -> Iterator[Item]:
    """Yield what an expression may name: variables, stores, then functions.

    What a step works on is `response` more likely than a variable of a `let`; a secret comes
    from `env`.
    """
    place = _anchor(model, cursor.offset)
    visible = model.scope_at(place).names
    unbound = _unbound(cursor)
    if spec is not None and spec.key in _SECRETS:
        yield function_item(FUNCTIONS["env"])
    given = _given_names(model, place)
    worked_on = cursor.last in _WORKS_ON or (spec is not None and spec.key in _SENDS)
    response = [Item(_RESPONSE, "implicit", "implicit", IMPLICIT_NAMES[_RESPONSE])]
    for name in visible:
        if name.kind != "variable" or name.name == unbound:
            continue
        if worked_on and name.name not in given:
            yield from response
            response = []
        yield Item(name.name, "variable", "variable")
    for name in visible:
        if name.kind == "implicit":
            yield Item(name.name, "implicit", "implicit", name.doc)
    yield from (Item(name, "implicit", "implicit", doc) for name, doc in IMPLICIT_NAMES.items())
    yield from declared(model, "store", mission)
    yield from (function_item(function) for function in FUNCTIONS.values())


def _given_names(model: FileModel, offset: int) -> frozenset[str]:
    """Return the names that loops, patterns and lambdas give."""
    body = model.body_at(offset)
    if body is None:
        return frozenset()
    scope = innermost(body.facts.scopes, offset - body.offset)
    return frozenset(
        binding.name for one in scope.climb() for binding in one.bindings if binding.kind != "let"
    )


def _unbound(cursor: Cursor) -> str:
    """Return the variable the unfinished statement binds, which its own value cannot read."""
    first = head(cursor.parts)
    if first < 0 or cursor.parts[first].name not in {"LET", "FOR"}:
        return ""
    filtered = any(part.name == "WHERE" for part in cursor.parts[first:])
    return "" if filtered else cursor.parts[first + 1].text


def _anchor(model: FileModel, offset: int) -> int:
    """Return `offset`, or, behind a half-typed declaration, the end of that declaration."""
    if model.body_at(offset) is not None:
        return offset
    before = [body for body in model.bodies if body.extent.end <= offset]
    if before and before[-1].broken:
        return before[-1].extent.end
    return offset


def function_item(function: Function) -> Item:
    """Return the proposal for a function."""
    call = f"{function.name}($1)" if function.parameters else f"{function.name}()"
    return Item(function.name, "function", function.signature, function.doc, snippet=call)


def type_items(model: FileModel, mission: int | None) -> Iterator[Item]:
    """Yield what a field may be: primitive types and schemas."""
    yield from (Item(name, "type", "type", doc) for name, doc in PRIMITIVE_TYPES.items())
    yield from declared(model, "schema", mission)


def pattern_items(model: FileModel, mission: int | None) -> Iterator[Item]:
    """Yield what an arm may begin with: schemas, and the pattern that takes the rest."""
    yield from declared(model, "schema", mission)
    yield Item("_", "keyword", "anything else")


def field_items(
    model: FileModel, schema: str, mission: int | None, given: frozenset[str]
) -> Iterator[Item]:
    """Yield the fields of a schema that a mapping does not set yet."""
    node = _schema(model, schema, mission)
    for item in node.items if node is not None else ():
        if isinstance(item, ast.SchemaField) and item.name.text not in given:
            name = item.name.text
            optional = "optional " if item.optional else ""
            yield Item(name, "field", f"{optional}field of {schema}", insert=f"{as_key(name)}: ")


def _schema(model: FileModel, name: str, mission: int | None) -> ast.Schema | None:
    """Return a schema that a mission can name, of this file or lent by another one."""
    declaration = model.declared("schema", name, mission)
    body = model.body_at(declaration.span.start) if declaration else None
    if body is not None and isinstance(body.node, ast.Schema):
        return body.node
    lent = (one for one in model.lent.declarations if isinstance(one, ast.Schema))
    return next((one for one in lent if one.name.text == name), None)
