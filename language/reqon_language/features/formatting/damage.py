"""Find what must be left as it is: statements that could not be read completely."""

from __future__ import annotations

from reqon_language.features.formatting.trivia import first_token
from reqon_language.syntax.brackets import BRACES
from reqon_language.syntax.green import Element, Node, Token
from reqon_language.syntax.half_typed import ERROR_NODE
from reqon_language.syntax.lexer import END, STRING
from reqon_language.syntax.tables import TABLES

_SPELT: dict[int, set[str]] = {}
for _text, _kind in (*TABLES.words.items(), *TABLES.signs.items()):
    _SPELT.setdefault(_kind, set()).add(_text)

MAX_DEPTH = 110
"""Deeper than any program that is read without errors; what is below it is left alone."""

_CLOSING = TABLES.terminal("RBRACE")


def damaged(root: Node) -> set[int] | None:
    """Return the ids of the innermost list items with a token missing or a part not read.

    An item is a declaration, or a step, entry, field or arm that begins a line. None means that
    the damage is in no item.
    """
    found: set[int] = set()
    stack: list[tuple[Element, int | None, int]] = [(root, None, 0)]
    while stack:
        element, item, depth = stack.pop()
        if isinstance(element, Token):
            broken = element.kind != END and _is_broken(element)
        else:
            broken = element.kind == ERROR_NODE or depth > MAX_DEPTH
        if broken:
            if item is None:
                return None
            found.add(item)
        elif isinstance(element, Node):
            inside = element is root
            for child in element.children:
                if isinstance(child, Token):
                    inside = child.kind in BRACES or (inside and child.kind != _CLOSING)
                    stack.append((child, item, depth))
                else:
                    whole = inside and (element is root or _begins_line(child))
                    stack.append((child, id(child) if whole else item, depth + 1))
    return found


def _begins_line(node: Node) -> bool:
    head = first_token(node)
    return head is not None and "\n" in head.trivia


def _is_broken(token: Token) -> bool:
    text, spelt = token.text, _SPELT.get(token.kind)
    if not text or (spelt is not None and text not in spelt):
        return True
    if token.kind != STRING:
        return False
    if text[0] not in "\"'":
        return True
    body = text[1:-1]
    escaped = (len(body) - len(body.rstrip("\\"))) % 2 == 1
    return len(text) < 2 or text[-1] != text[0] or escaped
