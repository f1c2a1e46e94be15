"""Keeping secrets out of every text a person, a log or a file may receive."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "***"
_SHORTEST = 4
_SENSITIVE = re.compile(
    r"""
    (?<! page) (?<! page[-_]) (?<! next[-_]) (?<! sync[-_]) (?<! continuation[-_]) token
    | secret | passw | credential | signature | authori[sz]ation | cookie
    | (?: api | access | private | subscription ) [-_]? key
    | ^ (?: key | auth | sig | jwt | pwd ) $
    """,
    re.VERBOSE | re.IGNORECASE,
)

_USERINFO = re.compile(r"//[^/?#@]*@")

Mask = Callable[[str], str]


def sensitive(name: str) -> bool:
    """Whether a header or query parameter of this name usually carries a secret."""
    return _SENSITIVE.search(name) is not None


def masker(secrets: Iterable[str]) -> Mask:
    """Return a function that replaces the secrets in a text, however they are encoded there.

    A text of fewer than four characters is no secret: masking it would only garble messages.
    """
    forms = {form for secret in secrets if len(secret) >= _SHORTEST for form in _forms(secret)}
    if not forms:
        return lambda text: text
    pattern = re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))))
    return lambda text: pattern.sub(MASK, text)


def mask_url(url: str) -> str:
    """Mask what an address shows by its form: a password, and parameters with a telling name."""
    address, question, query = _USERINFO.sub(f"//{MASK}@", url, count=1).partition("?")
    return address + question + "&".join(map(_mask_pair, query.split("&")))


def secret_values(headers: Mapping[str, Any]) -> Iterator[str]:
    """Yield the values of headers whose name says that they are secret, also without a scheme."""
    for name, value in headers.items():
        if isinstance(value, str) and sensitive(name):
            yield value
            yield value.rpartition(" ")[2]


def _mask_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return f"{name}={MASK}" if equals and value and sensitive(name) else pair


def _forms(secret: str) -> set[str]:
    return {
        secret,
        quote(secret, safe=""),
        quote(secret),
        quote_plus(secret),
        b64encode(secret.encode()).decode("ascii"),
        secret.replace("\\", "\\\\").replace('"', '\\"'),
    }
