"""Fixes of RQ6009 to RQ6012: where stores keep their records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.adding import add
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.fixes.renaming import free
from reqon_language.rules.nodes import below
from reqon_language.rules.written import text_of
from reqon_language.syntax import ast
from reqon_language.targets import table_problem, target_problem

_VARIABLE: Final = '"DATABASE_URL"'
_URL: Final = f"url: env({_VARIABLE})"


def _adapter(context: Context) -> Iterator[Fix]:
    """Take the adapter most like it; else the plain ones may be meant."""
    yield from context.suggested()
    store = context.around(ast.Store)
    if context.diagnostic.suggestion is not None or store is None:
        return
    word, name = context.word, store.name.text
    call = isinstance(context.parent(context.span), ast.Call)
    for adapter in ("file", "memory"):
        target = word if word.startswith(('"', "'")) else json.dumps(name)
        new = adapter if call else f"{adapter}({target})"
        yield context.replace(f"Replace with {quoted(new)}", new)


def _shared(context: Context) -> Iterator[Fix]:
    """Name the target after its store, if no other store has that name."""
    store = context.around(ast.Store)
    if store is None:
        return
    new = store.name.text
    taken = _targets(context)
    new = free(new, taken) if new in taken else new
    text = json.dumps(new, ensure_ascii=False)
    yield context.replace(f"Replace with {quoted(text)}", text)


def _outside(context: Context) -> Iterator[Fix]:
    """Keep what is left of a target without the way out, else the store's name."""
    store = context.around(ast.Store)
    if store is None or context.word[:1] not in ('"', "'"):
        return
    adapter = context.around(ast.Call)
    function = adapter.function if adapter is not None else None
    sql = isinstance(function, ast.Name) and function.text == "sql"
    problem = table_problem if sql else target_problem
    parts = re.split(r"[/\\]+", re.sub(r"^[A-Za-z]:", "", context.word[1:-1]))
    inside = "/".join(part for part in parts if part not in ("", ".", "..", "~"))
    for new in dict.fromkeys((inside, store.name.text)):
        if new and problem(new) is None:
            text = json.dumps(new, ensure_ascii=False)
            yield context.replace(f"Replace with {quoted(text)}", text)
            return


def _targets(context: Context) -> set[str]:
    """Return the targets of all stores of the file."""
    stores = [body.node for body in context.model.bodies if isinstance(body.node, ast.Store)]
    calls = [call for store in stores for call in below(store.adapter, ast.Call)]
    texts = (text_of(call.arguments[0]) for call in calls if call.arguments)
    return {text for text in texts if text is not None}


def _no_database(context: Context) -> Iterator[Fix]:
    """Say where the database is, or keep the records in a JSON file."""
    store = context.around(ast.Store)
    adapter = store.adapter if store is not None else None
    if store is None or not isinstance(adapter, ast.Call | ast.Name):
        return
    if isinstance(adapter, ast.Name):
        target = json.dumps(store.name.text)
        new = f"sql({target}, {{ {_URL} }})"
        edit = TextEdit(context.extent(adapter), new)
        yield context.fix(f"Add {quoted(_URL)}", edit, blanks=(_VARIABLE,))
        yield context.replace("Use a file", f"file({target})")
        return
    options = adapter.arguments[1] if len(adapter.arguments) > 1 else None
    edits: tuple[TextEdit, ...] = ()
    if isinstance(options, ast.Object):
        edits = add(context, options, options, _URL)
    elif options is None and adapter.arguments:
        end = context.extent(adapter.arguments[0]).end
        edits = (placing.insert(end, f", {{ {_URL} }}"),)
    if edits:
        yield context.fix(f"Add {quoted(_URL)}", *edits, blanks=(_VARIABLE,))
    if options is None:
        yield context.fix("Use a file", TextEdit(context.extent(adapter.function), "file"))


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ6009": _adapter,
    "RQ6010": _shared,
    "RQ6011": _outside,
    "RQ6012": _no_database,
}
