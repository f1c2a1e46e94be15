"""Fixes of RQ3010, RQ3017 and RQ8005: declarations that are repeated or unused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.model import Declaration
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.fixes.renaming import free


def _duplicate(context: Context) -> Iterator[Fix]:
    """Rename the second one; who is meant by the name so far is the first."""
    declaration = _declaration(context)
    if declaration is not None:
        known = {one.name for one in context.model.declarations(declaration.kind)}
        new = free(declaration.name, known)
        yield context.fix(f"Rename to {quoted(new)}", TextEdit(declaration.span, new))


def _unused(context: Context) -> Iterator[Fix]:
    declaration = _declaration(context)
    if declaration is not None:
        title = f"Remove the {declaration.kind} {quoted(declaration.name)}"
        yield context.fix(title, placing.removal(context.text, declaration.extent))


def _declaration(context: Context) -> Declaration | None:
    found = context.model.summary.declarations
    return next((one for one in found if one.span == context.span), None)


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ3010": _duplicate,
    "RQ3017": _unused,
    "RQ8005": _unused,
}
