"""Lower expressions. Left-nested chains are unrolled, so their length costs no stack."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from reqon_language.syntax import ast
from reqon_language.syntax.foreign_signs import SIGNS
from reqon_language.syntax.green import Element, Node, Token
from reqon_language.syntax.lexer import number_value
from reqon_language.syntax.lower.reader import (
    MAX_DEPTH,
    Reader,
    TooDeepError,
    kind_of,
    span_of,
    unquote,
)
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import UNITS, keyword

_DURATION_UNITS = {
    "ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000
}  # fmt: skip
_SPELT = {"&&": "and", "||": "or", "=": "==", "where": "and", **SIGNS}
"""The operator meant by a sign or word that is written otherwise."""
_CHAINS = {"binary", "member", "subscript", "call", "pipe_call", "type_test"}


def expression(element: Element, at: int, depth: int) -> ast.Expression:
    """Return the expression an element stands for; `at` is where its trivia begins."""
    chain: list[Node] = []
    while isinstance(element, Node) and kind_of(element) in _CHAINS:
        chain.append(element)
        element = element.children[0]
    if len(chain) > MAX_DEPTH:
        raise TooDeepError(span_of(chain[0], at))
    result = _token(element, at) if isinstance(element, Token) else _node(element, at, depth)
    for node in reversed(chain):
        reader = Reader(node, at, depth)
        reader.take()
        result = _LINKS[kind_of(node)](reader, result)
    return result


def next_expression(reader: Reader) -> ast.Expression:
    """Take the next child of `reader` as an expression."""
    element, at = reader.take()
    return expression(element, at, reader.depth)


def _token(token: Token, at: int) -> ast.Expression:
    span = span_of(token, at)
    terminal = TABLES.terminals[token.kind]
    if terminal == "STRING":
        return ast.Literal(span, unquote(token.text))
    if terminal == "NUMBER":
        value = number_value(token.text)
        return ast.Missing(span) if value is None else ast.Literal(span, value)
    if terminal == "PERCENTAGE":
        return weight(token, at)
    if terminal == "DURATION":
        return ast.Duration(span, _duration(token.text))
    if terminal in {"TRUE", "FALSE"}:
        return ast.Literal(span, terminal == "TRUE")
    if terminal == "NULL":
        return ast.Literal(span, None)
    if not token.text:
        return ast.Missing(span)
    return ast.Name(span, token.text)


def number(text: str) -> int | float:
    """Return the value of a number literal; a malformed one, already reported, is 0."""
    return number_value(text) or 0


def weight(token: Token, at: int) -> ast.Literal:
    """Return a number, or a percentage as its fraction."""
    value = number(token.text.removesuffix("%"))
    percentage = token.text.endswith("%")
    return ast.Literal(span_of(token, at), value / 100 if percentage else value)


def _duration(text: str) -> int | float:
    digits = text.rstrip("mshdw")
    return number(digits) * _DURATION_UNITS[text[len(digits) :]]


def _node(node: Node, at: int, depth: int) -> ast.Expression:
    lower = _NODES.get(kind_of(node))
    if lower is None:
        return ast.Missing(span_of(node, at))
    return lower(Reader(node, at, depth))


# --- links of a chain: `left` is what stands before --------------------------------------


def _binary(reader: Reader, left: ast.Expression) -> ast.Expression:
    words = []
    while reader.at_token(*_OPERATORS):
        words.append(cast("Token", reader.take()[0]).text)
    operator = _SPELT.get(words[0]) or " ".join(map(keyword, words))
    end = reader.at
    right = next_expression(reader) if reader.peek() else ast.Literal(ast.Span(end, end), None)
    span = ast.Span(left.span.start, reader.span.end)
    return ast.Binary(span, cast("ast.BinaryOperator", operator), left, right)


def _member(reader: Reader, left: ast.Expression) -> ast.Expression:
    reader.take()
    name = reader.identifier()
    return ast.Member(ast.Span(left.span.start, name.span.end), left, name)


def _subscript(reader: Reader, left: ast.Expression) -> ast.Expression:
    reader.take()
    return ast.Subscript(reader.span, left, next_expression(reader))


def _call(reader: Reader, left: ast.Expression) -> ast.Expression:
    reader.take()
    return ast.Call(reader.span, left, tuple(call_items(reader)))


def _pipe(reader: Reader, left: ast.Expression) -> ast.Expression:
    reader.take()
    return ast.Pipe(reader.span, left, next_expression(reader))


def _weighted(reader: Reader) -> ast.Expression:
    token, at = reader.take()
    share = weight(cast("Token", token), at)
    reader.take()
    return ast.Weighted(reader.span, share, next_expression(reader))


def _type_test(reader: Reader, left: ast.Expression) -> ast.Expression:
    reader.take()
    negated = reader.accept("NOT") is not None
    return ast.TypeTest(reader.span, left, reader.identifier(), negated)


_OPERATORS = (
    "OR", "OR_SIGN", "AND", "AND_SIGN", "COALESCE", "COMPARE", "LESS", "MORE", "IN", "NOT",
    "WORD_OPERATOR", "RANGE", "PLUS", "MINUS", "STAR", "SLASH", "PERCENT",
)  # fmt: skip
_LINKS: dict[str, Callable[[Reader, ast.Expression], ast.Expression]] = {
    "binary": _binary,
    "member": _member,
    "subscript": _subscript,
    "call": _call,
    "pipe_call": _pipe,
    "type_test": _type_test,
}


# --- everything else ---------------------------------------------------------------------


def call_items(reader: Reader) -> list[ast.Expression | ast.Spread]:
    """Take the comma-separated items up to the closing bracket."""
    items: list[ast.Expression | ast.Spread] = []
    while reader.peek() and not reader.accept("RPAR", "RSQB"):
        if reader.accept("COMMA"):
            continue
        spread_node = reader.node_of("spread")
        items.append(spread(*spread_node, reader.depth) if spread_node else next_expression(reader))
    return items


def spread(node: Node, at: int, depth: int) -> ast.Spread:
    """Lower `...value`."""
    reader = Reader(node, at, depth)
    reader.take()
    return ast.Spread(reader.span, next_expression(reader))


def _duration_words(reader: Reader) -> ast.Expression:
    amount = cast("Token", reader.take()[0]).text
    unit = cast("Token", reader.take()[0]).text
    return ast.Duration(reader.span, number(amount) * UNITS[unit])


def _field(reader: Reader) -> ast.Expression:
    reader.take()
    return ast.Field(reader.span, reader.identifier())


def _parent(reader: Reader) -> ast.Expression:
    reader.take()
    return ast.ParentReference(reader.span, reader.identifier())


def _generic(reader: Reader) -> ast.Expression:
    """`array<T>` where a value is meant: what is in it only matters to a type."""
    return ast.Name(reader.span, reader.identifier().text)


def _parenthesized(reader: Reader) -> ast.Expression:
    reader.take()
    items = call_items(reader)
    if len(items) == 1 and not isinstance(items[0], ast.Spread):
        return items[0]
    return ast.Array(reader.span, tuple(items))


def _array(reader: Reader) -> ast.Expression:
    reader.take()
    return ast.Array(reader.span, tuple(call_items(reader)))


def _unary(reader: Reader) -> ast.Expression:
    sign = cast("Token", reader.take()[0]).text
    operand = next_expression(reader)
    if sign == "-" and isinstance(operand, ast.Literal) and type(operand.value) in (int, float):
        return ast.Literal(reader.span, -cast("float", operand.value))
    if sign == "-":
        return ast.Unary(reader.span, "-", operand)
    return ast.Unary(reader.span, "+" if sign == "+" else "not", operand)


def _conditional(reader: Reader) -> ast.Expression:
    reader.accept("IF")
    condition = next_expression(reader)
    reader.take()
    then = next_expression(reader)
    otherwise = None
    if reader.accept("COLON", "ELSE"):
        otherwise = next_expression(reader)
    return ast.Conditional(reader.span, condition, then, otherwise)


def _filter(reader: Reader) -> ast.Expression:
    source = next_expression(reader)
    reader.take()
    condition = next_expression(reader)
    if isinstance(source.target if isinstance(source, ast.Pipe) else source, ast.Tagged):
        return _triggers(source, condition)
    return ast.Filter(reader.span, source, condition)


def _triggers(source: ast.Expression, condition: ast.Expression) -> ast.Expression:
    """Return the triggers of `webhook "/a" where .ok | timeout`: only `.ok` is the condition."""
    later: list[ast.Pipe] = []
    while isinstance(condition, ast.Pipe) and _is_trigger(condition.target):
        later.append(condition)
        condition = condition.source
    if isinstance(source, ast.Pipe):
        last = ast.Span(source.target.span.start, condition.span.end)
        whole = ast.Span(source.span.start, condition.span.end)
        found: ast.Expression = ast.Filter(last, source.target, condition)
        found = ast.Pipe(whole, source.source, found)
    else:
        found = ast.Filter(ast.Span(source.span.start, condition.span.end), source, condition)
    for pipe in reversed(later):
        span = ast.Span(found.span.start, pipe.span.end)
        found = ast.Pipe(span, found, pipe.target)
    return found


def _is_trigger(node: ast.Expression) -> bool:
    return isinstance(node, ast.Tagged) or (isinstance(node, ast.Name) and node.text == "timeout")


def _lambda(reader: Reader) -> ast.Expression:
    head = next_expression(reader)
    reader.take()
    names = head.items if isinstance(head, ast.Array) else (head,)
    parameters = tuple(
        ast.Identifier(name.span, name.text if isinstance(name, ast.Name) else "") for name in names
    )
    return ast.Lambda(reader.span, parameters, next_expression(reader))


def _any_of(reader: Reader) -> ast.Expression:
    reader.take()
    reader.take()
    source = next_expression(reader)
    condition = next_expression(reader) if reader.accept("WHERE") else None
    return ast.AnyOf(reader.span, source, condition)


def _tagged(reader: Reader) -> ast.Expression:
    tag = reader.identifier()
    return ast.Tagged(reader.span, tag, string(reader))


def string(reader: Reader) -> ast.Literal:
    """Take a string token."""
    token, at = reader.take()
    return ast.Literal(span_of(token, at), unquote(cast("Token", token).text))


def _every(reader: Reader) -> ast.Expression:
    reader.take()
    return ast.Every(reader.span, next_expression(reader))


def _elision(reader: Reader) -> ast.Expression:
    return ast.Elision(reader.span)


def _object(reader: Reader) -> ast.Object:
    entries: list[ast.Entry | ast.Spread | ast.Elision] = []
    for child, at in reader.rest():
        if isinstance(child, Token):
            if TABLES.terminals[child.kind] == "SHORTHAND":
                span = span_of(child, at)
                name = ast.Identifier(span, child.text)
                value = ast.Name(span, child.text)
                entries.append(ast.Entry(span, name, value, shorthand=True))
            continue
        kind = kind_of(child)
        if kind == "entry":
            entries.append(entry(Reader(child, at, reader.depth)))
        elif kind == "spread":
            entries.append(spread(child, at, reader.depth))
        elif kind == "elision":
            entries.append(ast.Elision(span_of(child, at)))
        elif kind == "shorthand":
            token = cast("Token", child.children[0])
            span = span_of(child, at)
            name = ast.Identifier(span, token.text)
            entries.append(ast.Entry(span, name, ast.Name(span, token.text), shorthand=True))
    return ast.Object(reader.span, tuple(entries))


def entry(reader: Reader) -> ast.Entry:
    """Lower `key: value { … }`."""
    key = reader.identifier()
    reader.take()
    value = next_expression(reader)
    return ast.Entry(reader.span, key, value, optional_object(reader))


def optional_object(reader: Reader) -> ast.Object | None:
    """Take the next child if it is an object."""
    found = reader.node_of("object")
    return _object(Reader(*found, reader.depth)) if found else None


def required_object(reader: Reader) -> ast.Object:
    """Take an object; an empty one stands in where the program has an error."""
    found = optional_object(reader)
    return found or ast.Object(ast.Span(reader.at, reader.at), ())


def _match(reader: Reader) -> ast.Expression:
    from reqon_language.syntax.lower.patterns import arm_left_out, pattern

    reader.take()
    subject = None
    if not reader.at_token("LBRACE", "NL_LBRACE"):
        subject = next_expression(reader)
    arms: list[ast.ExpressionArm] = []
    for child, at in reader.rest():
        if isinstance(child, Node) and kind_of(child) == "value_arm":
            arm = Reader(child, at, reader.depth)
            shape = pattern(next_expression(arm))
            guard = next_expression(arm) if arm.accept("WHERE") else None
            arrow = span_of(*arm.take())
            arms.append(ast.ExpressionArm(arm.span, shape, guard, arrow, next_expression(arm)))
        elif isinstance(child, Node) and kind_of(child) == "elision":
            span = span_of(child, at)
            end = ast.Span(span.end, span.end)
            nothing = ast.Missing(end)
            arms.append(ast.ExpressionArm(span, arm_left_out(span), None, end, nothing))
    return ast.MatchExpression(reader.span, subject, tuple(arms))


_NODES: dict[str, Callable[[Reader], ast.Expression]] = {
    "duration": _duration_words,
    "field_access": _field,
    "parent": _parent,
    "generic": _generic,
    "weighted": _weighted,
    "parenthesized": _parenthesized,
    "array": _array,
    "unary": _unary,
    "conditional": _conditional,
    "filter": _filter,
    "lambda": _lambda,
    "any_of": _any_of,
    "tagged": _tagged,
    "every": _every,
    "elision": _elision,
    "object": _object,
    "match_expression": _match,
}
