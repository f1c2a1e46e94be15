"""Keywords the parse tables accept at the cursor, narrowed to those that read well there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.features.completion.items import Item
from reqon_language.features.completion.slot import Keywords
from reqon_language.features.completion.snippets import STATEMENTS, STORE_DECLARATION
from reqon_language.features.cursor import Cursor
from reqon_language.keywords import keyword

_OPERANDS: Final = {"true", "false", "null", "not", "if", "match", "any", "each"}
_AS_OPERAND: Final = {"if": "conditional", "match": "match_expression"}
# A statement of two lines goes on with one of these words at the start of the second.
_CONTINUES: Final = {"else", "catch", "then"}
_OF_ARMS: Final = ("store", "abort", "skip", "continue", "queue", "retry", "jump")
_OF_FILES: Final = {
    "mission", "import", "source", "store", "schema", "transform", "action", "run", "let",
}  # fmt: skip
_OF_DATA: Final = {"dataset", "context", "distribution", "contract"}


def keyword_items(cursor: Cursor, wanted: Keywords, *, in_file: bool) -> Iterator[Item]:
    """Yield the keywords for a slot.

    Outside of missions (`in_file`) only declarations are proposed: steps may be read there but
    never run.
    """
    accepted = [word for word in cursor.words() if not word.isupper()]
    if wanted == "statement":
        yield from _statements(cursor, accepted, in_file=in_file)
    elif wanted == "operand":
        yield from (
            Item(word, "keyword", doc=_doc(word, _AS_OPERAND.get(word, "")))
            for word in accepted
            if word in _OPERANDS
        )
    elif wanted == "rest":
        yield from _rest(cursor, accepted)


def _statements(cursor: Cursor, accepted: list[str], *, in_file: bool) -> Iterator[Item]:
    declares = in_file or not cursor.accepts("METHOD")
    known = {**STATEMENTS, "store": STORE_DECLARATION} if declares else STATEMENTS
    # Behind a block on its line, what continues its statement is meant more likely than a new one.
    continued = list(_continued(cursor, accepted))
    if not cursor.begins_line:
        yield from continued
    for word, snippet in sorted(known.items(), key=lambda pair: _order(cursor, pair[0])):
        elsewhere = word in _OF_DATA if not in_file else word not in _OF_FILES | _OF_DATA
        if word not in accepted or elsewhere:
            continue
        construct = word if declares else "step"
        yield Item(word, "keyword", doc=_doc(word, construct), snippet=snippet)
    yield from continued


def _continued(cursor: Cursor, accepted: list[str]) -> Iterator[Item]:
    for word in accepted:
        if word in _CONTINUES or (word == "or" and cursor.last == "RBRACE"):
            yield Item(word, "keyword", doc=_doc(word, "validate"))


def _order(cursor: Cursor, word: str) -> int:
    """What an arm does comes first there; elsewhere statements keep their order."""
    if cursor.last in {"ARROW", "FAT_ARROW"} and word in _OF_ARMS:
        return _OF_ARMS.index(word)
    return len(_OF_ARMS)


def _rest(cursor: Cursor, accepted: list[str]) -> Iterator[Item]:
    """What may follow on the line; a new statement may not, though the grammar would let it."""
    begun = cursor.last in {"JUMP", "THEN"}
    for word in accepted:
        if begun or (word not in STATEMENTS and word not in {"true", "false"}):
            yield Item(word, "keyword", doc=_doc(word))
    if cursor.accepts("STAGE_IF"):
        yield Item("if", "keyword", doc=_doc("if", "stage"))


def _doc(word: str, construct: str = "") -> str:
    known = keyword(word, construct)
    return known.doc if known is not None else ""
