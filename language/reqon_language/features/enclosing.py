"""Which construct a bracket on the parser's stack belongs to: the meaning of `{` by its owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from reqon_language.features.cursor import Part
from reqon_language.syntax.brackets import BRACES, CLOSING, OPENING, names
from reqon_language.vocabulary.blocks import BLOCKS

OwnerKind: TypeAlias = Literal[
    "file", "members", "steps", "action", "arms", "assumptions", "fields", "variants",
    "mapping", "options", "object", "brackets",
]  # fmt: skip

_BRACES: Final = names(BRACES)
_OPENING: Final = names(OPENING)
_CLOSING: Final = names(CLOSING)
HEADS: Final = {
    "METHOD", "CALL", "FOR", "MAP", "APPLY", "VALIDATE", "STORE", "MATCH", "LET", "WAIT", "PAUSE",
    "ABORT", "RETRY", "QUEUE", "JUMP", "CLEAR", "IF", "TRY", "CATCH", "CUSTOM", "RUN", "SOURCE",
    "SCHEMA", "TRANSFORM", "ACTION", "MISSION", "IMPORT", "STORE_DELETE", "ASSUME", "CATCH_ARMS",
    "DATASET", "CONTEXT", "CONTRACT", "DISTRIBUTION", "GENERATE",
}  # fmt: skip
_OPTIONS: Final = {
    "METHOD": "fetch",
    "CALL": "fetch",
    "QUEUE": "queue",
    "RETRY": "retry",
    "WAIT": "wait",
    "PAUSE": "pause",
    "SOURCE": "source",
}
_PLAIN: Final[dict[str, OwnerKind]] = {
    "SCHEMA": "fields",
    "DATASET": "fields",
    "CONTEXT": "fields",
    "CONTRACT": "fields",
    "CATCH_ARMS": "arms",
    "MATCH": "arms",
    "ACTION": "action",
    "MISSION": "members",
    "FOR": "steps",
    "IF": "steps",
    "TRY": "steps",
}
_STEPS_AFTER: Final = {"ARROW", "FAT_ARROW", "ELSE", "TRY"}
_OBJECT_AFTER: Final = {"STORE", "MAP", "THEN", "COMMA", "EQUALS", "TO", "IN", "WHERE", "METHOD"}


@dataclass(frozen=True, slots=True)
class Owner:
    """What a bracket holds. `name` is the block of options or the target of a mapping."""

    kind: OwnerKind
    name: str = ""


def opening(parts: Sequence[Part], end: int | None = None) -> int:
    """Return the index of the last bracket still open before `end`, or -1."""
    closed = 0
    for index in range((len(parts) if end is None else end) - 1, -1, -1):
        if parts[index].name in _CLOSING:
            closed += 1
        elif parts[index].name in _OPENING:
            if not closed:
                return index
            closed -= 1
    return -1


def head(parts: Sequence[Part], end: int | None = None) -> int:
    """Return the index of the keyword that began the unfinished statement, or -1.

    Only the statement's own level counts: closed brackets are stepped over.
    """
    index = (len(parts) if end is None else end) - 1
    while index >= 0:
        name = parts[index].name
        if name in HEADS:
            return index
        if name in _CLOSING:
            index = opening(parts, index)
        elif name in _OPENING:
            return -1
        index -= 1
    return -1


def key(parts: Sequence[Part], end: int | None = None) -> int:
    """Return the index of the key whose value is unfinished at `end`, or -1."""
    index = (len(parts) if end is None else end) - 1
    while index >= 1:
        name = parts[index].name
        if name == "COLON":
            return index - 1 if parts[index - 1].name in {"KEY", "STRING"} else -1
        if name in _CLOSING:
            index = opening(parts, index)
        elif name in _OPENING or name == "COMMA" or name in HEADS - {"MATCH", "IF"}:
            return -1
        index -= 1
    return -1


def owner(parts: Sequence[Part], index: int) -> Owner:
    """Return what the open bracket at `index` holds; -1 stands for the file."""
    if index < 0:
        return Owner("file")
    if parts[index].name not in _BRACES:
        return Owner("brackets")
    before = parts[index - 1].name if index else ""
    if before in _STEPS_AFTER:
        return Owner("steps")
    found = key(parts, index)
    first = head(parts, index)
    if found > first:
        return _value_owner(parts, index, found)
    if before == "OR" and first >= 0 and parts[first].name == "VALIDATE":
        return Owner("steps")
    if not before or before in _OBJECT_AFTER or before in _OPENING:
        return Owner("object")
    if first < 0:
        in_variants = owner(parts, opening(parts, index)).kind == "variants"
        return Owner("mapping", parts[index - 1].text) if in_variants else Owner("object")
    return _statement_owner(parts, first, index)


def _statement_owner(parts: Sequence[Part], first: int, index: int) -> Owner:
    name = parts[first].name
    arrow = any(part.name == "ARROW" for part in parts[first:index])
    if name in _OPTIONS:
        return Owner("options", _OPTIONS[name])
    if name == "VALIDATE":
        return Owner("assumptions")
    if name in {"MAP", "TRANSFORM"}:
        if arrow:
            return Owner("mapping", parts[index - 1].text)
        return Owner("variants" if name == "TRANSFORM" else "object")
    if name == "STORE":
        declared = parts[first + 1].name == "KEY"
        return Owner("options", "store" if declared else "store step")
    if name == "CATCH":
        # `catch {}` is told from arms by what stands in it, which is still to be typed.
        began = head(parts, first)
        return Owner("arms" if began >= 0 and parts[began].name == "MATCH" else "steps")
    return Owner(_PLAIN.get(name, "object"))


def _value_owner(parts: Sequence[Part], index: int, found: int) -> Owner:
    """The brace is the value of a key, or follows that value."""
    declares = parts[found - 1].name if found else ""
    if declares == "STORE":
        return Owner("options", "store")
    if declares == "TRANSFORM":
        return Owner("mapping", parts[index - 1].text)
    around = owner(parts, opening(parts, index))
    if around.kind == "fields":
        return Owner("fields")
    block = option_block(around)
    spec = BLOCKS[block].options.get(parts[found].text) if block else None
    if spec is None or spec.block is None:
        return Owner("object")
    return Owner("options", spec.block)


def called_operation(parts: Sequence[Part]) -> tuple[str, str] | None:
    """Return the `Source.operation` and the option (`params`, `body`) whose object is open."""
    brace = opening(parts)
    found = key(parts, brace) if brace > 0 else -1
    if found < 0 or parts[found].text not in {"params", "query", "body"}:
        return None
    options = opening(parts, found)
    first = head(parts, options) if options > 0 else -1
    if first < 0 or parts[first].name != "CALL" or options - first < 4:
        return None
    option = "body" if parts[found].text == "body" else "params"
    return f"{parts[first + 1].text}.{parts[first + 3].text}", option


def option_block(around: Owner) -> str | None:
    """Return the block of `vocabulary.BLOCKS` whose keys may stand in `around`."""
    if around.kind == "options":
        return around.name
    return {"members": "mission", "action": "action", "file": "mission"}.get(around.kind)
