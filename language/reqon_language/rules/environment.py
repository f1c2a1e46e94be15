"""RQ6012, RQ6017 and RQ6018: what a source or store needs from outside.

Most of this can only be told by a caller who knows the machine the mission runs on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body
from reqon_language.model.summary import adapter_of
from reqon_language.rules.credentials import source_example
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.rules.surroundings import Surroundings
from reqon_language.rules.written import call_of, flag_of, text_of
from reqon_language.syntax import ast

NO_DATABASE: Final = Rule(
    "RQ6012",
    "info",
    "no database is configured for a `sql` store",
    what="Points out a `sql` store for which nobody names a database, neither its `url` nor "
    "`--store-url`. It is pointed out where it is known what a run would be given: with "
    "`--store-url` or `--env`, and where a `.env` lies beside the mission or in a folder around "
    "it. `reqon run` says it before it begins.",
    why="Its records go into the SQLite file `stores.sqlite` in the data directory.",
    fix="Name a database, or use `file` if that is meant.",
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
    bad=source_example('auth: none, base: "https://api.example.com", validateResponses: true'),
    good=source_example('auth: none, base: "https://api.example.com"'),
)

UNSET: Final = Rule(
    "RQ6018",
    "info",
    "environment variable is not set",
    what='Points out `env("NAME")` and `${NAME}` without a default whose variable is not set.',
    why="It reads as empty text.",
    fix="Set it, for example in `.env`, or give a default.",
    bad=source_example('auth: none, base: env("API_BASE")'),
    good=source_example('auth: none, base: env("API_BASE", "https://api.example.com")'),
    surroundings=Surroundings(environment=frozenset()),
)

RULES: Final = (NO_DATABASE, NO_SPEC, UNSET)

_VARIABLE: Final = re.compile(r"\$\{([A-Za-z_]\w*)\}")


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
    if isinstance(body.node, ast.Store) and surroundings.databases is not None:
        name = body.node.name.text
        sql = adapter_of(body.node) == "sql"
        if sql and not {name, "sql"} & surroundings.databases and not _has_url(body.node.adapter):
            yield NO_DATABASE.at(
                body.node.adapter.span,
                "no database is configured: the records go into a SQLite file",
                help=f"name one with `url` in its options or `--store-url {name}=URL`",
            )
    if surroundings.environment is not None:
        for name, span in _variables(body):
            if name not in surroundings.environment:
                yield UNSET.at(
                    span,
                    f"environment variable `{name}` is not set, so this is empty",
                    help="set it, for example in `.env`, or give a default",
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
