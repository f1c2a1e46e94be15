"""What is wanted behind a certain token: `call` wants a source, `->` of a `store` a store.

Decided from the parser's stack alone; which names there are, `names.py` knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from reqon_language.features.completion.slot import NOTHING, OPERAND, PATTERN, Slot, Want
from reqon_language.features.cursor import Cursor
from reqon_language.features.enclosing import (
    Owner,
    head,
    key,
    opening,
    option_block,
    owner,
)
from reqon_language.vocabulary.blocks import BLOCKS
from reqon_language.vocabulary.specs import OptionSpec

_NEW_NAME: Final = {
    "LET", "FOR", "ACTION", "SOURCE", "SCHEMA", "MISSION", "TRANSFORM", "AS", "DATASET",
    "CONTEXT", "CONTRACT", "DISTRIBUTION",
    "DOT", "NL_DOT",
}  # fmt: skip
_NAMES_AFTER: Final[dict[str, tuple[Want, ...]]] = {
    "CALL": ("source",),
    "APPLY": ("transform",),
    "CLEAR": ("store",),
    "STORE_DELETE": ("store",),
    "QUEUE": ("store",),
    "ON_ERROR": ("policy",),
    "JUMP": ("action",),
    "RUN": ("action",),
    "IS": ("type",),
    "IMPORT": ("import",),
    "WITH": ("context",),
    "IMPLEMENTS": ("contract",),
}


def slot_after(cursor: Cursor, around: Owner) -> Slot | None:
    """Return what the token before the word asks for, None where it leaves that open."""
    if cursor.last in _NAMES_AFTER:
        return Slot(_NAMES_AFTER[cursor.last])
    if cursor.last in _NEW_NAME:
        return NOTHING
    decide = _DECIDE.get(cursor.last)
    return decide(cursor, around) if decide else None


def _method(cursor: Cursor, _around: Owner) -> Slot:
    wants: tuple[Want, ...] = ("source", "expression")
    deletes = cursor.parts[-1].text == "delete"
    return Slot(("store", *wants) if deletes else wants)


def _from(cursor: Cursor, _around: Owner) -> Slot:
    first = head(cursor.parts)
    fetches = first >= 0 and cursor.parts[first].name == "METHOD"
    return Slot(("source",)) if fetches else NOTHING


def _then(cursor: Cursor, _around: Owner) -> Slot | None:
    first = head(cursor.parts)
    name = cursor.parts[first].name if first >= 0 else ""
    if name == "JUMP":
        return Slot((), "rest")
    return Slot(("action",)) if name == "RUN" else None


def _not(cursor: Cursor, _around: Owner) -> Slot | None:
    negated_test = len(cursor.parts) > 1 and cursor.parts[-2].name == "IS"
    return Slot(("type",)) if negated_test else None


def _in(cursor: Cursor, _around: Owner) -> Slot | None:
    loops = len(cursor.parts) > 2 and cursor.parts[-3].name == "FOR"
    return Slot(("store", "expression"), "operand") if loops else None


def _store(cursor: Cursor, _around: Owner) -> Slot:
    return OPERAND if cursor.accepts("MISSING") else NOTHING


def _arrow(cursor: Cursor, around: Owner) -> Slot | None:
    first = head(cursor.parts)
    name = cursor.parts[first].name if first >= 0 else ""
    if name in {"MAP", "TRANSFORM"} or around.kind == "variants":
        return Slot(("schema",))
    if name == "STORE":
        return Slot(("store",))
    if cursor.accepts("METHOD"):
        return Slot(("action",), "statement")
    return None


def _of(cursor: Cursor, _around: Owner) -> Slot:
    """`100 of` and `generate 5 of` want a schema, `any of` a list."""
    chosen = len(cursor.parts) > 1 and cursor.parts[-2].name == "ANY"
    return OPERAND if chosen else Slot(("schema",))


def _tilde(_cursor: Cursor, _around: Owner) -> Slot:
    return replace(OPERAND, wants=("distribution", *OPERAND.wants))


def _comma(cursor: Cursor, around: Owner) -> Slot | None:
    """What goes on behind a comma: the contexts or contracts of a declaration, or a list."""
    listed = {"context_use", "NAME", "COMMA"}
    before = next((part.name for part in reversed(cursor.parts) if part.name not in listed), "")
    if before in {"WITH", "IMPLEMENTS"}:
        return Slot(_NAMES_AFTER[before])
    return _list(cursor, around)


def _list(cursor: Cursor, _around: Owner) -> Slot | None:
    """Inside `[…]`: the actions of a stage, the pattern of an arm, or values."""
    at = opening(cursor.parts)
    if at < 1 or cursor.parts[at].name not in {"LSQB", "NL_LSQB"}:
        return None
    before = cursor.parts[at - 1].name
    first = head(cursor.parts, at)
    runs = first >= 0 and cursor.parts[first].name == "RUN"
    if before == "RUN" or (before == "THEN" and runs):
        return Slot(("action",))
    return PATTERN if _begins_arm(cursor, at) else None


def _begins_arm(cursor: Cursor, index: int) -> bool:
    around = owner(cursor.parts, opening(cursor.parts, index))
    return around.kind == "arms" and head(cursor.parts, index) < 0


def _colon(cursor: Cursor, around: Owner) -> Slot | None:
    found = key(cursor.parts)
    if found < 0:
        return None
    declares = cursor.parts[found - 1].name if found else ""
    if declares == "STORE":
        return Slot(("adapter",))
    if declares == "TRANSFORM":
        return Slot(("schema",))
    if around.kind == "fields":
        return Slot(("type",))
    if around.kind == "mapping":
        return replace(OPERAND, mapped=cursor.parts[found].text.strip("\"'"))
    spec = option_at(cursor, around)
    return _value(spec) if spec else None


_EXPRESSIONS: Final = {"value", "text", "list", "fields"}


def option_at(cursor: Cursor, around: Owner) -> OptionSpec | None:
    """Return the option whose value is unfinished at the cursor."""
    found, block = key(cursor.parts), option_block(around)
    if found < 0 or block is None:
        return None
    name = cursor.parts[found].text.strip("\"'")
    return BLOCKS[block].options.get(name)


def _value(spec: OptionSpec) -> Slot:
    shapes = {*spec.shapes}
    if shapes & {"source", "store"}:
        return Slot(("source",) if "source" in shapes else ("store",), spec=spec)
    if "since" in shapes:
        return Slot(("value", "expression"), "operand", spec=spec)
    if spec.words or "flag" in shapes:
        return Slot(("value",), spec=spec)
    return replace(OPERAND, spec=spec) if shapes & _EXPRESSIONS else NOTHING


def _bar(cursor: Cursor, around: Owner) -> Slot | None:
    if around.kind == "fields":
        return Slot(("type",))
    spec = option_at(cursor, around)
    return _value(spec) if spec and "triggers" in spec.shapes else None


def _less(_cursor: Cursor, around: Owner) -> Slot | None:
    return Slot(("type",)) if around.kind == "fields" else None


def _spread(_cursor: Cursor, around: Owner) -> Slot | None:
    return Slot(("schema",)) if around.kind == "fields" else None


def _parenthesis(_cursor: Cursor, around: Owner) -> Slot | None:
    in_variant = around.kind == "brackets" and not _cursor.accepts("MISSING")
    return Slot(("schema",)) if in_variant else None


def _number(cursor: Cursor, _around: Owner) -> Slot | None:
    if cursor.fresh or not cursor.accepts("UNIT"):
        return None
    counts = any(part.name in {"CHECKPOINT", "CONCURRENCY"} for part in cursor.parts[-3:])
    return None if counts else Slot(("unit",), "rest")


def _policy_store(cursor: Cursor, _around: Owner) -> Slot | None:
    """`onError queue` wants a store."""
    queues = len(cursor.parts) > 1 and cursor.parts[-2].name == "ON_ERROR"
    if queues and cursor.parts[-1].text == "queue":
        return Slot(("store",), "rest")
    return None


_DECIDE: Final[dict[str, Callable[[Cursor, Owner], Slot | None]]] = {
    "METHOD": _method,
    "FROM": _from,
    "IN": _in,
    "THEN": _then,
    "NOT": _not,
    "STORE": _store,
    "ARROW": _arrow,
    "FAT_ARROW": _arrow,
    "LSQB": _list,
    "NL_LSQB": _list,
    "COMMA": _comma,
    "OF": _of,
    "TILDE": _tilde,
    "COLON": _colon,
    "VBAR": _bar,
    "LESS": _less,
    "ELLIPSIS": _spread,
    "LPAR": _parenthesis,
    "NL_LPAR": _parenthesis,
    "NUMBER": _number,
    "NAME": _policy_store,
}
