"""Credentials of a source and how each kind is sent. Finding them is `reqon.credentials`' work."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NoAuth:
    """Nothing is sent."""

    def headers(self) -> dict[str, str]:
        """Return no headers."""
        return {}

    def query(self) -> dict[str, str]:
        """Return no query parameters."""
        return {}

    def secrets(self) -> tuple[str, ...]:
        """Return no texts to mask."""
        return ()


@dataclass(frozen=True, slots=True)
class BearerAuth:
    """`Authorization: Bearer <token>` (RFC 6750)."""

    token: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """Return the headers to send."""
        return {"Authorization": f"Bearer {self.token}"}

    def query(self) -> dict[str, str]:
        """Return no query parameters."""
        return {}

    def secrets(self) -> tuple[str, ...]:
        """Return the texts to mask."""
        return (self.token,)


@dataclass(frozen=True, slots=True)
class BasicAuth:
    """`Authorization: Basic <base64 of user:password>`, UTF-8 (RFC 7617)."""

    username: str
    password: str = field(repr=False)

    def _encoded(self) -> str:
        return b64encode(f"{self.username}:{self.password}".encode()).decode("ascii")

    def headers(self) -> dict[str, str]:
        """Return the headers to send."""
        return {"Authorization": f"Basic {self._encoded()}"}

    def query(self) -> dict[str, str]:
        """Return no query parameters."""
        return {}

    def secrets(self) -> tuple[str, ...]:
        """Return the texts to mask, the encoded pair included."""
        return (self.password, self._encoded())


@dataclass(frozen=True, slots=True)
class ApiKeyAuth:
    """A key in the header `header`, as `[prefix ]key`, or in the query parameter `query_name`."""

    key: str = field(repr=False)
    header: str = "X-API-Key"
    query_name: str | None = None
    prefix: str | None = None
    additional_headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def headers(self) -> dict[str, str]:
        """Return the headers to send."""
        headers = dict(self.additional_headers)
        if self.query_name is None:
            headers[self.header] = f"{self.prefix} {self.key}" if self.prefix else self.key
        return headers

    def query(self) -> dict[str, str]:
        """Return the query parameters to send."""
        return {} if self.query_name is None else {self.query_name: self.key}

    def secrets(self) -> tuple[str, ...]:
        """Return the texts to mask; an additional header may well hold a second key."""
        return (self.key, *self.additional_headers.values())


Auth = NoAuth | BearerAuth | BasicAuth | ApiKeyAuth
