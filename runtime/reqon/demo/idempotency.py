"""Idempotency keys on the server's side: the same key is answered the same way, once.

Follows draft-ietf-httpapi-idempotency-key-header-07. What a key protects is the caller's
business; this file only remembers answers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotent-Replayed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered with; `body` is a JSON value."""

    status: int
    body: Any


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer and the request it belongs to."""

    fingerprint: str
    answer: Answer


class KeyReusedError(Exception):
    """The key was used before, for a different request."""


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Return a digest that is equal exactly for equal requests."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()


def recall(memory: dict[str, Remembered], key: str | None, digest: str) -> Answer | None:
    """Return the answer given to this key before, or None for a new or absent key.

    Raises `KeyReusedError` when the key came with another request.
    """
    known = memory.get(key) if key is not None else None
    if known is None:
        return None
    if known.fingerprint != digest:
        raise KeyReusedError(key)
    return known.answer
