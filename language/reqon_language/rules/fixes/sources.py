"""Fixes of RQ6001 to RQ6008, RQ6013 to RQ6017: sources, how they are reached, what is secret."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.adding import make_room, offer
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.written import text_of, word_of
from reqon_language.syntax import ast

_BASE: Final = 'base: "https://api.example.com"'
_SPEC: Final = ' from "./openapi.yaml"'
_STRING: Final = re.compile(r'"[^"]*"')
_OAUTH: Final = """\
oauth: {
  tokenUrl: "https://auth.example.com/token",
  clientId: env("API_CLIENT_ID"),
  clientSecret: env("API_CLIENT_SECRET")
}"""
_HOST: Final = re.compile(r"(//)?(?P<rest>(?P<name>localhost|[\w-]+(\.[\w-]+)+)(:\d+)?(/\S*)?)")
_SCHEME: Final = re.compile(r"(Bearer|Basic|Token|ApiKey) +", re.IGNORECASE)


def _no_auth(context: Context) -> Iterator[Fix]:
    for option in ("auth: none", "auth: bearer"):
        yield from _added(context, option, first=True)


def _no_base(context: Context) -> Iterator[Fix]:
    yield from _added(context, _BASE)
    yield from _with_document(context)


def _no_server(context: Context) -> Iterator[Fix]:
    """Give a source an address; one that had no options at all gets them."""
    source = context.around(ast.Source)
    bare = source is not None and source.options is None
    yield from _added(context, *(["auth: none"] if bare else []), _BASE)


def _with_document(context: Context) -> Iterator[Fix]:
    """Give a source an OpenAPI document."""
    source = context.around(ast.Source)
    if source is not None and source.spec is None:
        edit = placing.insert(context.extent(source.name).end, _SPEC)
        room = make_room(context, source.options, len(_SPEC))
        blanks = tuple(_STRING.findall(_SPEC))
        yield context.fix(f"Add {quoted(_SPEC)}", edit, *room, blanks=blanks)


def _added(context: Context, *options: str, first: bool = False) -> Iterator[Fix]:
    source = context.around(ast.Source)
    if source is None:
        return
    shown = quoted(", ".join(option.split(": {")[0] for option in options))
    blanks = tuple(word for option in options for word in _STRING.findall(option))
    yield from offer(
        context, f"Add {shown}", source, source.options, *options, first=first, blanks=blanks
    )


def _address(context: Context) -> Iterator[Fix]:
    """Write a host as a URL; drop a slash at the end, which can only be too much."""
    clean = context.diagnostic.suggestion
    if clean is not None:
        yield context.replace("Remove the `/` at the end", clean, safety="safe")
        return
    url = _text(context)
    host = _HOST.fullmatch(url or "")
    if host is not None:
        local = host["name"] == "localhost" or host["name"].startswith("127.")
        new = f"{'http' if local else 'https'}://{host['rest'].rstrip('/')}"
        yield context.replace(f"Replace with {quoted(new)}", json.dumps(new, ensure_ascii=False))


def _plain_http(context: Context) -> Iterator[Fix]:
    if context.word[1:5].lower() == "http":
        edit = placing.insert(context.span.start + 5, "s")
        yield context.fix("Use `https`", edit)


def _secret(context: Context) -> Iterator[Fix]:
    """Read a secret from the environment; the scheme in front of it is none."""
    read = context.diagnostic.suggestion
    if read is None:
        return
    scheme = _SCHEME.match(_text(context) or "")
    new = f'"{scheme[0]}" + {read}' if scheme else read
    yield context.replace(f"Read it from the environment: {quoted(new)}", new)


def _text(context: Context) -> str | None:
    """Return the text of the string that the finding is."""
    value = next((node for node in context.path if _stands_at(context, node)), None)
    return text_of(value) if isinstance(value, ast.Literal) else None


def _stands_at(context: Context, node: object) -> bool:
    return isinstance(node, ast.Literal) and context.extent(node) == context.span


def _no_credentials(context: Context) -> Iterator[Fix]:
    """Read what the kind of credentials needs from the environment."""
    source = context.around(ast.Source)
    entry = source.options.get("auth") if source is not None and source.options else None
    if source is None or entry is None:
        return
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|\W+", "_", source.name.text).upper()
    token = [f'token: env("{name}_TOKEN")']
    ways = {
        "bearer": [token],
        "basic": [[f'username: env("{name}_USERNAME")', f'password: env("{name}_PASSWORD")']],
        "api_key": [[f'apiKey: env("{name}_API_KEY")']],
        "oauth2": [token, [_OAUTH.replace("API", name)]],
    }.get(word_of(entry.value) or "", [])
    for needed in ways:
        yield from _added(context, *needed)


def _unit(context: Context) -> Iterator[Fix]:
    """Write the unit that is meant, or convert the number to the unit that counts."""
    meant = context.diagnostic.suggestion
    number = re.match(r"\d+(?:\.\d+)?", meant or "")
    if meant is None or number is None:
        return
    yield context.replace(f"Write {quoted(meant)}", meant)
    seconds = not meant.endswith("ms")
    plain = f"{float(number[0]) * 1000 if seconds else float(number[0]) / 1000:g}"
    if plain.isdecimal():
        yield context.replace(f"Write {quoted(plain)}", plain)


def _no_spec(context: Context) -> Iterator[Fix]:
    """Take the option out, or give the source the document it is about."""
    edits = context.without_entry(context.span)
    yield context.fix("Remove `validateResponses`", *edits)
    yield from _with_document(context)


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ6001": _no_auth,
    "RQ6002": _no_base,
    "RQ6004": _address,
    "RQ6005": _plain_http,
    "RQ6006": _secret,
    "RQ6007": _no_credentials,
    "RQ6013": _unit,
    "RQ6014": _unit,
    "RQ6016": _no_server,
    "RQ6017": _no_spec,
}
