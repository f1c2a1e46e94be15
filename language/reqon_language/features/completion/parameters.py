"""What an operation is called with: its parameters, the fields of its body, `env` names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reqon_language.features.completion.items import Item
from reqon_language.features.cursor import Cursor
from reqon_language.features.enclosing import opening
from reqon_language.model import FileModel
from reqon_language.model.shapes import expand
from reqon_language.model.types import ObjectOf, display
from reqon_language.syntax.keys import as_key


def parameter_items(
    model: FileModel, cursor: Cursor, called: str, option: str, mission: int | None
) -> Iterator[Item]:
    """Yield what `params` or `body` of a call of `Source.operation` may hold, required first."""
    declared = model.types.declared(mission)
    source, _, name = called.partition(".")
    operation = declared.operations.get(source, {}).get(name)
    if operation is None:
        return
    given = _given(cursor)
    if option == "params":
        for one in sorted(operation.parameters, key=lambda one: not one.required):
            if one.name not in given:
                required = " (required)" if one.required else ""
                detail = f"{display(one.type)} in {one.place}{required}"
                yield _key(one.name, detail)
        return
    body = expand(operation.body, declared.shapes) if operation.body is not None else None
    if isinstance(body, ObjectOf):
        for field in sorted(body.fields, key=lambda field: field.optional):
            if field.name not in given:
                yield _key(field.name, display(field.type) + ("?" if field.optional else ""))


def _key(name: str, detail: str) -> Item:
    return Item(name, "field", detail, insert=f"{as_key(name)}: ")


def _given(cursor: Cursor) -> frozenset[str]:
    inside = cursor.parts[opening(cursor.parts) + 1 :]
    return frozenset(part.text.strip("\"'") for part in inside if part.name in {"entry", "KEY"})


def environment_items(model: FileModel, offset: int, variables: Sequence[str]) -> Iterator[Item]:
    """Yield the environment variables that are set, then others that the file reads elsewhere."""
    yield from (Item(name, "word", "set in the environment file") for name in variables)
    elsewhere = {
        one.name
        for one in model.references()
        if one.kind == "environment" and not one.span.start <= offset <= one.span.end
    }
    for name in sorted(elsewhere.difference(variables, {""})):
        yield Item(name, "word", "environment variable")
