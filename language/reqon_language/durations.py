"""Lengths of time for people: read as the language writes them, said in words."""

from __future__ import annotations

import re
from typing import Final, Literal

_SHORT: Final = {
    "ms": 1,
    "s": 1_000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
}
_LENGTH: Final = re.compile(r"\s*(\d[\d_]*(?:\.\d+)?)\s*(ms|s|m|h|d|w)?\s*", re.IGNORECASE)
_WORDS: Final = (
    ("week", 604_800_000),
    ("day", 86_400_000),
    ("hour", 3_600_000),
    ("minute", 60_000),
    ("second", 1_000),
)


def milliseconds(text: str, unit: Literal["ms", "s"] = "ms") -> float | None:
    """Return how long `7d` or `1500` is; `unit` is that of a plain number. None for other text."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None
    return float(match[1].replace("_", "")) * _SHORT[(match[2] or unit).lower()]


def exact(length: float) -> str:
    """Return milliseconds with their digits in groups: `604 800 000`."""
    return f"{length:,.0f}".replace(",", " ") if length == int(length) else f"{length:g}"


def in_words(length: float) -> str:
    """Return milliseconds in the largest units that fit, at most two: `1 hour 30 minutes`."""
    if length < 1_000:
        return _counted(length, "millisecond")
    parts: list[str] = []
    for unit, size in _WORDS:
        count, length = divmod(length, size)
        if count:
            parts.append(_counted(count, unit))
        if len(parts) == 2:
            break
    if length and len(parts) < 2:
        parts.append(_counted(length, "millisecond"))
    return " ".join(parts)


def _counted(count: float, unit: str) -> str:
    shown = f"{count:g}" if count != int(count) else f"{int(count)}"
    return f"{shown} {unit}{'' if shown == '1' else 's'}"
