"""How each construct is laid out: a phrase of words, or one of the few special forms.

Most constructs are phrases: their words and parts in a row, parted by blanks except around the
signs listed here; a bracket in a phrase opens a list. `_SHAPES` says what kind of list, `_FORMS`
which constructs are no phrases. A construct that is in neither table is laid out as a phrase.
"""

from __future__ import annotations

from collections.abc import Callable

from reqon_language.features.formatting import chains
from reqon_language.features.formatting.document import Doc, Group, group, join
from reqon_language.features.formatting.lists import (
    ARGUMENTS,
    ARRAY,
    COMMA,
    MEMBERS,
    OPTIONS,
    STEPS,
    Shape,
    enclosed,
    top_level,
)
from reqon_language.features.formatting.words import Context, Known, token
from reqon_language.syntax.brackets import (
    BRACES,
    CLOSING,
    OPENING,
    PARENTHESES,
    SQUARE_BRACKETS,
)
from reqon_language.syntax.green import Element, Node, Token
from reqon_language.syntax.tables import TABLES

_T = TABLES.terminal
# Signs that touch the word before them, and those that touch the word after them.
_TOUCH_LEFT = {_T("COMMA"), _T("COLON"), _T("OPTIONAL"), _T("DOT"), _T("RANGE")}
_TOUCH_RIGHT = {_T("DOT"), _T("NL_DOT"), _T("ELLIPSIS"), _T("RANGE"), _T("CIRCUMFLEX")}
_NOT = _T("NOT")
_DELETE = TABLES.kind("delete_record")


def layout_file(root: Node, alone: set[int], known: Known) -> Doc:
    """Lay out a whole file; the items whose ids are in `alone` stay as they are.

    Nodes in `known` are not laid out again; the others are added to it.
    """
    *items, end = root.children
    context = Context(alone, layout, known)
    if not isinstance(end, Token):
        message = "a file ends with its end token"
        raise TypeError(message)
    return top_level(items, end, context)


def layout(element: Element, context: Context) -> Doc:
    """Lay out any element."""
    if isinstance(element, Token):
        return token(element, -1, context)
    known = context.known.get(id(element))
    if known is None:
        form = _FORMS.get(element.kind)
        known = form(element, context) if form else phrase(element, context)
        context.known[id(element)] = known
    return known


def phrase(node: Node, context: Context, start: int = 0, *, tight: bool = False) -> Doc:
    """Lay out the children of `node` from number `start` on; `tight` ones without blanks.

    All blocks of a phrase are on its line or none is, as in `if a { b } else { c }`.
    """
    children, kind = node.children, node.kind
    parts: list[Doc] = []
    braces: list[Group] = []
    left = -1
    index = start
    while index < len(children):
        child = children[index]
        right = child.kind if isinstance(child, Token) else -1
        touches = right in _TOUCH_LEFT or (right in SQUARE_BRACKETS and kind == _DELETE)
        if parts and not tight and not touches and left not in _TOUCH_RIGHT:
            parts.append(" ")
        if not isinstance(child, Token):
            doc = layout(child, context)
            braced = child.kind in _BLOCKS or (child.kind == _OBJECT and child is children[-1])
        elif right in OPENING:
            index, doc = _list(node, index, context)
            braced = right in BRACES
        else:
            doc = token(child, kind, context)
            braced = False
        if braced and isinstance(doc, Group):
            braces.append(doc)
            doc = doc.doc
        parts.append(doc)
        left = right
        index += 1
    if not braces:
        return join(parts)
    return group(parts, broken=any(block.flat is None for block in braces))


def _list(node: Node, begin: int, context: Context) -> tuple[int, Doc]:
    """Lay out the list that opens at child `begin`; also return the number of its last child."""
    children = node.children
    opening = children[begin]
    end = begin + 1
    while not (isinstance(last := children[end], Token) and last.kind in CLOSING):
        end += 1
    elements = children[begin + 1 : end]
    bracket = token(opening, node.kind, context) if isinstance(opening, Token) else ""
    return end, enclosed(bracket, elements, last, _shape(node, opening.kind, elements), context)


def _shape(node: Node, opening: int, elements: list[Element]) -> Shape:
    if opening in PARENTHESES:
        return ARGUMENTS
    if opening in SQUARE_BRACKETS:
        return ARRAY
    shape = _SHAPES.get(node.kind)
    if shape is None:
        commas = any(isinstance(item, Token) and item.kind == COMMA for item in elements)
        return OPTIONS if commas else STEPS
    return shape


def _tight(node: Node, context: Context) -> Doc:
    return phrase(node, context, tight=True)


def _unary(node: Node, context: Context) -> Doc:
    sign = node.children[0]
    return phrase(node, context, tight=sign.kind != _NOT)


def _postfix(node: Node, context: Context) -> Doc:
    """Lay out `a.b[c](d)`: the links of the chain one after the other, however many."""
    links = [node]
    head = node.children[0]
    while isinstance(head, Node) and head.kind in _POSTFIX:
        links.append(head)
        head = head.children[0]
    parts = [layout(head, context)]
    parts += [phrase(link, context, 1, tight=True) for link in reversed(links)]
    return join(parts)


_POSTFIX = {TABLES.kind(name) for name in ("member", "subscript", "call")}
_SHAPES = {
    TABLES.kind(name): shape
    for shape, names in (
        (MEMBERS, "mission"),
        (STEPS, "action block transform validate"),
        (
            OPTIONS,
            "object fields match catch_arms match_expression import buckets refine mutations",
        ),
        (OPTIONS, "constraints assume"),
    )
    for name in names.split()
}
_BLOCKS = {
    TABLES.kind(name)
    for name in ("block", "catch_arms", "fields", "if", "buckets", "refine", "mutations")
}
_OBJECT = TABLES.kind("object")
_FORMS: dict[int, Callable[[Node, Context], Doc]] = {
    TABLES.kind(name): form
    for form, names in (
        (_postfix, "member subscript call"),
        (_tight, "optional_type spread field_access parent qualified_name schema_base array_type"),
        (_tight, "generic context_use"),
        (_unary, "unary"),
        (chains.binary, "binary"),
        (chains.piped, "pipe_call union_type"),
        (chains.conditional, "conditional"),
        (chains.filtered, "filter"),
        (chains.run, "run"),
    )
    for name in names.split()
    if name in TABLES.kinds
}
