# ruff: noqa: N818 - an error is named for what happened, as the mission's author would say it
"""How a request can fail for good. Every text here is already masked; nothing chains a cause.

A cause is left out on purpose: the exceptions of the HTTP libraries carry the request, with its
`Authorization` header and its query.
"""

from __future__ import annotations

from reqon.errors import Location, ReqonError
from reqon.http.message import Response


class HttpError(ReqonError):
    """A request that gave nothing to go on with; `url` is masked, `attempts` counts all tries."""

    def __init__(
        self,
        message: str,
        *,
        method: str,
        url: str,
        attempts: int = 1,
        location: Location | None = None,
        help: str | None = None,  # noqa: A002
    ) -> None:
        tries = f" ({attempts} attempts)" if attempts > 1 else ""
        super().__init__(f"{method} {url}: {message}{tries}", location=location, help=help)
        self.method = method
        self.url = url
        self.attempts = attempts


class ConnectionFailed(HttpError):
    """The server was not reached, or the connection broke before the answer was complete."""


class RequestTimeout(HttpError):
    """No complete answer came within the time allowed for one attempt."""


class BodyTooLarge(HttpError):
    """The decoded body is larger than `max_body_bytes`; reading stopped there."""


class MalformedBody(HttpError):
    """A successful answer whose body is not what its content type says: half a JSON, say."""


class RedirectRefused(HttpError):
    """A redirect leads to another origin, in a circle, or would drop the body of the request."""


class OriginRefused(HttpError):
    """A path computed from data names a server the mission does not."""


class InvalidRequest(HttpError):
    """The request cannot be sent as written: a bad address, header or body."""


class RetryAfterTooLong(HttpError):
    """The server asks to wait longer than a run should; `response` is its answer."""

    def __init__(
        self, message: str, *, response: Response, retry_after_seconds: float, method: str
    ) -> None:
        super().__init__(
            message,
            method=method,
            url=response.url,
            attempts=response.attempts,
            help="Resume the run after that time.",
        )
        self.response = response
        self.retry_after_seconds = retry_after_seconds


class HttpStatusError(HttpError):
    """A status of 400 or more reached a step that does not expect one (ruling D38)."""

    def __init__(
        self,
        message: str,
        *,
        response: Response,
        method: str,
        location: Location | None,
        help: str | None,  # noqa: A002
    ) -> None:
        super().__init__(
            message,
            method=method,
            url=response.url,
            attempts=response.attempts,
            location=location,
            help=help,
        )
        self.response = response
        self.status = response.status
