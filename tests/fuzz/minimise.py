"""Make a failing input small, so that a person can look at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

MAX_TRIES = 3_000


def shrink(parts: Sequence[str], fails: Callable[[Sequence[str]], bool]) -> tuple[str, ...]:
    """Return strings, each with pieces of the given one left out, for which `fails` still holds.

    Larger pieces are tried before smaller ones, lines before characters.
    """
    best, tries, smaller = tuple(parts), 0, True
    while smaller and tries < MAX_TRIES:
        smaller = False
        for number in range(len(best)):
            for split in (_lines, list):
                size = max(1, len(split(best[number])) // 2)
                while size and tries < MAX_TRIES:
                    at = 0
                    while at < len(pieces := split(best[number])) and tries < MAX_TRIES:
                        less = "".join([*pieces[:at], *pieces[at + size :]])
                        candidate = (*best[:number], less, *best[number + 1 :])
                        tries += 1
                        if fails(candidate):
                            best, smaller = candidate, True
                        else:
                            at += size
                    size //= 2
    return best


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
