"""Lower patterns. The grammar reads a pattern as an expression; here it gets its meaning."""

from __future__ import annotations

from reqon_language.syntax import ast


def pattern(expression: ast.Expression) -> ast.Pattern:
    """Return the pattern an expression stands for in an arm."""
    match expression:
        case ast.Name(span, "_"):
            return ast.Wildcard(span)
        case ast.Name(span, text):
            return ast.NamePattern(span, text)
        case ast.Literal(span, value):
            return ast.LiteralPattern(span, value)
        case ast.Array(span, items) if not any(isinstance(item, ast.Spread) for item in items):
            parts = (item for item in items if not isinstance(item, ast.Spread))
            return ast.ArrayPattern(span, tuple(pattern(item) for item in parts))
        case ast.Object(span, entries) if all(isinstance(entry, ast.Entry) for entry in entries):
            return ast.ObjectPattern(
                span, tuple(_entry(entry) for entry in entries if isinstance(entry, ast.Entry))
            )
        case _:
            return ast.ExpressionPattern(expression.span, expression)


def arm_left_out(span: ast.Span) -> ast.Pattern:
    """Return the pattern of an arm that is only `...`: a mission that tries it stops there."""
    return ast.ExpressionPattern(span, ast.Elision(span))


def _entry(entry: ast.Entry) -> ast.PatternEntry:
    if entry.shorthand:
        shape: ast.Pattern = ast.NamePattern(entry.key.span, entry.key.text)
    else:
        shape = pattern(entry.value)
    return ast.PatternEntry(entry.span, entry.key, shape)
