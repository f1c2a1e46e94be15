"""Which of the places that may know the credentials of a source does, and what it says."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final

from reqon.credentials.auth_file import AuthFile
from reqon.credentials.environment import interpolate
from reqon.credentials.kinds import ALIASES, Given, build, kind_of, known_kind
from reqon.errors import ConfigurationError
from reqon.http.auth import Auth, NoAuth
from reqon.values import MISSING
from reqon_language.vocabulary.credentials import (
    FIELDS,
    NEEDED,
    VARIABLES,
    variable,
    variable_prefix,
)

_log = logging.getLogger(__name__)

_NONE: Final = {"type": "none"}


def credentials_for(
    source: str,
    declared: str | None,
    auth_file: AuthFile | None,
    options: Mapping[str, Any],
    environ: Mapping[str, str],
) -> Auth:
    """Return the credentials of a source.

    `declared` is what stands after `auth:`, None when the source has no such option; `options`
    are the evaluated `token`, `username`, `password`, `apiKey` and `apiKeyHeader` of the source.
    A source that declares no kind may do without. One that declares `none` sends none, whatever
    is given for it; a warning says which entry of the file is not used.
    Raises ConfigurationError.
    """
    place = f"source {source}"
    if declared is not None:
        known_kind(declared, f"{place}, `auth:`")
    if declared == "none":
        if auth_file is not None and auth_file.sources.get(source, _NONE) != _NONE:
            _log.warning(
                "%s: %s is not used: the source declares `auth: none`", auth_file.path, source
            )
        return NoAuth()
    if auth_file is not None and source in auth_file.sources:
        given = _from_file(auth_file, source, environ)
        return build(given, kind_of(given, declared))
    found = _from_options(place, options) or _from_variables(source, declared, environ)
    if found is not None:
        return build(found, kind_of(found, declared))
    if declared is None:
        return NoAuth()
    raise _nothing_given(source, declared, auth_file, options)


def _from_file(auth_file: AuthFile, source: str, environ: Mapping[str, str]) -> Given:
    fields: dict[str, Any] = {}
    unset: dict[str, tuple[str, ...]] = {}
    place = f"{auth_file.path}: {source}"
    for written, value in auth_file.sources[source].items():
        name = ALIASES.get(written, written)
        if name in fields:
            raise ConfigurationError(
                f"{place}: `{written}` is given twice, under two names", help="Keep one of them."
            )
        fields[name], names = _filled(value, environ)
        if names:
            unset[name] = names
            told = ", ".join(filter(None, names)) or "it is read from"
            _log.warning("%s.%s: the variable %s is not set", place, written, told)
    return Given(place, fields, unset)


def _filled(value: Any, environ: Mapping[str, str]) -> tuple[Any, tuple[str, ...]]:
    """Return a value with the variables in its texts replaced, and those that are not set.

    One that is written without braces is "": it may be a password that begins with `$`.
    """
    if isinstance(value, str):
        filled_text, unset = interpolate(value, environ)
        return filled_text, tuple(name if f"${{{name}}}" in value else "" for name in unset)
    if not isinstance(value, dict):
        return value, ()
    filled = {name: _filled(item, environ) for name, item in value.items()}
    return (
        {name: item for name, (item, _) in filled.items()},
        tuple(name for _, names in filled.values() for name in names),
    )


def _from_options(place: str, options: Mapping[str, Any]) -> Given | None:
    fields = {
        ALIASES.get(name, name): value
        for name, value in options.items()
        if value is not None and value is not MISSING and value != ""
    }
    return Given(place, fields) if fields.keys() - {"header"} else None


def _from_variables(source: str, declared: str | None, environ: Mapping[str, str]) -> Given | None:
    prefix = variable_prefix(source)
    fields = {
        field: value for name, field in VARIABLES.items() if (value := environ.get(prefix + name))
    }
    if not fields.keys() - {"type", "header"}:
        return None
    given = Given(f"{prefix}*", fields)
    wanted = FIELDS[kind_of(given, declared)] | {"type"}
    return Given(given.place, {name: value for name, value in fields.items() if name in wanted})


def _nothing_given(
    source: str, declared: str, auth_file: AuthFile | None, options: Mapping[str, Any]
) -> ConfigurationError:
    message = f"source {source} declares `auth: {declared}`, but no credentials are given"
    if options:
        message += f": its `{next(iter(options))}` is empty"
    elif auth_file is not None:
        folded = {name.casefold(): name for name in auth_file.sources}
        close = get_close_matches(source.casefold(), folded, n=1)
        like = f" (it has `{folded[close[0]]}`; names are compared exactly)" if close else ""
        message += f": {auth_file.path} has no `{source}`{like}"
    wanted = " and ".join(variable(source, name) for name in NEEDED[declared])
    return ConfigurationError(message, help=f"Give them with --auth FILE, or set {wanted}.")
