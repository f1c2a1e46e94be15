"""A failure as the error a user reads: what happened, and the way out."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from reqon.errors import Location
from reqon.http.auth import NoAuth
from reqon.http.errors import (
    BodyTooLarge,
    ConnectionFailed,
    HttpError,
    HttpStatusError,
    MalformedBody,
    RedirectRefused,
    RequestTimeout,
)
from reqon.http.masking import masker, secret_values
from reqon.http.message import Request, Response
from reqon.http.outcome import Failure, FailureKind
from reqon.http.source import Source

_EXCERPT = 200

_KINDS: Mapping[FailureKind, tuple[type[HttpError], str]] = {
    "not-connected": (ConnectionFailed, "Is the server at {server} running?"),
    "certificate": (
        ConnectionFailed,
        "Is the address right? A private authority is trusted through SSL_CERT_FILE.",
    ),
    "broken": (
        ConnectionFailed,
        "Look at the log of {server}; the request may have had an effect.",
    ),
    "timeout": (RequestTimeout, "Raise `timeout` of source {source}, or ask for less at once."),
    "malformed": (MalformedBody, "Look at what {server} really sends; it may have been cut off."),
    "too-large": (BodyTooLarge, "Ask for smaller pages, or for fewer fields."),
    "redirect": (RedirectRefused, "Write the address it leads to in the mission, or in `base`."),
}


def error_of(
    failure: Failure, *, source: str, server: str, method: str, url: str, attempts: int
) -> HttpError:
    """Return the error for a failure that stays; `server` is the origin that was asked."""
    kind, help_text = _KINDS[failure.kind]
    return kind(
        failure.reason,
        method=method,
        url=url,
        attempts=attempts,
        help=help_text.format(source=source, server=server),
    )


def status_error_of(
    source: Source, request: Request, response: Response, location: Location | None
) -> HttpStatusError:
    """Return the error for a status that no step of the mission deals with (ruling D38)."""
    mask = masker((*source.secrets, *secret_values(request.headers)))
    excerpt = mask(_excerpt(response))
    return HttpStatusError(
        f"status {response.status}" + (f": {excerpt}" if excerpt else ""),
        response=response,
        method=request.method,
        location=location,
        help=_status_help(source, response),
    )


def _status_help(source: Source, response: Response) -> str:
    name = source.config.name
    if response.status in (401, 403) and response.credentials_withheld:
        return (
            f"The credentials of source {name} were not sent: "
            f"the address is not on the server its base names."
        )
    if response.status == 401 and isinstance(source.auth, NoAuth):
        return (
            f"Source {name} sends no credentials: declare `auth:` and give them with --auth FILE."
        )
    if response.status == 401:
        return f"The server does not accept the credentials of source {name}."
    return "Follow the request with `match response { … }`, or list the status in `allow`."


def _excerpt(response: Response) -> str:
    body = response.body
    if body is None:
        return ""
    text = body if isinstance(body, str) else orjson.dumps(body).decode()
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
