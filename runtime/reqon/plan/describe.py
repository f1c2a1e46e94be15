"""How an expression is called in messages, events and checkpoints."""

from __future__ import annotations

from reqon_language.syntax import ast


def describe(expression: ast.Expression) -> str:
    """Return a short text for an expression: its path where it is one, else what it is."""
    match expression:
        case ast.Name(text=text):
            return text
        case ast.Field(name=name):
            return f".{name.text}"
        case ast.Member(object=inner, name=name):
            return f"{describe(inner)}.{name.text}"
        case ast.Subscript(object=inner):
            return f"{describe(inner)}[…]"
        case ast.Call(function=function):
            return f"{describe(function)}(…)"
        case ast.Filter(source=source):
            return f"{describe(source)} where …"
        case ast.Literal(value=value):
            return f'"{value}"' if isinstance(value, str) else str(value)
    return "…"
