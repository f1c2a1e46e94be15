"""Fixes of RQ3013 to RQ3015: variables nobody reads, and names that are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.model import Declaration
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.fixes.renaming import free, rename, variable
from reqon_language.syntax import ast


def _unused(context: Context) -> Iterator[Fix]:
    """Take the variable away, or mark it as meant to be unused.

    An arm that did nothing else goes on instead, since it needs a step.
    """
    name = context.word
    let, apply = context.around(ast.Let), context.around(ast.Apply)
    if let is not None and context.extent(let.name) == context.span:
        block, extent = context.around(ast.Block), context.extent(let)
        edit = placing.removal(context.text, extent)
        if block is not None and block.inline:
            edit = TextEdit(extent, "continue")
        yield context.fix(f"Remove {quoted(f'let {name}')}", edit)
    elif apply is not None and apply.binding is not None:
        source = context.extent(apply.source).end
        edit = TextEdit(ast.Span(source, context.span.end), "")
        yield context.fix(f"Remove {quoted(f'as {name}')}", edit)
    silent = context.diagnostic.suggestion
    if silent is not None:
        yield context.replace(f"Write {quoted(silent)}", silent)


def _shadows(context: Context) -> Iterator[Fix]:
    declaration = next(
        (one for one in context.model.summary.declarations if one.span == context.span),
        variable(context, context.span),
    )
    loop = context.around(ast.For)
    new = free(context.word, _taken(context))
    if loop is not None and context.extent(loop.variable) == context.span:
        one = context.word.removesuffix("s")
        new = new if one in _taken(context) or len(one) < 2 else one
    yield _rename(context, declaration, new)


def _rebound(context: Context) -> Iterator[Fix]:
    """Rename the second of two variables; `response` becomes a `result`."""
    taken = _taken(context)
    new = "result" if context.word == "response" else context.word
    if new in taken:
        new = free(new, taken)
    yield _rename(context, variable(context, context.span), new)


def _rename(context: Context, declaration: Declaration, new: str) -> Fix:
    return context.fix(f"Rename to {quoted(new)}", *rename(context, declaration, new))


def _taken(context: Context) -> set[str]:
    """Return every name that means something in or around the declaration of the finding."""
    taken = {one.name for one in context.model.summary.declarations}
    if context.body is not None:
        facts = context.body.facts
        taken |= facts.bindings.keys() | context.body.names.variables
        taken |= context.body.names.elsewhere
        taken |= {reference.name for reference in facts.references}
    return taken


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ3013": _unused,
    "RQ3014": _shadows,
    "RQ3015": _rebound,
}
