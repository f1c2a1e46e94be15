"""What is written for an option, read off the tree: its text, number, flag, word, length or call.

Each reader gives None for what is known only when the mission runs.
"""

from __future__ import annotations

from reqon_language.durations import milliseconds
from reqon_language.syntax import ast


def value_of(options: ast.Object | None, key: str) -> ast.Expression | None:
    """Return the value of an option, the last one where it is repeated."""
    entry = options.get(key) if options is not None else None
    return entry.value if entry is not None else None


def text_of(value: ast.Expression | ast.Spread | None) -> str | None:
    """Return the text of a string literal."""
    if isinstance(value, ast.Literal) and isinstance(value.value, str):
        return value.value
    return None


def flag_of(value: ast.Expression | None) -> bool | None:
    """Return the value of `true` and `false`."""
    if isinstance(value, ast.Literal) and isinstance(value.value, bool):
        return value.value
    return None


def call_of(value: ast.Expression | None, *names: str) -> ast.Call | None:
    """Return a call of one of the functions called `names`."""
    if isinstance(value, ast.Call) and isinstance(value.function, ast.Name):
        return value if value.function.text in names else None
    return None


def word_of(value: ast.Expression | None) -> str | None:
    """Return the word an enumeration value is, bare, quoted or joined by a hyphen."""
    if isinstance(value, ast.Name):
        return value.text
    if isinstance(value, ast.Literal):
        return text_of(value)
    if isinstance(value, ast.Binary) and value.operator == "-":
        left, right = word_of(value.left), word_of(value.right)
        return f"{left}-{right}" if left and right else None
    return None


def number_of(value: ast.Expression | None) -> int | float | None:
    """Return the value of a number literal."""
    if isinstance(value, ast.Literal) and type(value.value) in (int, float):
        return value.value  # type: ignore[return-value]
    return None


def is_count(number: float) -> bool:
    """Whether a number is whole and at least 1."""
    return number >= 1 and number == int(number)


def is_duration_text(text: str) -> bool:
    """Whether a string such as "7d" or "5000" can be read as a duration (1.6)."""
    return milliseconds(text) is not None


def milliseconds_of(value: ast.Expression | None) -> float | None:
    """Return how long a written duration is; a plain number means milliseconds."""
    if isinstance(value, ast.Duration):
        return value.milliseconds
    text = text_of(value)
    return milliseconds(text) if text is not None else number_of(value)
