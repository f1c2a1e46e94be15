"""RQ6007 and RQ6008: whether a run finds the credentials that a source wants.

Only a caller who knows the machine can tell, and what it tells has no values in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.nearest import one_of
from reqon_language.rules.rule import Rule
from reqon_language.rules.surroundings import Credentials, Outline, Surroundings
from reqon_language.rules.written import value_of, word_of
from reqon_language.syntax import ast
from reqon_language.vocabulary.credentials import (
    FIELDS,
    NEEDED,
    looks_like,
    same_kind,
    variable,
    variable_prefix,
)


def source_example(options: str) -> str:
    """Return a mission whose source has these options, for an example."""
    return f"""
        mission Example {{
          source Api {{ {options} }}
          action Fetch {{ get "/orders" }}
          run Fetch
        }}
    """


NO_CREDENTIALS: Final = Rule(
    "RQ6007",
    "warning",
    "source has no credentials",
    what="Reports a source whose `auth` needs credentials while none are given: neither in the "
    "source, nor in a file of credentials, nor in variables named after the source. It is "
    "reported where the check is told of a file of credentials or an environment file: with "
    "`--auth` or `--env`, with the editor's setting `reqon.run.auth`, or by a `.env` beside the "
    "mission or in a folder around it. Elsewhere nobody can tell what a run will be given.",
    why="A run that needs the source is refused.",
    fix="Add an entry with the name of the source to the file of credentials, set the variables "
    "that the message names, or read the credentials with `env` in the source.",
    bad=source_example('auth: bearer, base: "https://api.example.com"'),
    good=source_example('auth: bearer, base: "https://api.example.com", token: env("API_TOKEN")'),
    surroundings=Surroundings(credentials=Credentials()),
)

OTHER_CREDENTIALS: Final = Rule(
    "RQ6008",
    "warning",
    "credentials do not fit `auth`",
    what="Reports a source whose credentials are of another kind than its `auth`, or lack what "
    "that kind needs. It is reported where RQ6007 is. The values are not looked at, only which "
    "there are.",
    why="A run that needs the source is refused.",
    fix="Change `auth`, or the credentials.",
    bad=source_example('auth: basic, base: "https://api.example.com"'),
    good=source_example('auth: bearer, base: "https://api.example.com"'),
    surroundings=Surroundings(
        credentials=Credentials("auth.json", {"Api": Outline("bearer", frozenset({"token"}))})
    ),
)

RULES: Final = (NO_CREDENTIALS, OTHER_CREDENTIALS)

_OPTIONS: Final = ("token", "username", "password", "apiKey", "oauth")


def check_surrounded(body: Body, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """Report a source for which the first place that knows it has not what it wants."""
    known, source = surroundings.credentials, body.node
    if known is None or not isinstance(source, ast.Source) or source.options is None:
        return
    chosen, name = value_of(source.options, "auth"), source.name.text
    auth = word_of(chosen)
    if chosen is None or auth is None or not NEEDED.get(auth):
        return
    entry = known.entries.get(name)
    if entry is not None:
        yield from _misfit(name, auth, chosen, entry, known.file)
        return
    if any(source.options.get(option) for option in _OPTIONS):
        return
    found = known.variables.get(variable_prefix(name))
    if found is not None and found.fields:
        yield from _misfit(name, auth, chosen, found, None)
        return
    yield NO_CREDENTIALS.at(
        chosen.span,
        f"no credentials are given for source `{name}`",
        help=_way_out(name, auth, known),
    )


def _way_out(name: str, auth: str, known: Credentials) -> str:
    variables = f"set {_all(variable(name, field) for field in NEEDED[auth])}"
    if known.file is None:
        return f"{variables}, or name a file of credentials (`--auth`, `reqon.run.auth`)"
    like = next((one for one in known.entries if one.casefold() == name.casefold()), None)
    if like is not None:
        return f"{known.file} has `{like}`: names are compared exactly"
    return f"add `{name}` to {known.file}, or {variables}"


def _misfit(
    name: str, auth: str, chosen: ast.Expression, given: Outline, file: str | None
) -> Iterator[Diagnostic]:
    """Report credentials that a run would refuse, from a file or from variables."""
    place = f"`{name}` in {file}" if file else f"the variables `{variable_prefix(name)}…`"
    missing = [field for field in NEEDED[auth] if field not in given.fields]
    kind = given.kind
    if kind is None and len(missing) == len(NEEDED[auth]):
        kind = looks_like(given.fields)
    if kind == "":
        message = f"the credentials of source `{name}` have a type that does not exist"
        advice = f"give {place} one of the types {one_of(NEEDED)}"
    elif kind is not None and not same_kind(kind, auth):
        message = f"source `{name}` has `{kind}` credentials, not `{auth}`"
        advice = f"change `auth`, or {place}"
    elif missing:
        message = f"the credentials of source `{name}` lack {_all(missing)}"
        advice = (
            _completion(missing, given, place)
            if file
            else f"set {_all(variable(name, field) for field in missing)}"
        )
    elif surplus := sorted(given.names - FIELDS[auth]):
        what = f"`{surplus[-1]}`, which" if surplus[-1] else "a field that"
        message = f"{place} has {what} `{auth}` credentials do not have"
        advice = f"there may be {one_of(sorted(FIELDS[auth]))}"
    else:
        return
    yield OTHER_CREDENTIALS.at(chosen.span, message, help=advice)


def _completion(missing: list[str], given: Outline, place: str) -> str:
    """Return how to complete the entry of a file."""
    if waited := dict.fromkeys(given.unset[field] for field in missing if field in given.unset):
        if "" in waited:
            return f"set the variable that it is read from, or write it out in {place}"
        return f"set {_all(waited)}, which {place} reads"
    return f"add {_all(missing) if len(missing) > 1 else 'it'} to {place}"


def _all(words: Iterable[str]) -> str:
    return " and ".join(f"`{word}`" for word in words)
