"""Secrets never reach a file of the journal: a mark with the secret's name stands for them.

Unlike the masks in logs, these can be undone: a resumed run knows the secrets again, from
the environment or the credential file, perhaps with newer values, and gets them back in
place. Only what comes from missions and servers is masked; a password that happens to be a word
of the journal's own must not make it unreadable.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, quote_plus

import orjson

_SHORTEST: Final = 4
_MARK: Final = re.compile(rb"\{\{secret:[A-Za-z0-9_.-]+(?:\|\w+)?\}\}")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.-]")
_FORMS: Final[Mapping[str, Callable[[str], str]]] = {
    "": lambda secret: secret,
    "url": lambda secret: quote(secret, safe=""),
    "path": quote,
    "form": quote_plus,
    "base64": lambda secret: b64encode(secret.encode()).decode("ascii"),
}
_FOREIGN: Final = frozenset(
    """
    b bindings chunks cursor details entry error errors item items keys message metadata notes path
    program_path programPath r response syncs url v values variables
    """.split()
)
"""The members of records, snapshots and documents in which missions and servers are quoted."""


@dataclass(frozen=True, slots=True)
class Masking:
    """Which texts to hide, and the mark shown for each."""

    marks: Mapping[str, str] = field(default_factory=dict)
    _texts: re.Pattern[str] | None = None
    _encoded: re.Pattern[bytes] | None = None

    def hide(self, data: bytes, *, foreign: bool = False) -> bytes:
        """Return encoded JSON with a mark in place of every secret.

        `foreign` when all of it comes from a mission or a server.
        """
        if self._encoded is None or self._encoded.search(data) is None:
            return data
        return orjson.dumps(self._masked(orjson.loads(data), foreign=foreign))

    def reveal(self, data: bytes) -> bytes:
        """Return encoded JSON with the secrets back; marks of unknown secrets stay."""
        if not self.marks or b"{{secret:" not in data:
            return data
        texts = {mark.encode(): _json(text) for text, mark in self.marks.items()}
        return _MARK.sub(lambda found: texts.get(found.group(), found.group()), data)

    def found_in(self, text: str) -> bool:
        """Whether a text has a secret in it."""
        return self._texts is not None and self._texts.search(text) is not None

    def extended(self, secrets: Mapping[str, str]) -> Masking:
        """Return what hides `secrets` too; older texts of the same names stay hidden."""
        return _compiled({**self.marks, **masking(secrets).marks})

    def _masked(self, value: Any, *, foreign: bool) -> Any:
        if isinstance(value, str):
            return self._mask(value) if foreign else value
        if isinstance(value, list):
            return [self._masked(item, foreign=foreign) for item in value]
        if isinstance(value, dict):
            return {
                self._mask(name) if foreign else name: item
                if name.startswith("$")
                else self._masked(item, foreign=foreign or name in _FOREIGN)
                for name, item in value.items()
            }
        return value

    def _mask(self, text: str) -> str:
        if self._texts is None:
            return text
        return self._texts.sub(lambda found: self.marks[found.group()], text)


def masking(secrets: Mapping[str, str]) -> Masking:
    """Return what hides `secrets`, texts by name, as they are and in the encodings of HTTP.

    A text of fewer than four characters is no secret: hiding it would garble everything.
    """
    marks: dict[str, str] = {}
    for name, secret in secrets.items():
        if len(secret) < _SHORTEST:
            continue
        for form, encoded in _FORMS.items():
            suffix = f"|{form}" if form else ""
            marks.setdefault(encoded(secret), f"{{{{secret:{_UNSAFE.sub('_', name)}{suffix}}}}}")
    return _compiled(marks)


def _compiled(marks: Mapping[str, str]) -> Masking:
    if not marks:
        return Masking()
    longest_first = sorted(marks, key=len, reverse=True)
    return Masking(
        marks,
        re.compile("|".join(map(re.escape, longest_first))),
        re.compile(b"|".join(re.escape(_json(text)) for text in longest_first)),
    )


def _json(text: str) -> bytes:
    return orjson.dumps(text)[1:-1]
