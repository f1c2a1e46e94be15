"""How single tokens are written, with the comments before them that belong to no list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from reqon_language.features.formatting.document import HARDLINE, LINE, Doc, Indent, Suffix
from reqon_language.features.formatting.trivia import BLANKS, first_token, pieces
from reqon_language.syntax.green import Element, Token
from reqon_language.syntax.lexer import STRING
from reqon_language.syntax.tables import TABLES

_METHOD = TABLES.terminal("METHOD")
_ARROW, _FAT_ARROW = TABLES.terminal("ARROW"), TABLES.terminal("FAT_ARROW")
_ARROWS = {
    (TABLES.kind("step_arm"), _FAT_ARROW): "->",
    (TABLES.kind("value_arm"), _ARROW): "=>",
}
"""`->` does something, `=>` gives a value (ruling D34)."""


Known: TypeAlias = dict[int, Doc]


@dataclass(frozen=True, slots=True)
class Context:
    """One run of the formatter.

    `alone` are the ids of the items to be left alone; `placed` collects the ids of the tokens
    whose comments a list has put down already; `layout` lays an element out; `known` remembers
    how nodes were laid out, by their ids.
    """

    alone: set[int]
    layout: Callable[[Element, Context], Doc]
    known: Known
    placed: set[int] = field(default_factory=set)


def token(word: Token, node: int, context: Context) -> Doc:
    """Lay out a token of a node of kind `node`."""
    text = spelling(word, node)
    if not word.trivia.strip(BLANKS) or id(word) in context.placed:
        return text
    found, after = pieces(word.trivia)
    parts: list[Doc] = []
    for number, piece in enumerate(found):
        following = found[number + 1].lines if number + 1 < len(found) else after
        if piece.lines:
            parts.append(Indent(HARDLINE))
        if following and not piece.lines:
            parts.append(Suffix(piece.text))
        else:
            parts.append(piece.text if following else f"{piece.text} ")
    if after:
        parts.append(Indent(HARDLINE))
    return [*parts, text]


def trailing(element: Element, context: Context) -> list[Doc]:
    """Take the comment that ends the line of the operator before `element`, if it is the only one.

    The operator will begin the next line; the comment stays behind what comes before it.
    """
    head = first_token(element)
    if head is None or not head.trivia.strip(BLANKS):
        return []
    found, after = pieces(head.trivia)
    if len(found) > 1 or found[0].lines or not after:
        return []
    context.placed.add(id(head))
    return [Suffix(found[0].text)]


def link(word: Token, node: int) -> list[Doc]:
    """Lay out a token that may begin a line, with that break and the comments before it."""
    text = spelling(word, node)
    if not word.trivia.strip(BLANKS):
        return [LINE, text]
    found, after = pieces(word.trivia)
    behind: list[Doc] = []
    ahead: list[Doc] = []
    for number, piece in enumerate(found):
        following = found[number + 1].lines if number + 1 < len(found) else after
        if following and not piece.lines and not ahead:
            behind.append(Suffix(piece.text))
        else:
            ahead += [piece.text, HARDLINE if following else " "]
    return [*behind, LINE, *ahead, text]


def spelling(word: Token, node: int) -> str:
    """Return the canonical text of a token of a node of kind `node`."""
    text, kind = word.text, word.kind
    if kind == STRING:
        return _requoted(text) if text[0] == "'" else text
    if kind == _METHOD:
        return text.lower()
    return _ARROWS.get((node, kind), text)


def _requoted(text: str) -> str:
    body = text[1:-1]
    return text if '"' in body or "\\" in body else f'"{body}"'
