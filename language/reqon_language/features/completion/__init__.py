"""Completion: what may be written at a place of a file, best first.

The parse tables say which keywords fit, the vocabulary which options and words, the model
which names. Nothing here knows the editor's protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from reqon_language.features.completion.declaring import undeclared_items
from reqon_language.features.completion.file import File
from reqon_language.features.completion.imports import import_items, listed_items
from reqon_language.features.completion.items import DECLARED, Completion, Item, ItemKind, ranked
from reqon_language.features.completion.keywords import keyword_items
from reqon_language.features.completion.members import element_items, follows_dot, member_items
from reqon_language.features.completion.names import (
    declared,
    expression_items,
    field_items,
    in_order,
    pattern_items,
    type_items,
)
from reqon_language.features.completion.options import (
    MAPPING,
    adapter_items,
    given_keys,
    key_items,
    policy_items,
    unit_items,
    value_items,
)
from reqon_language.features.completion.outside import NOTHING_OUTSIDE, FolderEntry, Outside
from reqon_language.features.completion.parameters import environment_items, parameter_items
from reqon_language.features.completion.paths import path_completion, wanted_suffixes
from reqon_language.features.completion.resolve import resolve
from reqon_language.features.completion.slot import Slot, Want
from reqon_language.features.completion.slots import slot_at
from reqon_language.features.cursor import Cursor, look, mission_at
from reqon_language.features.enclosing import head, opening, owner
from reqon_language.model import FileModel
from reqon_language.syntax.ast import Span

__all__ = ["Completion", "FolderEntry", "Item", "ItemKind", "Outside", "complete", "resolve"]


def complete(
    model: FileModel, text: str, offset: int, outside: Outside = NOTHING_OUTSIDE
) -> Completion:
    """Return the proposals at `offset` of `text`, whose model is `model`.

    `outside` is what the caller knows of other files.
    """
    file = File(model, text, outside)
    cursor = look(model, text, offset)
    if cursor is None:
        return Completion((), Span(offset, offset))
    if follows_dot(cursor):
        mission = mission_at(model, cursor.offset)
        return ranked(member_items(file, cursor, mission), cursor.word, cursor.replace)
    if cursor.quoted is not None and (suffixes := wanted_suffixes(cursor, text)):
        return path_completion(cursor.quoted, offset, suffixes, outside)
    slot = slot_at(cursor)
    following = text[offset : offset + 1]
    items = [_shorten(item, following) for item in _items(file, cursor, slot, outside)]
    if cursor.quoted is not None and "value" in slot.wants:
        # A word in quotes may have a hyphen: everything since the quote is replaced.
        return ranked(items, cursor.quoted, Span(offset - len(cursor.quoted), offset))
    return ranked(items, cursor.word, cursor.replace)


def _items(file: File, cursor: Cursor, slot: Slot, outside: Outside) -> Iterator[Item]:
    mission = mission_at(file.model, cursor.offset)
    if slot.keywords == "statement":
        in_file = owner(cursor.parts, opening(cursor.parts)).kind == "file"
        yield from keyword_items(cursor, slot.keywords, in_file=in_file)
    for want in slot.wants:
        yield from _wanted(file, cursor, slot, want, mission, outside)
    if slot.keywords != "statement":
        yield from keyword_items(cursor, slot.keywords, in_file=False)


def _wanted(
    file: File, cursor: Cursor, slot: Slot, want: Want, mission: int | None, outside: Outside
) -> Iterator[Item]:
    model = file.model
    if want == "expression":
        if cursor.quoted is None:
            yield from element_items(file, cursor, slot)
        yield from expression_items(model, cursor, mission, slot.spec)
    elif want == "pattern":
        yield from pattern_items(model, mission)
    elif want == "type":
        yield from type_items(model, mission)
    elif want == "key":
        given = given_keys(model, cursor, slot.block, mission)
        first = head(cursor.parts, opening(cursor.parts))
        method = cursor.parts[first].text.lower() if first >= 0 else ""
        yield from key_items(slot.block, given, sends=method in {"post", "put", "patch"})
    elif want == "field":
        yield from field_items(
            model, slot.target, mission, given_keys(model, cursor, MAPPING, mission)
        )
    elif want == "value":
        if slot.spec is not None:
            yield from value_items(slot.spec, in_string=cursor.quoted is not None)
    elif want in _WORDS:
        yield from _WORDS[want]()
    elif want == "parameter":
        yield from parameter_items(model, cursor, slot.target, slot.block, mission)
    elif want == "environment":
        yield from environment_items(model, cursor.offset, outside.variables)
    elif want == "imported":
        yield from listed_items(file, cursor, outside)
    elif want == "import":
        yield from import_items(file, cursor, outside)
    elif want in DECLARED:
        found = in_order(declared(model, want, mission), cursor)
        yield from found
        if len(slot.wants) == 1 and slot.keywords != "statement":
            known = frozenset(item.label for item in found)
            yield from undeclared_items(file, cursor, want, mission, known)


_WORDS: Final[dict[Want, Callable[[], Iterator[Item]]]] = {
    "adapter": adapter_items,
    "policy": policy_items,
    "unit": unit_items,
}


def _shorten(item: Item, following: str) -> Item:
    """Leave out what already stands behind the cursor: the colon of a key, a call's bracket."""
    if following == ":" and item.kind in {"option", "field"}:
        return Item(item.label, item.kind, item.detail, item.doc)
    if following == "(" and item.kind in {"function", "word"}:
        return Item(item.label, item.kind, item.detail, item.doc)
    return item
