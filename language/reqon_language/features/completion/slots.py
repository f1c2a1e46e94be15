"""Which slot of the grammar the cursor is in."""

from __future__ import annotations

from typing import Final

from reqon_language.features.completion.after import option_at, slot_after
from reqon_language.features.completion.imports import in_import_list
from reqon_language.features.completion.slot import NOTHING, OPERAND, PATTERN, Slot
from reqon_language.features.cursor import Cursor
from reqon_language.features.enclosing import (
    Owner,
    called_operation,
    opening,
    option_block,
    owner,
)

_CALLS: Final = {"LPAR", "NL_LPAR"}
_ARROWS: Final = {"ARROW", "FAT_ARROW"}


def slot_at(cursor: Cursor) -> Slot:
    """Return what may stand at the cursor."""
    around = owner(cursor.parts, opening(cursor.parts))
    if cursor.quoted is not None:
        return _in_string(cursor, around)
    if in_import_list(cursor):
        return Slot(("imported",))
    return slot_after(cursor, around) or _statement(cursor, around) or _rest(cursor, around)


def _in_string(cursor: Cursor, around: Owner) -> Slot:
    quoted = cursor.quoted or ""
    if cursor.last in {"METHOD", "SOURCE_PREFIX"}:
        placeholder = quoted.rfind("{") > quoted.rfind("}")
        return Slot(("expression",)) if placeholder else NOTHING
    if cursor.last in _CALLS and len(cursor.parts) > 1 and cursor.parts[-2].text == "env":
        return Slot(("environment",))
    spec = option_at(cursor, around) if cursor.last == "COLON" else None
    return Slot(("value",), spec=spec) if spec and spec.words else NOTHING


def _statement(cursor: Cursor, around: Owner) -> Slot | None:
    """Where something new may begin: a step, a member, an option, an arm."""
    if not cursor.fresh:
        return None
    if around.kind == "mapping" and cursor.accepts("KEY"):
        return Slot(("field",), target=around.name)
    if around.kind == "options" and cursor.accepts("KEY"):
        return Slot(("key",), block=around.name)
    if around.kind == "object" and cursor.accepts("KEY"):
        given = called_operation(cursor.parts)
        if given is not None:
            return Slot(("parameter",), target=given[0], block=given[1])
    if around.kind == "object" and cursor.accepts("SHORTHAND"):
        return Slot(("expression",))
    if around.kind in {"members", "action"} and cursor.accepts("KEY"):
        return Slot(("key",), "statement", block=option_block(around) or "")
    if around.kind == "arms" and cursor.accepts("MISSING") and cursor.last not in _ARROWS:
        return PATTERN
    begins = any(cursor.accepts(name) for name in ("METHOD", "ACTION", "ASSUME"))
    return Slot((), "statement") if begins else None


def _rest(cursor: Cursor, around: Owner) -> Slot:
    if cursor.accepts("MISSING"):
        return OPERAND
    if around.kind == "fields":
        return NOTHING
    return Slot((), "rest")
