"""RQ6007, RQ6008, RQ6012, RQ6017 and RQ6018: what a source or store needs from outside.

Most of this can only be told by a caller who knows the machine the mission runs on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.rules.surroundings import Surroundings
from reqon_language.rules.written import call_of, flag_of, text_of, value_of, word_of
from reqon_language.syntax import ast

_FETCH: Final = """
          action Fetch { get "/orders" }
          run Fetch
        }
    """


def _mission(options: str) -> str:
    return f"""
        mission Example {{
          source Api {{ {options} }}{_FETCH}"""


NO_CREDENTIALS: Final = Rule(
    "RQ6007",
    "warning",
    "source has no credentials",
    what="Reports a source whose `auth` needs credentials while none are configured: neither in "
    "the source, nor in the file of `--auth`, nor in the environment.",
    why="Its requests would be refused.",
    fix="Add them to the file of `--auth`, or set `REQON_<SOURCE>_TOKEN`.",
    bad=_mission('auth: bearer, base: "https://api.example.com"'),
    good=_mission('auth: bearer, base: "https://api.example.com", token: env("API_TOKEN")'),
    surroundings=Surroundings(credentials={}),
)

OTHER_CREDENTIALS: Final = Rule(
    "RQ6008",
    "warning",
    "credentials are of another kind",
    what="Reports a source whose configured credentials are of another kind than its `auth`.",
    why="The API would be sent what it does not expect.",
    fix="Change `auth`, or the credentials.",
    bad=_mission('auth: basic, base: "https://api.example.com"'),
    good=_mission('auth: bearer, base: "https://api.example.com"'),
    surroundings=Surroundings(credentials={"Api": "bearer"}),
)

NO_DATABASE: Final = Rule(
    "RQ6012",
    "info",
    "no database is configured for a `sql` store",
    what="Points out a `sql` store without a `url`, in its options or in the configuration.",
    why="Its records go into a SQLite file in the data directory.",
    fix="Configure a database, or use `file` if that is meant.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: sql("orders")
          action Fetch {
            get "/orders"
            store response -> orders { key: .id }
          }
          run Fetch
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store orders: file("orders")
          action Fetch {
            get "/orders"
            store response -> orders { key: .id }
          }
          run Fetch
        }
    """,
    surroundings=Surroundings(databases=frozenset()),
)

NO_SPEC: Final = Rule(
    "RQ6017",
    "warning",
    "`validateResponses` without an OpenAPI document",
    what="Reports `validateResponses: true` in a source without `from`.",
    why="There are no schemas to validate against, so the option has no effect.",
    fix="Remove it, or add the document.",
    bad=_mission('auth: none, base: "https://api.example.com", validateResponses: true'),
    good=_mission('auth: none, base: "https://api.example.com"'),
)

UNSET: Final = Rule(
    "RQ6018",
    "info",
    "environment variable is not set",
    what='Points out `env("NAME")` and `${NAME}` without a default whose variable is not set.',
    why="It reads as empty text.",
    fix="Set it, for example in `.env`, or give a default.",
    bad=_mission('auth: none, base: env("API_BASE")'),
    good=_mission('auth: none, base: env("API_BASE", "https://api.example.com")'),
    surroundings=Surroundings(environment=frozenset()),
)

RULES: Final = (NO_CREDENTIALS, OTHER_CREDENTIALS, NO_DATABASE, NO_SPEC, UNSET)

_VARIABLE: Final = re.compile(r"\$\{([A-Za-z_]\w*)\}")
_CREDENTIALS: Final = {"token", "username", "password", "apiKey", "oauth"}


def check(body: Body) -> Iterator[Diagnostic]:
    """Report sources that validate against nothing."""
    if not isinstance(body.node, ast.Source) or body.node.options is None:
        return
    options = body.node.options
    wanted = options.get("validateResponses")
    if wanted is not None and body.node.spec is None and flag_of(wanted.value):
        yield NO_SPEC.at(
            wanted.key.span,
            "`validateResponses` has no effect: the source has no OpenAPI document",
            help=f'remove it, or write `source {body.node.name.text} from "./openapi.yaml"`',
        )


def check_surrounded(body: Body, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """Report what is missing on the machine the caller knows."""
    if isinstance(body.node, ast.Source) and surroundings.credentials is not None:
        kind = surroundings.credentials.get(body.node.name.text)
        yield from _check_credentials(body.node, kind)
    if isinstance(body.node, ast.Store) and surroundings.databases is not None:
        name = body.node.name.text
        sql = body.facts.names.stores.get(name) == "sql"
        if sql and not {name, "sql"} & surroundings.databases and not _has_url(body.node.adapter):
            yield NO_DATABASE.at(
                body.node.adapter.span,
                "no database is configured: the records go into a SQLite file",
                help="configure a database for it, or for `sql`",
            )
    if surroundings.environment is not None:
        for name, span in _variables(body):
            if name not in surroundings.environment:
                yield UNSET.at(
                    span,
                    f"environment variable `{name}` is not set, so this is empty",
                    help="set it, for example in `.env`, or give a default",
                )


def _check_credentials(source: ast.Source, kind: str | None) -> Iterator[Diagnostic]:
    chosen = value_of(source.options, "auth")
    auth = word_of(chosen)
    if auth in (None, "none") or chosen is None or source.options is None:
        return
    if kind is None:
        if not any(source.options.get(key) for key in _CREDENTIALS):
            yield NO_CREDENTIALS.at(
                chosen.span,
                f"no credentials are configured for source `{source.name.text}`",
                help=f"set `REQON_{source.name.text.upper()}_TOKEN`, or name a file with `--auth`",
            )
    elif kind not in ("", auth):
        yield OTHER_CREDENTIALS.at(
            chosen.span,
            f"source `{source.name.text}` has `{kind}` credentials, not `{auth}`",
            help="change `auth`, or the credentials",
        )


def _has_url(adapter: ast.Expression) -> bool:
    options = adapter.arguments[1:] if isinstance(adapter, ast.Call) else ()
    return any(isinstance(value, ast.Object) and value.get("url") for value in options)


def _variables(body: Body) -> Iterator[tuple[str, ast.Span]]:
    """Yield the variables a body reads without a default."""
    for call in body.facts.of(ast.Call):
        name = call.arguments[0] if len(call.arguments) == 1 else None
        text = text_of(name)
        if name is not None and text is not None and call_of(call, "env"):
            yield text, name.span
    if isinstance(body.node, ast.Source) and body.node.options is not None:
        for literal in _texts(body.node.options):
            for match in _VARIABLE.finditer(text_of(literal) or ""):
                yield match[1], literal.span


def _texts(options: ast.Object) -> Iterator[ast.Expression]:
    for entry in options.entries:
        value = entry.value if isinstance(entry, ast.Entry) else None
        if value is not None and text_of(value) is not None:
            yield value
        elif isinstance(value, ast.Object):
            yield from _texts(value)
