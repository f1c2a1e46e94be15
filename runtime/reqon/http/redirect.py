"""What a redirect asks for: method and address of the next request (RFC 9110, 15.4). Pure."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

MAX_REDIRECTS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Redirect:
    """The next request; `keep_body` is whether it carries the body of the first."""

    method: str
    url: httpx.URL
    keep_body: bool


class RedirectError(ValueError):
    """A redirect nobody should follow; the text is the reason."""


def redirect_of(method: str, url: httpx.URL, status: int, location: str | None) -> Redirect | None:
    """Return where an answer leads, None when it is no redirect.

    After 302 and 303 a request with a body becomes a GET: it was carried out and the result is
    elsewhere. After 301 it was *not* carried out, and a GET in its place would look like success:
    raises RedirectError.
    """
    if status not in _REDIRECTS or not location:
        return None
    try:
        target = url.join(location)
    except httpx.InvalidURL:
        raise RedirectError("the server redirects to something that is no address") from None
    if method in ("GET", "HEAD") or status in (307, 308):
        return Redirect(method, target.copy_with(fragment=None), keep_body=True)
    if status == 301:
        raise RedirectError(f"the server has moved the address and did not carry out the {method}")
    return Redirect("GET", target.copy_with(fragment=None), keep_body=False)
