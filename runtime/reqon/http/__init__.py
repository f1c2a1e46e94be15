"""Calling HTTP APIs: one `SourceClient` per source of a mission.

It knows nothing of missions, steps, stores or the journal; the engine hands it values and gets
values or an `HttpError` back. `SourceClient` is imported when it is first named: the libraries
behind it take longer to load than most commands take to run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reqon.http.auth import ApiKeyAuth, Auth, BasicAuth, BearerAuth, NoAuth
from reqon.http.body import encode_body
from reqon.http.clockwork import Clockwork
from reqon.http.config import SourceConfig
from reqon.http.errors import (
    BodyTooLarge,
    ConnectionFailed,
    HttpError,
    HttpStatusError,
    InvalidRequest,
    MalformedBody,
    OriginRefused,
    RedirectRefused,
    RequestTimeout,
    RetryAfterTooLong,
)
from reqon.http.message import NO_BODY, Request, Response, RetryNotice
from reqon.http.policy import RetryPolicy

if TYPE_CHECKING:
    from reqon.http.client import SourceClient

__all__ = [
    "NO_BODY",
    "ApiKeyAuth",
    "Auth",
    "BasicAuth",
    "BearerAuth",
    "BodyTooLarge",
    "Clockwork",
    "ConnectionFailed",
    "HttpError",
    "HttpStatusError",
    "InvalidRequest",
    "MalformedBody",
    "NoAuth",
    "OriginRefused",
    "RedirectRefused",
    "Request",
    "RequestTimeout",
    "Response",
    "RetryAfterTooLong",
    "RetryNotice",
    "RetryPolicy",
    "SourceClient",
    "SourceConfig",
    "encode_body",
]


def __getattr__(name: str) -> Any:
    if name != "SourceClient":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from reqon.http.client import SourceClient

    return SourceClient
