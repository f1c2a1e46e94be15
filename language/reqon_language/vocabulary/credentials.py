"""What each kind of credentials consists of, and the variables a source may have it in.

Source: language specification 4.18.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_OAUTH: Final = frozenset(
    {"token", "refreshToken", "clientId", "clientSecret", "tokenUrl", "scopes", "expiresAt"}
)
FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "none": frozenset(),
    "bearer": _OAUTH,
    "oauth2": _OAUTH,
    "basic": frozenset({"username", "password"}),
    "api_key": frozenset({"key", "header", "query", "prefix", "additionalHeaders"}),
}
"""The fields that credentials of a kind may have, beside their type."""
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "none": (),
    "bearer": ("token",),
    "oauth2": ("token",),
    "basic": ("username", "password"),
    "api_key": ("key",),
}
"""The fields that credentials of a kind cannot do without."""
VARIABLES: Final[Mapping[str, str]] = {
    "TYPE": "type",
    "ACCESS_TOKEN": "token",
    "TOKEN": "token",
    "REFRESH_TOKEN": "refreshToken",
    "TOKEN_ENDPOINT": "tokenUrl",
    "CLIENT_ID": "clientId",
    "CLIENT_SECRET": "clientSecret",
    "API_KEY": "key",
    "HEADER_NAME": "header",
    "USERNAME": "username",
    "PASSWORD": "password",
}
"""The field that a variable is about, by what its name ends with."""
_ENDING: Final = {field: ending for ending, field in VARIABLES.items()}


def variable_prefix(source: str) -> str:
    """Return what the names of the variables of a source begin with."""
    return f"REQON_{re.sub('[^A-Z0-9]', '_', source.upper())}_"


def variable(source: str, field: str) -> str:
    """Return the name of the variable that gives a source a field of `NEEDED`."""
    return variable_prefix(source) + _ENDING[field]


def same_kind(one: str, other: str) -> bool:
    """Whether credentials of one kind do where the other is wanted: a token is a token."""
    return one == other or {one, other} == {"bearer", "oauth2"}


def looks_like(fields: frozenset[str]) -> str | None:
    """Return the kind that fields are of when nobody says it, None when they are of none."""
    likely = ("bearer", "api_key", "basic")
    return next((kind for kind in likely if NEEDED[kind][0] in fields), None)
