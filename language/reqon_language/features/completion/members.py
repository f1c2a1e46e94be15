"""What may stand behind a dot: the fields of a value, and the operations of a source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.features.completion.file import File
from reqon_language.features.completion.items import Item
from reqon_language.features.completion.slot import Slot
from reqon_language.features.cursor import Cursor
from reqon_language.functions import FUNCTIONS, Function, Group
from reqon_language.model import FileModel
from reqon_language.model.file import narrowest
from reqon_language.model.shapes import kinds
from reqon_language.model.types import display
from reqon_language.syntax.keys import is_word

_MAY_HAVE_ELEMENT: Final = frozenset({"WHERE", "ASSUME", "LPAR", "NL_LPAR"})
_DOTS: Final = frozenset({"DOT", "NL_DOT"})
_NAME: Final = "name"
_LENGTH: Final = "length"
_GROUPS: Final[dict[str, Group]] = {"array": "collections", "string": "strings"}
_ENDS_VALUE: Final = frozenset({"NAME", "STRING", "RPAR", "RSQB", "RBRACE"})


def follows_dot(cursor: Cursor) -> bool:
    """Whether the word is typed right behind a dot."""
    return cursor.last in _DOTS


def member_items(file: File, cursor: Cursor, mission: int | None) -> Iterator[Item]:
    """Yield the fields of the value before the dot, or of the current element.

    Behind a value come the functions that take it as their first argument.
    """
    model, text = file.model, file.text
    if len(cursor.parts) > 2 and cursor.parts[-3].name == "CALL":
        yield from _operation_items(model, cursor.parts[-2].text, mission)
        return
    dot = text.rfind(".", 0, cursor.replace.start)
    place = len(text[:dot].rstrip()) if _reads_member(cursor) else dot
    of = model.type_at(place) if _reads_member(cursor) else model.element_type_at(place)
    for written in (_NAME, f"{_NAME} {{}}") if of is None else ():
        # The block of a loop may be still to come.
        mended = file.mended(cursor.replace.start, cursor.offset, written)
        if mended is not None and of is None:
            typed = mended.typed
            known = typed.types if _reads_member(cursor) else typed.elements
            of = narrowest(known, place - mended.offset)
    if of is None:
        return
    for name, found in model.members(of, dot).items():
        if is_word(name):
            yield Item(name, "field", display(found))
    if _reads_member(cursor):
        yield from _methods(kinds(of, model.declared_at(dot).shapes))


def element_items(file: File, cursor: Cursor, slot: Slot) -> Iterator[Item]:
    """Yield the fields of the current element with their dots; a mapping's own name first."""
    opened = any(part.name in _MAY_HAVE_ELEMENT for part in cursor.parts)
    if not (opened or slot.mapped or (slot.spec is not None and slot.spec.element)):
        return
    # The word being typed is taken out, so that the dot stands where the value begins.
    start = cursor.replace.start
    mended = file.mended(start, cursor.offset, f".{_NAME}")
    of = narrowest(mended.typed.elements, start - mended.offset) if mended else None
    if of is None:
        return
    found = file.model.members(of, start)
    for name in sorted(found, key=lambda name: name != slot.mapped):
        if name != _LENGTH and is_word(name):
            yield Item(f".{name}", "field", display(found[name]))


def _methods(of: frozenset[str]) -> Iterator[Item]:
    """Yield the functions of what a value surely is; `null` may be among it."""
    sorts = of - {"null"}
    groups = {_GROUPS[sort] for sort in sorts if sort in _GROUPS} if len(sorts) == 1 else set()
    for function in FUNCTIONS.values():
        if function.group in groups and function.parameters and not _is_field(function):
            more = len(function.parameters) > 1
            call = f"{function.name}($1)" if more else f"{function.name}()"
            yield Item(function.name, "function", function.signature, function.doc, snippet=call)


def _is_field(function: Function) -> bool:
    """`xs.length` is written without brackets."""
    return function.name == _LENGTH


def _reads_member(cursor: Cursor) -> bool:
    """Whether a value stands before the dot: a finished node, or a token that ends a value."""
    before = cursor.parts[-2].name if len(cursor.parts) > 1 else ""
    return before.islower() or before in _ENDS_VALUE


def _operation_items(model: FileModel, source: str, mission: int | None) -> Iterator[Item]:
    known = model.types.declared(mission).operations.get(source, {})
    for name, operation in known.items():
        detail = f"{operation.method} {operation.path}"
        yield Item(name, "operation", detail, operation.summary)
