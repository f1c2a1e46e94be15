"""RQ6004 and RQ6005: the URLs of a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.rules.secrets import secret_headers
from reqon_language.rules.written import call_of, text_of, value_of, word_of
from reqon_language.syntax import ast

BASE_URL: Final = Rule(
    "RQ6004",
    "warning",
    "`base` is not a clean URL",
    what="Reports a `base` that is no absolute http(s) URL, or that ends with `/`.",
    why="A path is appended to it, and begins with a `/` of its own; without a scheme and a host "
    "there is no address to send requests to.",
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

PLAIN_HTTP: Final = Rule(
    "RQ6005",
    "warning",
    "credentials are sent over plain http",
    what="Reports a source with `auth` or a header of credentials whose `base` begins with "
    "`http://`, and such a `tokenUrl`, unless it is on this machine.",
    why="Everyone on the way can read the credentials.",
    fix="Use `https://`.",
    bad="""
        mission Example {
          source Api { auth: bearer, base: "http://api.example.com" }
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

RULES: Final = (BASE_URL, PLAIN_HTTP)

_URL: Final = re.compile(r"https?://[^/\s]+", re.IGNORECASE)
_LOCAL: Final = re.compile(r"(.+\.)?localhost|127(\.\d+){3}|::1", re.IGNORECASE)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report addresses that are none, and those that give credentials away."""
    if not isinstance(body.node, ast.Source) or body.node.options is None:
        return
    options = body.node.options
    bases = [*_literals(value_of(options, "base"))]
    for base in bases:
        yield from _check_base(base)
    authorised = word_of(value_of(options, "auth")) not in (None, "none")
    open_ = bases if authorised or any(secret_headers(value_of(options, "headers"))) else []
    oauth = value_of(options, "oauth")
    if isinstance(oauth, ast.Object):
        open_ = [*open_, *_literals(value_of(oauth, "tokenUrl"))]
    for url in open_:
        text = text_of(url) or ""
        if text[:7].lower() == "http://" and not _is_local(text):
            yield PLAIN_HTTP.at(
                url.span,
                "credentials are sent over plain http, where everyone on the way can read them",
                suggestion=f'"https://{text[len("http://") :]}"',
            )


def _literals(value: ast.Expression | ast.Spread | None) -> Iterator[ast.Literal]:
    """Yield the texts a URL may be: itself, the default of `env()`, the values of arms."""
    if isinstance(value, ast.Literal) and text_of(value) is not None:
        yield value
    elif isinstance(value, ast.MatchExpression):
        for arm in value.arms:
            yield from _literals(arm.value)
    elif isinstance(value, ast.Call) and call_of(value, "env") and len(value.arguments) == 2:
        yield from _literals(value.arguments[1])


def _check_base(base: ast.Literal) -> Iterator[Diagnostic]:
    url = text_of(base) or ""
    if url.startswith("${"):
        return
    if not _URL.match(url):
        yield BASE_URL.at(
            base.span,
            f"`{url}` is not an absolute http(s) URL",
            help='write it in full, such as `"https://api.example.com"`',
        )
    elif url.endswith("/"):
        message = "`base` ends with `/`, and every path begins with one"
        yield BASE_URL.at(base.span, message, suggestion=f'"{url.rstrip("/")}"')


def _is_local(url: str) -> bool:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    return host is not None and _LOCAL.fullmatch(host) is not None
