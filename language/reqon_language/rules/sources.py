"""RQ6001 to RQ6003, RQ6013 and RQ6014: what a source has to say, and the units of its times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import number_of, text_of
from reqon_language.syntax import ast

NO_AUTH: Final = Rule(
    "RQ6001",
    "error",
    "source has no `auth`",
    what="Reports a source that does not say how requests are authenticated.",
    why="A forgotten `auth` would send requests without credentials.",
    fix="Say it: `auth: bearer`, or `auth: none` for an open API.",
    bad="""
        mission Example {
          source Api { base: "https://api.example.com" }
          action Fetch { get "/orders" }
          run Fetch
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Fetch { get "/orders" }
          run Fetch
        }
    """,
)

NO_BASE: Final = Rule(
    "RQ6002",
    "error",
    "source has neither `base` nor an OpenAPI document",
    what="Reports a source without an address.",
    why="There is nothing a request's path could be appended to.",
    fix='Add `base: "https://…"`, or `from "./openapi.yaml"`.',
    bad="""
        mission Example {
          source Api { auth: none }
          action Fetch { get "/orders" }
          run Fetch
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Fetch { get "/orders" }
          run Fetch
        }
    """,
)

AUTH_KIND: Final = Rule(
    "RQ6003",
    "error",
    "unknown kind of authentication",
    what="Reports an `auth` that is none of the known kinds.",
    why="How to send credentials is not known.",
    fix="Use `none`, `bearer`, `basic`, `api_key` or `oauth2`.",
    bad="""
        mission Example {
          source Api { auth: barer, base: "https://api.example.com" }
          action Fetch { get "/orders" }
          run Fetch
        }
    """,
    good="""
        mission Example {
          source Api { auth: bearer, base: "https://api.example.com" }
          action Fetch { get "/orders" }
          run Fetch
        }
    """,
)

SHORT_RESET: Final = Rule(
    "RQ6013",
    "warning",
    "circuit-breaker time looks like seconds",
    what="Reports a plain number below 1000 for `resetTimeout` or `failureWindow`.",
    why="Their unit is milliseconds.",
    fix="Write a unit, such as `30s`.",
    bad="""
        mission Example {
          source Api {
            auth: none, base: "https://api.example.com", circuitBreaker: { resetTimeout: 30 }
          }
          action Fetch { get "/orders" }
          run Fetch
        }
    """,
    good="""
        mission Example {
          source Api {
            auth: none, base: "https://api.example.com", circuitBreaker: { resetTimeout: 30s }
          }
          action Fetch { get "/orders" }
          run Fetch
        }
    """,
)

LONG_WAIT: Final = Rule(
    "RQ6014",
    "warning",
    "`maxWait` looks like milliseconds",
    what="Reports a `maxWait` that is a plain multiple of 1000, or larger than 10000.",
    why="Its unit is seconds.",
    fix="Write a unit, such as `30s`.",
    bad='get "/orders" { rateLimit: { maxWait: 30000 } }',
    good='get "/orders" { rateLimit: { maxWait: 30s } }',
    frame="steps",
)

RULES: Final = (NO_AUTH, NO_BASE, AUTH_KIND, SHORT_RESET, LONG_WAIT)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report incomplete sources, and times that look like another unit."""
    node = body.node
    if isinstance(node, ast.Source) and not body.broken:
        yield from _check_source(node)
    for block in body.facts.blocks:
        for entry in block.entries:
            if isinstance(entry, ast.Entry):
                yield from _check_unit(entry)


def _check_source(source: ast.Source) -> Iterator[Diagnostic]:
    options = source.options or ast.Object(source.name.span, ())
    elided = any(not isinstance(entry, ast.Entry) for entry in options.entries)
    name, base = source.name, options.get("base")
    bare = source.spec is not None and source.options is None
    if options.get("auth") is None and not elided and not bare:
        yield NO_AUTH.at(
            name.span,
            f"source `{name.text}` does not say how requests are authenticated",
            help="add `auth: none`, or the kind of credentials it needs",
        )
    if base is None and source.spec is None and not elided:
        yield NO_BASE.at(
            name.span,
            f"source `{name.text}` has neither `base` nor an OpenAPI document",
            help='add `base: "https://…"`',
        )


def _check_unit(entry: ast.Entry) -> Iterator[Diagnostic]:
    key, number = entry.key.text, _plain_number(entry.value)
    if number is None or number <= 0:
        return
    if key in ("resetTimeout", "failureWindow") and number < 1000:
        yield SHORT_RESET.at(
            entry.value.span,
            f"`{key}: {number}` is {number} milliseconds; did you mean `{number}s`?",
            suggestion=f"{number}s",
        )
    elif key == "maxWait" and number >= 1000 and (number % 1000 == 0 or number % 3600):
        yield LONG_WAIT.at(
            entry.value.span,
            f"`maxWait: {number}` is {number} seconds; did you mean `{number}ms`?",
            suggestion=f"{number}ms",
        )


def _plain_number(value: ast.Expression) -> int | float | None:
    """Return a number without a unit, quoted or not."""
    text = text_of(value)
    return int(text) if text is not None and text.isdecimal() else number_of(value)
