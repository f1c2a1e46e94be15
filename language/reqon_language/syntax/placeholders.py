"""The placeholders of a path: `"/orders/{order.id}"` (language specification 1.5, ruling D26)."""

from __future__ import annotations

from collections.abc import Iterator


def placeholders(path: str) -> Iterator[tuple[int, str | None]]:
    """Yield where each placeholder begins, behind its brace, and its text; None if unclosed.

    Braces and quotes inside a placeholder may nest.
    """
    at = 0
    while (start := path.find("{", at)) >= 0:
        end = _closing_brace(path, start)
        yield start + 1, None if end is None else path[start + 1 : end]
        if end is None:
            return
        at = end + 1


def _closing_brace(path: str, start: int) -> int | None:
    depth, quote = 0, ""
    for at in range(start, len(path)):
        character = path[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "{}":
            depth += 1 if character == "{" else -1
            if depth == 0:
                return at
    return None
