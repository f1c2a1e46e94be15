"""What the client needs to know about one source of a mission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reqon.http.auth import Auth, NoAuth
from reqon.http.policy import RetryPolicy

DEFAULT_MAX_BODY_BYTES = 64_000_000
DEFAULT_MAX_RETRY_AFTER_MS = 300_000


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """A source, all expressions evaluated.

    `base` is an `http(s)` address, or "" when every path of the mission is absolute. `headers`
    and `auth` are only sent to the origin of `base`. `allow_origins` are further origins
    ("https://files.example.com") that redirects and computed paths may lead to, without
    credentials. `secrets` are further texts to mask, such as values the mission took from `env`.
    `max_body_bytes` bounds a decoded response body. A `Retry-After` longer than
    `max_retry_after_ms` ends the request.
    """

    name: str
    base: str = ""
    headers: Mapping[str, Any] = field(default_factory=dict, repr=False)
    auth: Auth = NoAuth()  # noqa: RUF009
    timeout_ms: int = 30_000
    retry: RetryPolicy = RetryPolicy()  # noqa: RUF009
    idempotency_header: str | None = "Idempotency-Key"
    max_body_bytes: int = DEFAULT_MAX_BODY_BYTES
    allow_origins: tuple[str, ...] = ()
    secrets: tuple[str, ...] = field(default=(), repr=False)
    max_retry_after_ms: int = DEFAULT_MAX_RETRY_AFTER_MS
