"""Give a variable another name, where it is bound and wherever it is read."""

from __future__ import annotations

from collections.abc import Collection

from reqon_language.edits import TextEdit
from reqon_language.model import Declaration, FileModel
from reqon_language.rules.fixes.context import Context
from reqon_language.rules.nodes import path_to
from reqon_language.syntax import ast


def rename(context: Context, declaration: Declaration, new: str) -> tuple[TextEdit, ...]:
    """Return the edits that call something declared in this file `new`."""
    spans = [reference.span for reference in context.model.references_to(declaration)]
    places = dict.fromkeys([declaration.span, *spans])
    model = context.model
    return tuple(renamed(model, place, declaration.name, new) for place in places)


def variable(context: Context, span: ast.Span) -> Declaration:
    """Return the variable bound at `span`."""
    body = context.model.body_at(span.start)
    mission = body.mission if body else None
    return Declaration("variable", context.at(span), span, span, mission)


def free(name: str, taken: Collection[str]) -> str:
    """Return `name` with the first number behind it that makes it new."""
    stem = name.rstrip("0123456789") or name
    numbers = iter(range(2, len(taken) + 3))
    return next(found for number in numbers if (found := f"{stem}{number}") not in taken)


def renamed(model: FileModel, span: ast.Span, old: str, new: str) -> TextEdit:
    """Rename one place of a file; `{ name }`, key and variable at once, keeps its key."""
    body = model.body_at(span.start)
    at = span.shift(-body.offset) if body else span
    path = path_to(body.node, at) if body else ()
    if any(_is_key(node, at) for node in path):
        return TextEdit(span, f"{old}: {new}")
    return TextEdit(span, new)


def _is_key(node: object, at: ast.Span) -> bool:
    """Whether a variable's name is also the key it is put under, or taken from."""
    if isinstance(node, ast.Entry):
        return node.shorthand and node.key.span == at
    return isinstance(node, ast.PatternEntry) and node.key.span == node.pattern.span == at
