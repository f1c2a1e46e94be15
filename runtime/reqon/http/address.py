"""Where a request goes: base and path joined, origins compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

import httpx

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class AddressError(ValueError):
    """An address that cannot be requested; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Base:
    """The base of a source: `prefix` is everything before the query, without a final slash."""

    prefix: str
    query: str
    origin: str


def base_of(url: httpx.URL) -> Base:
    """Return `url` as a base; a user name and password are left out."""
    prefix, _, query = str(url.copy_with(userinfo=b"")).partition("?")
    return Base(prefix.rstrip("/"), query, origin(url))


def parse(address: str) -> httpx.URL:
    """Return an absolute `http(s)` address, its fragment left out. Raises AddressError."""
    try:
        url = httpx.URL(address.partition("#")[0])
    except httpx.InvalidURL as error:
        raise AddressError(_reason(error)) from None
    if url.scheme not in _DEFAULT_PORTS:
        raise AddressError("only http:// and https:// addresses can be requested")
    if not url.host:
        raise AddressError("the address names no server")
    return url


def is_absolute(path: str) -> bool:
    """Whether a path names its own server."""
    return _SCHEME.match(path) is not None


def join(base: Base | None, path: str, pairs: Sequence[tuple[str, str]] = ()) -> httpx.URL:
    """Return the address of `path`, the pairs percent-encoded and appended to its query.

    An absolute path bypasses the base; a query in either is kept. Raises AddressError, also for
    `.` and `..` as segments, plain or encoded: they would leave the base.
    """
    address, _, query = path.partition("#")[0].partition("?")
    queries = [query, encode_query(pairs)]
    if any(segment in (".", "..") for segment in unquote(address).split("/")):
        raise AddressError("a path may not contain `.` or `..` as a segment")
    if not is_absolute(path):
        if base is None:
            raise AddressError("the source has no base and the path names no server")
        address = f"{base.prefix}/{address.lstrip('/')}" if address else base.prefix
        queries.insert(0, base.query)
    return parse("?".join(filter(None, (address, "&".join(filter(None, queries))))))


def encode_query(pairs: Sequence[tuple[str, str]]) -> str:
    """Return pairs as a query; every character with a meaning of its own is encoded."""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def with_missing(url: httpx.URL, pairs: Sequence[tuple[str, str]]) -> httpx.URL:
    """Return `url` with those pairs added whose name its query lacks."""
    present = url.params
    return join(None, str(url), [pair for pair in pairs if pair[0] not in present])


def origin(url: httpx.URL) -> str:
    """Return scheme, host and port (RFC 6454); httpx leaves out a default port."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _reason(error: httpx.InvalidURL) -> str:
    return str(error).partition(":")[0].rstrip(".").lower() or "it is not an address"
