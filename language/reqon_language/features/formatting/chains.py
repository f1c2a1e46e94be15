"""Forms that break before their operators: operations, pipes, conditions, pipelines."""

from __future__ import annotations

from reqon_language.features.formatting.document import Doc, Indent, group
from reqon_language.features.formatting.trivia import BLANKS, first_token
from reqon_language.features.formatting.words import Context, link, token, trailing
from reqon_language.syntax.green import Element, Node, Token
from reqon_language.syntax.tables import TABLES
from reqon_language.vocabulary.blocks import HYPHENATED

_T = TABLES.terminal
_BINARY = TABLES.kind("binary")
_LEVELS = {
    _T(name): level
    for level, names in enumerate(
        ("OR OR_SIGN", "AND AND_SIGN", "COALESCE", "RANGE", "PLUS MINUS", "STAR SLASH PERCENT")
    )
    for name in names.split()
}
# One value to a line, with its comment behind it.
_LISTED = {TABLES.kind("union_type"), TABLES.kind("pipe_call")}
_RANGE = _LEVELS[_T("RANGE")]
_THEN = _T("THEN")


def binary(node: Node, context: Context) -> Doc:
    """Lay out `a + b + c`: operators of one level break together."""
    level = _level(node)
    if level == _RANGE:
        return _range(node, context)
    if _is_word(node):
        return [context.layout(child, context) for child in node.children]
    links = [node]
    head = node.children[0]
    while isinstance(head, Node) and head.kind == _BINARY and _level(head) == level:
        links.append(head)
        head = head.children[0]
    rest: list[Doc] = []
    for part in reversed(links):
        rest += _link(part.children[1:], part.kind, context)
    return group([context.layout(links[-1].children[0], context), Indent(rest)])


def _level(node: Node) -> int:
    sign = node.children[1]
    return _LEVELS.get(sign.kind, -1) if isinstance(sign, Token) else -1


def _is_word(node: Node) -> bool:
    """Whether this is a word of an option, such as `date-only`, and no subtraction."""
    parts = [part for part in node.children if isinstance(part, Token)]
    if len(parts) < len(node.children) or any(part.trivia for part in parts[1:]):
        return False
    return "".join(part.text for part in parts) in HYPHENATED


def _range(node: Node, context: Context) -> Doc:
    parts = [context.layout(child, context) for child in node.children]
    # `a.. .b` without its blank would be `a...b`.
    head = first_token(node.children[2]) if len(parts) > 2 else None
    if head is not None and (head.text.startswith(".") or head.trivia.strip(BLANKS)):
        parts.insert(2, " ")
    return parts


def piped(node: Node, context: Context) -> Doc:
    """Lay out `a | b | c`."""
    links = [node]
    head = node.children[0]
    while isinstance(head, Node) and head.kind == node.kind:
        links.append(head)
        head = head.children[0]
    first = context.layout(links[-1].children[0], context)
    rest: list[Doc] = []
    for part in reversed(links):
        rest += _link(part.children[1:], part.kind, context)
    return group([first, Indent(rest)])


def conditional(node: Node, context: Context) -> Doc:
    """Lay out `a ? b : c` and `if a then b else c`."""
    children = node.children
    start = 2 if isinstance(children[0], Token) and children[0].kind == _T("IF") else 1
    rest: list[Doc] = []
    for index in range(start, len(children), 2):
        rest += _link(children[index : index + 2], node.kind, context)
    return group([*_spaced(children[:start], node.kind, context), Indent(rest)])


def filtered(node: Node, context: Context) -> Doc:
    """Lay out `a where b`."""
    first, *rest = node.children
    condition = _link(rest, node.kind, context)
    return group([context.layout(first, context), Indent(condition)])


def run(node: Node, context: Context) -> Doc:
    """Lay out `run A then [B, C] then D`."""
    start: list[Doc] = []
    rest: list[Doc] = []
    for child in node.children:
        if isinstance(child, Token) and child.kind == _THEN:
            rest += link(child, node.kind)
        elif rest:
            rest += [" ", context.layout(child, context)]
        else:
            start += [*([" "] if start else []), context.layout(child, context)]
    return group([*start, Indent(rest)]) if rest else start


def _spaced(elements: list[Element], kind: int, context: Context) -> list[Doc]:
    parts: list[Doc] = []
    for element in elements:
        if parts:
            parts.append(" ")
        if isinstance(element, Token):
            parts.append(token(element, kind, context))
        else:
            parts.append(context.layout(element, context))
    return parts


def _link(elements: list[Element], kind: int, context: Context) -> list[Doc]:
    """Lay out an operator and what follows it, with a possible break before it."""
    first, *rest = elements
    parts = link(first, kind) if isinstance(first, Token) else [context.layout(first, context)]
    behind = trailing(rest[0], context) if rest and kind in _LISTED else []
    return [*behind, *parts, " ", *_spaced(rest, kind, context)] if rest else parts
