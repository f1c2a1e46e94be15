"""What may stand behind a dot: the fields of a value, and the operations of a source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.features.completion.items import Item
from reqon_language.features.cursor import Cursor
from reqon_language.model import FileModel, analyze
from reqon_language.model.types import Type, display
from reqon_language.syntax import parse

_DOTS: Final = frozenset({"DOT", "NL_DOT"})
_NAME: Final = "name"
_ENDS_VALUE: Final = frozenset({"NAME", "STRING", "RPAR", "RSQB", "RBRACE"})


def follows_dot(cursor: Cursor) -> bool:
    """Whether the word is typed right behind a dot."""
    return cursor.last in _DOTS


def member_items(
    model: FileModel, text: str, cursor: Cursor, mission: int | None
) -> Iterator[Item]:
    """Yield the fields of the value before the dot, or of the current element."""
    if len(cursor.parts) > 2 and cursor.parts[-3].name == "CALL":
        yield from _operation_items(model, cursor.parts[-2].text, mission)
        return
    dot = text.rfind(".", 0, cursor.replace.start)
    of = _read_from(model, text, cursor, dot)
    if of is None and not cursor.word:
        model = _mended(model, text, cursor.offset)
        of = _read_from(model, text, cursor, dot)
    if of is not None:
        for name, found in model.members(of, dot).items():
            yield Item(name, "field", display(found))


def _read_from(model: FileModel, text: str, cursor: Cursor, dot: int) -> Type | None:
    if _reads_member(cursor):
        return model.type_at(len(text[:dot].rstrip()))
    return model.element_type_at(dot)


def _mended(model: FileModel, text: str, offset: int) -> FileModel:
    """Return the model of the text with a name behind the dot.

    A dot without a name may cost a whole statement its shape, and with it what `.` reads from.
    """
    specs = {name: root for name, (root, _) in model.types.documents.items()}
    mended = parse(f"{text[:offset]}{_NAME}{text[offset:]}")
    return analyze(mended, lent=model.lent, previous=model, specs=specs)


def _reads_member(cursor: Cursor) -> bool:
    """Whether a value stands before the dot: a finished node, or a token that ends a value."""
    before = cursor.parts[-2].name if len(cursor.parts) > 1 else ""
    return before.islower() or before in _ENDS_VALUE


def _operation_items(model: FileModel, source: str, mission: int | None) -> Iterator[Item]:
    known = model.types.declared(mission).operations.get(source, {})
    for name, operation in known.items():
        detail = f"{operation.method} {operation.path}"
        yield Item(name, "word", detail, operation.summary)
