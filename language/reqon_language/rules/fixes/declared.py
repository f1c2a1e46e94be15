"""Fixes of RQ3002 to RQ3009 and RQ3023: what is used is declared, or its name corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.fixes.declaring import declare
from reqon_language.syntax import ast

_NEW_SOURCE: Final = '{ auth: none, base: "https://api.example.com" }'
_OF_THE_SOURCE: Final = ("none", '"https://api.example.com"')
_SPEC: Final = '"./openapi.yaml"'


def new_stores(context: Context, name: str) -> Iterator[Fix]:
    """Yield the declarations of a store called `name`."""
    for adapter in ("file", "memory"):
        store = f'store {name}: {adapter}("{name}")'
        edit = declare(context, ast.Store, store)
        yield context.fix(f"Declare `{store}`", edit, blanks=(f'"{name}"',))


def _source(context: Context) -> Iterator[Fix]:
    yield from context.suggested()
    name = context.word
    edit = declare(context, ast.Source, f"source {name} {_NEW_SOURCE}")
    yield context.fix(f"Declare a source {quoted(name)}", edit, blanks=_OF_THE_SOURCE)


def _store(context: Context) -> Iterator[Fix]:
    yield from context.suggested()
    yield from new_stores(context, "dlq" if context.word == "queue" else context.word)


def _action(context: Context) -> Iterator[Fix]:
    yield from context.suggested()
    name = context.word
    edit = declare(context, ast.Action, f"action {name} {{\n  ...\n}}")
    yield context.fix(f"Declare an action {quoted(name)}", edit, blanks=("...",))


def _operation(context: Context) -> Iterator[Fix]:
    """Give the source that is called an OpenAPI document."""
    name, body = context.word, context.body
    declaration = context.model.declared("source", name, body.mission if body else None)
    if declaration is not None:
        title = f"Add `from {_SPEC}` to {quoted(name)}"
        edit = placing.insert(declaration.span.end, f" from {_SPEC}")
        yield context.fix(title, edit, blanks=(_SPEC,))


def _no_source(context: Context) -> Iterator[Fix]:
    edit = declare(context, ast.Source, f"source Api {_NEW_SOURCE}")
    yield context.fix("Declare a source `Api`", edit, blanks=_OF_THE_SOURCE)


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ3002": _source,
    "RQ3003": _store,
    "RQ3004": _action,
    "RQ3009": _operation,
    "RQ3023": _no_source,
}
