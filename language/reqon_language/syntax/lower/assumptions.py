"""Lower constraints: `assume`, `invariant` and the blocks of conditions."""

from __future__ import annotations

from reqon_language.syntax import ast
from reqon_language.syntax.green import Token
from reqon_language.syntax.lower.expressions import expression, next_expression, string
from reqon_language.syntax.lower.reader import Reader, kind_of
from reqon_language.syntax.tables import TABLES

_CLOSING = "RBRACE"


def assumption(reader: Reader) -> ast.Assume:
    """Lower `assume condition`, `assume { … }` and `assume if guard { … }` with what is behind."""
    invariant = reader.accept("INVARIANT") is not None
    if not invariant:
        reader.take()
    guard = next_expression(reader) if reader.accept("IF") else None
    if reader.accept("TYPE_LBRACE", "LBRACE", "NL_LBRACE"):
        conditions = tuple(_conditions(reader))
    else:
        conditions = (next_expression(reader),)
    message: ast.Expression | None = None
    severity: ast.Identifier | None = None
    while reader.peek():
        meta = reader.node_of("meta")
        if meta is not None:
            inner = Reader(*meta, reader.depth)
            key = inner.identifier()
            inner.take()
            value = next_expression(inner)
            if key.text == "message":
                message = value
            else:
                severity = severity_word(value) or severity
        elif reader.at_token("STRING"):
            message = string(reader)
        else:
            reader.take()
    return ast.Assume(reader.span, conditions, guard, message, severity, invariant)


def severity_word(value: ast.Expression) -> ast.Identifier | None:
    """Return a severity as a word, written bare or quoted."""
    if isinstance(value, ast.Name):
        return ast.Identifier(value.span, value.text)
    if isinstance(value, ast.Literal):
        return ast.Identifier(value.span, str(value.value))
    return None


def constraints(reader: Reader) -> ast.Constraints:
    """Lower `constraints { … }`, whose items are conditions or assumptions."""
    reader.take()
    reader.take()
    found: list[ast.Assume] = []
    while reader.peek():
        if (node := reader.node_of("assume")) is not None:
            found.append(assumption(Reader(*node, reader.depth)))
        else:
            found += (ast.Assume(one.span, (one,)) for one in _next_conditions(reader))
    return ast.Constraints(reader.span, tuple(found))


def _conditions(reader: Reader) -> list[ast.Expression]:
    """Take the conditions up to the closing brace; one that has an `assume` counts as well."""
    found: list[ast.Expression] = []
    while reader.peek() and not reader.accept(_CLOSING):
        if (node := reader.node_of("assume")) is not None:
            found += assumption(Reader(*node, reader.depth)).conditions
        else:
            found += _next_conditions(reader)
    return found


def _next_conditions(reader: Reader) -> list[ast.Expression]:
    """Take one child: a condition, or what is none."""
    element, at = reader.take()
    if isinstance(element, Token):
        punctuation = TABLES.terminals[element.kind] in {"COMMA", _CLOSING}
        return [] if punctuation else [expression(element, at, reader.depth)]
    return [] if kind_of(element) == "error" else [expression(element, at, reader.depth)]
