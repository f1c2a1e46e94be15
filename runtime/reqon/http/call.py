"""From a mission's request to what goes over the wire: address, headers, bytes. No IO.

The one place that decides who sees the credentials of a source: the origin of its base.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from reqon.http.address import AddressError, is_absolute, join, origin, with_missing
from reqon.http.auth import NoAuth
from reqon.http.body import default_content_type, encode_body
from reqon.http.encoding import query_pairs
from reqon.http.errors import HttpError, InvalidRequest, OriginRefused
from reqon.http.headers import HeaderError, merge
from reqon.http.message import Request
from reqon.http.redirect import Redirect, RedirectError
from reqon.http.retry import IDEMPOTENT_METHODS
from reqon.http.source import Source

_DEFAULTS: Mapping[str, str] = {
    "accept": "application/json",
    "accept-encoding": "gzip, deflate",
    "user-agent": "reqon",
}


@dataclass(frozen=True, slots=True)
class Call:
    """What one attempt sends. `url` lacks the credentials that travel in the query.

    `home` is the only origin that gets credentials and headers of the source.
    """

    method: str
    url: httpx.URL
    origin: str
    home: str
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    repeatable: bool

    @property
    def at_home(self) -> bool:
        """Whether the call goes to the origin of its source."""
        return self.origin == self.home


def prepare(source: Source, request: Request) -> Call:
    """Return the call a request makes.

    Raises InvalidRequest, OriginRefused, and EvaluationError for a body that cannot be encoded.
    """
    try:
        url = join(source.base, request.path, query_pairs(request.params))
        if url.userinfo:
            raise AddressError("a user name or password does not belong in a path")
    except AddressError as error:
        raise _invalid(source, request, str(error)) from None
    target = origin(url)
    home = source.base.origin if source.base else target
    named = not (request.stay_on_origin and is_absolute(request.path))
    if not named and target not in _allowed(source):
        raise OriginRefused(
            f"source {source.config.name} does not allow requests to {target}",
            method=request.method,
            url=source.shown(url),
            help="The address comes from data. Write it in the mission if it is meant.",
        )
    headers = _headers(source, request, at_home=target == home)
    return Call(
        method=request.method,
        url=url,
        origin=target,
        home=home,
        headers=headers,
        body=encode_body(request, source.config if target == home else None),
        repeatable=request.method in IDEMPOTENT_METHODS or _has_key(source, headers),
    )


def wire_url(source: Source, call: Call) -> httpx.URL:
    """Return the address with credentials in its query, when the source sends them there."""
    query = source.auth.query()
    return with_missing(call.url, list(query.items())) if query and call.at_home else call.url


def follow(source: Source, request: Request, call: Call, redirect: Redirect) -> Call:
    """Return the call a redirect asks for; another origin gets no credentials.

    Raises RedirectError when the mission did not allow that origin.
    """
    url = redirect.url.copy_with(userinfo=b"")
    target = origin(url)
    if target not in (call.origin, call.home) and target not in source.friends:
        raise RedirectError(f"the server redirects to another origin, {target}")
    headers = _headers(source, request, at_home=target == call.home)
    if not redirect.keep_body:
        headers.pop("content-type", None)
    return replace(
        call,
        method=redirect.method,
        url=url,
        origin=target,
        headers=headers,
        body=call.body if redirect.keep_body else b"",
    )


def withholds_credentials(source: Source, call: Call) -> bool:
    """Whether the source has something to send that this call leaves out."""
    return not call.at_home and (not isinstance(source.auth, NoAuth) or bool(source.config.headers))


def _headers(source: Source, request: Request, *, at_home: bool) -> dict[str, str]:
    config = source.config
    key: Mapping[str, Any] = {}
    if request.idempotency_key is not None and config.idempotency_header is not None:
        key = {config.idempotency_header: request.idempotency_key}
    try:
        headers = merge(
            _DEFAULTS,
            config.headers if at_home else {},
            source.auth.headers() if at_home else {},
            key,
            request.headers,
        )
    except HeaderError as error:
        raise _invalid(source, request, str(error)) from None
    default = default_content_type(request)
    if default is None:
        headers.pop("content-type", None)
    else:
        headers.setdefault("content-type", default)
    return headers


def _allowed(source: Source) -> frozenset[str]:
    return source.friends | {source.base.origin} if source.base else source.friends


def _has_key(source: Source, headers: Mapping[str, str]) -> bool:
    name = source.config.idempotency_header
    return name is not None and name.lower() in headers


def _invalid(source: Source, request: Request, reason: str) -> HttpError:
    return InvalidRequest(
        f"the request cannot be sent: {reason}",
        method=request.method,
        url=source.shown(request.path),
    )
