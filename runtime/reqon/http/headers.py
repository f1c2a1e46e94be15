"""The headers of a request: which of several wins, and which cannot be sent at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reqon.values import MISSING, text

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class HeaderError(ValueError):
    """A header that cannot be sent; the text names it and never shows its value."""


def merge(*layers: Mapping[str, Any]) -> dict[str, str]:
    """Return lower-case names and texts; a later layer wins, a null value sends nothing.

    Raises HeaderError: a line break in a value would let data add headers (RFC 9110, 5.5).
    """
    merged: dict[str, str] = {}
    for layer in layers:
        for name, value in layer.items():
            if not _NAME.fullmatch(name):
                raise HeaderError(f"`{name}` is not a header name")
            if value is None or value is MISSING:
                continue
            written = text(value).strip()
            if _FORBIDDEN.search(written):
                raise HeaderError(f"the value of header `{name}` contains a control character")
            merged[name.lower()] = written
    return merged


def content_type(headers: Mapping[str, Any]) -> str | None:
    """Return the media type named by headers of any case, without its parameters."""
    for name, value in headers.items():
        if name.lower() == "content-type":
            return media_type(text(value)) or None
    return None


def media_type(header: str) -> str:
    """Return `type/subtype` of a Content-Type value, in lower case."""
    return header.partition(";")[0].strip().lower()


def charset(header: str) -> str | None:
    """Return the charset parameter of a Content-Type value."""
    found = re.search(r"charset\s*=\s*\"?([^\s;\"]+)", header, re.IGNORECASE)
    return found[1] if found else None
