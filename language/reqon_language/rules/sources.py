"""RQ60xx: sources, how they are reached and what must not stand in them."""

from __future__ import annotations

import re
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

BASE_URL: Final = Rule(
    "RQ6004",
    "warning",
    "`base` is not a clean URL",
    what="Reports a `base` that is no absolute http(s) URL, or that ends with `/`.",
    why="Paths begin with `/` and are appended as they are.",
    fix="Write the URL in full, without a slash at its end.",
    bad="""
        mission Example {
          source Api { auth: none, base: "api.example.com" }
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

SECRET: Final = Rule(
    "RQ6006",
    "warning",
    "secret is written into the mission",
    what="Reports a token, password, key or authorization header given as plain text.",
    why="Missions are shared and kept in version control; secrets must not be.",
    fix='Read it from the environment: `env("API_TOKEN")`, and put it into `.env`.',
    bad="""
        mission Example {
          source Api { auth: bearer, base: "https://api.example.com", token: "s3cr3t" }
          action Fetch { get "/orders" }
          run Fetch
        }
    """,
    good="""
        mission Example {
          source Api { auth: bearer, base: "https://api.example.com", token: env("API_TOKEN") }
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

RULES: Final = (NO_AUTH, NO_BASE, AUTH_KIND, BASE_URL, SECRET, SHORT_RESET, LONG_WAIT)

_URL: Final = re.compile(r"https?://[^/\s]+", re.IGNORECASE)
_SECRET_OPTIONS: Final = {"token", "password", "apiKey", "clientSecret"}
_SECRET_HEADERS: Final = {
    "authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "x-auth-token",
}  # fmt: skip


def check(body: Body) -> Iterator[Diagnostic]:
    """Report incomplete, unreachable or leaking sources."""
    node = body.node
    owner = node.name.text if isinstance(node, ast.Source) else ""
    if isinstance(node, ast.Source) and not body.broken:
        yield from _check_source(node)
    for block in body.facts.blocks:
        for entry in block.entries:
            if isinstance(entry, ast.Entry):
                yield from _check_secret(block.block, entry, owner)
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
    if base is not None:
        yield from _check_base(base.value)


def _check_base(base: ast.Expression) -> Iterator[Diagnostic]:
    url = text_of(base)
    if url is None or url.startswith("${"):
        return
    if not _URL.match(url):
        yield BASE_URL.at(
            base.span,
            f"`{url}` is not an absolute http(s) URL",
            help='write it in full, such as `"https://api.example.com"`',
        )
    elif url.endswith("/"):
        stripped = url.rstrip("/")
        message = "`base` ends with `/`, and so every request would have two"
        yield BASE_URL.at(base.span, message, suggestion=f'"{stripped}"')


def _check_secret(block: str, entry: ast.Entry, owner: str) -> Iterator[Diagnostic]:
    key = entry.key.text
    if block in ("source", "oauth", "specAuth") and key in _SECRET_OPTIONS:
        if _is_plain(entry.value):
            yield _secret(entry.value, f"`{key}`", f"{owner}_{key}")
    elif block in ("source", "fetch") and key == "headers" and isinstance(entry.value, ast.Object):
        for header in entry.value.entries:
            if not isinstance(header, ast.Entry) or not _is_plain(header.value):
                continue
            if header.key.text.lower() in _SECRET_HEADERS:
                text = header.key.text
                yield _secret(header.value, f"header `{text}`", f"{owner or 'API'}_{text}")


def _is_plain(value: ast.Expression) -> bool:
    """Whether a value is text that does not come from the environment."""
    text = text_of(value)
    return bool(text) and "${" not in str(text)


def _secret(value: ast.Expression, what: str, variable: str) -> Diagnostic:
    separate = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|\W+", "_", variable).upper()
    return SECRET.at(
        value.span,
        f"{what} is written into the mission as plain text",
        suggestion=f'env("{separate}")',
    )


def _check_unit(entry: ast.Entry) -> Iterator[Diagnostic]:
    key, number = entry.key.text, number_of(entry.value)
    if number is None or number <= 0:
        return
    if key in ("resetTimeout", "failureWindow") and number < 1000:
        yield SHORT_RESET.at(
            entry.value.span,
            f"`{key}: {number}` is {number} milliseconds; did you mean `{number}s`?",
            suggestion=f"{number}s",
        )
    elif key == "maxWait" and (number >= 10_000 or (number >= 1000 and number % 1000 == 0)):
        yield LONG_WAIT.at(
            entry.value.span,
            f"`maxWait: {number}` is {number} seconds; did you mean `{number}ms`?",
            suggestion=f"{number}ms",
        )
