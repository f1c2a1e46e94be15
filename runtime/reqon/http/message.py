"""A request as the mission asks for it and a response as the engine sees it. Values only, no IO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Final, Literal

from reqon.http.policy import RetryPolicy


class NoBody(Enum):
    """The one value that means "send no body"; `None` is a body, JSON's `null`."""

    NO_BODY = "no body"


NO_BODY: Final[Literal[NoBody.NO_BODY]] = NoBody.NO_BODY


@dataclass(frozen=True, slots=True)
class Request:
    """One call to a source; parameters, headers and body hold mission values, not text.

    `path` is joined to the base of the source, or an absolute `http(s)://` address.
    `stay_on_origin` is for a path computed from data: it may not name another server.
    """

    method: str
    path: str
    params: Mapping[str, Any] = field(default_factory=dict, repr=False)
    headers: Mapping[str, Any] = field(default_factory=dict, repr=False)
    body: Any = field(default=NO_BODY, repr=False)
    idempotency_key: str | None = None
    timeout_ms: int | None = None
    retry: RetryPolicy | None = None
    stay_on_origin: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """A complete answer of any status.

    `headers` have lower-case names, repeated ones joined by ", "; `body` is decoded (`None` when
    there was none); `url` is the address that answered, query kept and secrets masked;
    `started_at` is when the attempt that was answered began, in UTC; `attempts` counts all tries.
    `credentials_withheld`: the address is not on the origin of the source, so its credentials
    and headers were not sent.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: Any = field(repr=False)
    url: str
    started_at: datetime
    attempts: int = 1
    credentials_withheld: bool = False

    @property
    def ok(self) -> bool:
        """Whether the status is below 400."""
        return self.status < 400


@dataclass(frozen=True, slots=True)
class RetryNotice:
    """Attempt number `attempt` of `max_attempts` did not do; the next starts in `delay_ms`.

    `status` is that attempt's status, or None when there was no complete answer; `reason` says
    what happened, without secrets.
    """

    method: str
    url: str
    attempt: int
    max_attempts: int
    delay_ms: int
    status: int | None
    reason: str
