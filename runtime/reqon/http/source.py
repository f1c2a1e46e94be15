"""A source ready for use: its base parsed, its credentials tied to one origin, its mask made."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote

import httpx

from reqon.errors import ConfigurationError
from reqon.http.address import AddressError, Base, base_of, origin, parse
from reqon.http.auth import Auth, BasicAuth, NoAuth
from reqon.http.config import SourceConfig
from reqon.http.masking import Mask, mask_url, masker, secret_values


@dataclass(frozen=True, slots=True)
class Source:
    """Only the origin of `base` may see `auth` and the headers of the source."""

    config: SourceConfig
    base: Base | None
    friends: frozenset[str]
    auth: Auth
    secrets: tuple[str, ...] = field(repr=False)
    mask: Mask = field(repr=False)

    def shown(self, url: httpx.URL | str) -> str:
        """Return an address as it may be shown, logged and kept."""
        return self.mask(mask_url(str(url)))


def open_source(config: SourceConfig) -> Source:
    """Return the source a configuration describes.

    A user name and password in the base become basic credentials. Raises ConfigurationError;
    the base is not repeated in it, for it may hold a password.
    """
    url = _address(config.name, "base", config.base) if config.base else None
    auth = config.auth
    if url is not None and url.userinfo and isinstance(auth, NoAuth):
        auth = BasicAuth(unquote(url.username), unquote(url.password))
    if url is None and not isinstance(auth, NoAuth):
        raise ConfigurationError(
            f"source {config.name} has credentials but no base",
            help="The base says which server may see them: add `base:` to the source.",
        )
    secrets = (*auth.secrets(), *config.secrets, *secret_values(config.headers))
    return Source(
        config=config,
        base=base_of(url) if url else None,
        friends=frozenset(
            origin(_address(config.name, "allowed origin", text)) for text in config.allow_origins
        ),
        auth=auth,
        secrets=secrets,
        mask=masker(secrets),
    )


def _address(source: str, what: str, text: str) -> httpx.URL:
    try:
        return parse(text)
    except AddressError as error:
        raise ConfigurationError(
            f"the {what} of source {source} cannot be used: {error}",
            help='Write it like "https://api.example.com/v1".',
        ) from None
