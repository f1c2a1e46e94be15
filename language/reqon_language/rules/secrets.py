"""RQ6006: what must not be written into a mission."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import call_of, text_of
from reqon_language.syntax import ast

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

RULES: Final = (SECRET,)

_OPTIONS: Final = {"token", "password", "apiKey", "clientSecret"}
_HEADERS: Final = {
    "authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "x-auth-token",
}  # fmt: skip


def check(body: Body) -> Iterator[Diagnostic]:
    """Report credentials that are written down."""
    owner = body.node.name.text if isinstance(body.node, ast.Source) else ""
    for block in body.facts.blocks:
        for entry in block.entries:
            if not isinstance(entry, ast.Entry):
                continue
            key, value = entry.key.text, entry.value
            if block.block in ("source", "oauth", "specAuth") and key in _OPTIONS:
                if _is_plain(value):
                    yield _secret(value, f"`{key}`", f"{owner}_{key}")
            elif block.block in ("source", "fetch") and key == "headers":
                for header in secret_headers(value):
                    if _is_plain(header.value):
                        name = header.key.text
                        yield _secret(header.value, f"header `{name}`", f"{owner or 'API'}_{name}")
            elif block.block == "source" and key == "base" and _has_password(text_of(value)):
                yield SECRET.at(
                    value.span,
                    "a password is written into the URL as plain text",
                    help="use `auth: basic` with `username` and `password`",
                )


def secret_headers(headers: ast.Expression | None) -> Iterator[ast.Entry]:
    """Yield the headers that carry credentials."""
    for header in headers.entries if isinstance(headers, ast.Object) else ():
        if isinstance(header, ast.Entry) and header.key.text.lower() in _HEADERS:
            yield header


def _is_plain(value: ast.Expression | ast.Spread) -> bool:
    """Whether a value is text that does not come from the environment, or made of such texts."""
    text = text_of(value)
    if text is not None:
        return text != "" and "${" not in text
    if isinstance(value, ast.Binary) and value.operator == "+":
        return _is_plain(value.left) and _is_plain(value.right)
    if isinstance(value, ast.Call) and call_of(value, "concat"):
        return all(map(_is_plain, value.arguments))
    return False


def _has_password(url: str | None) -> bool:
    try:
        password = urlsplit(url or "").password
    except ValueError:
        return False
    return bool(password) and "${" not in str(password)


def _secret(value: ast.Expression, what: str, variable: str) -> Diagnostic:
    separate = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|\W+", "_", variable).upper()
    return SECRET.at(
        value.span,
        f"{what} is written into the mission as plain text",
        suggestion=f'env("{separate}")',
    )
