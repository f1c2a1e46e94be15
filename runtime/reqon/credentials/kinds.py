"""The kinds of credentials: which fields each has, and the fields as an `Auth`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from reqon.errors import ConfigurationError
from reqon.http.auth import ApiKeyAuth, Auth, BasicAuth, BearerAuth, NoAuth
from reqon.values import describe
from reqon_language.vocabulary.credentials import FIELDS, NEEDED, looks_like, same_kind

ALIASES: Mapping[str, str] = {
    "accessToken": "token",
    "tokenEndpoint": "tokenUrl",
    "apiKey": "key",
    "headerName": "header",
    "apiKeyHeader": "header",
}


@dataclass(frozen=True, slots=True)
class Given:
    """Fields somebody gave for a source, under the names of `FIELDS`.

    `place` says where ("auth.json: API"); `unset` names the variables, by field, that a value
    was to come from and that are not set, "" for one whose name may be a secret itself.
    """

    place: str
    fields: Mapping[str, Any] = field(repr=False)
    unset: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def known_kind(kind: Any, place: str, *, told: bool = True) -> str:
    """Return `kind` when it is one. Raises ConfigurationError.

    A text that is none is not told where it may be a secret in the wrong place.
    """
    if isinstance(kind, str) and kind in FIELDS:
        return kind
    close = get_close_matches(kind, FIELDS, n=1) if isinstance(kind, str) else []
    word = f"`{kind}`" if told else "the type"
    what = word if isinstance(kind, str) else describe(kind)
    raise ConfigurationError(
        f"{place}: {what} is not a kind of credentials",
        help=f"Did you mean `{close[0]}`?" if close else f"The kinds are {', '.join(FIELDS)}.",
    )


def kind_of(given: Given, declared: str | None) -> str:
    """Return the kind of the fields: as they say, else as the source declares, else as they look.

    Raises ConfigurationError when the two disagree; an access token is as good as a token.
    """
    said = given.fields.get("type")
    if said is not None:
        kind = known_kind(said, given.place, told=False)
        if declared not in (None, "none") and not same_kind(kind, declared):
            raise ConfigurationError(
                f"{given.place}: the type is `{kind}`, but the source declares `auth: {declared}`",
                help="Change the one or the other.",
            )
        return kind
    if declared not in (None, "none"):
        return known_kind(declared, given.place)
    likely = looks_like(frozenset(given.fields))
    if likely is not None:
        return likely
    raise ConfigurationError(
        f"{given.place}: no kind of credentials is recognised",
        help='Add "type": one of ' + ", ".join(FIELDS) + ".",
    )


def build(given: Given, kind: str) -> Auth:
    """Return the credentials made of `given`. Raises ConfigurationError."""
    fields = {name: value for name, value in given.fields.items() if name != "type"}
    for name, value in fields.items():
        if name not in FIELDS[kind]:
            raise _unknown(given, name, kind)
        _check(given, name, value)
    for name in NEEDED[kind]:
        if not fields.get(name):
            raise _missing(given, name, kind)
    match kind:
        case "bearer" | "oauth2":
            return BearerAuth(fields["token"])
        case "basic":
            return BasicAuth(fields["username"], fields["password"])
        case "api_key":
            return ApiKeyAuth(
                key=fields["key"],
                header=fields.get("header") or "X-API-Key",
                query_name=fields.get("query") or None,
                prefix=fields.get("prefix") or None,
                additional_headers=fields.get("additionalHeaders", {}),
            )
    return NoAuth()


def _check(given: Given, name: str, value: Any) -> None:
    if name in ("scopes", "expiresAt"):
        return
    if name == "additionalHeaders":
        if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
            return
        raise ConfigurationError(f"{given.place}.{name} must be an object of texts")
    if not isinstance(value, str):
        raise ConfigurationError(
            f"{given.place}.{name} is {describe(value)}, not text",
            help="Put it in quotes." if isinstance(value, int | float) else None,
        )


def _unknown(given: Given, name: str, kind: str) -> ConfigurationError:
    names = sorted({*FIELDS[kind], *(key for key in ALIASES if ALIASES[key] in FIELDS[kind])})
    close = get_close_matches(name, names, n=1)
    return ConfigurationError(
        f"{given.place}: `{name}` is no field of {kind} credentials",
        help=f"Did you mean `{close[0]}`?" if close else f"The fields are {', '.join(names)}.",
    )


def _missing(given: Given, name: str, kind: str) -> ConfigurationError:
    if unset := given.unset.get(name):
        if not all(unset):
            return ConfigurationError(
                f"{given.place}.{name}: the variable it is read from is not set",
                help="Set it, in the environment or in .env. A value that has a `$` of its own "
                "is kept in a variable, too, and written ${NAME} here.",
            )
        return ConfigurationError(
            f"{given.place}.{name}: the variable {unset[0]} is not set",
            help=f"Set {unset[0]}, in the environment or in .env.",
        )
    written = "accessToken" if kind == "oauth2" else name
    return ConfigurationError(
        f"{given.place}: {kind} credentials need `{written}`",
        help="Getting the first token of an OAuth 2 source is not Reqon's work; give it one."
        if kind == "oauth2"
        else None,
    )
