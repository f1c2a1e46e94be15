"""Names that are used and not declared yet: accepted, they are declared as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.features.completion.file import File
from reqon_language.features.completion.items import Item, ItemKind
from reqon_language.features.cursor import Cursor
from reqon_language.rules.fixes.declaring import declare_in
from reqon_language.syntax import ast

_NEW: Final[dict[ItemKind, tuple[type, str]]] = {
    "source": (ast.Source, 'source {} {{ auth: none, base: "https://api.example.com" }}'),
    "store": (ast.Store, 'store {}: file("{}")'),
    "schema": (ast.Schema, "schema {} {{\n  ...\n}}"),
    "action": (ast.Action, "action {} {{\n  ...\n}}"),
}


def undeclared_items(
    file: File, cursor: Cursor, kind: ItemKind, mission: int | None, known: frozenset[str]
) -> Iterator[Item]:
    """Yield the names of a kind that other places use undeclared, and the word being typed.

    That word is a proposal only where it is the beginning of no other one.
    """
    if kind not in _NEW or mission is None:
        return
    names = list(dict.fromkeys(_used(file, cursor, kind, mission)))
    word = cursor.word
    if word and not any(name.lower().startswith(word.lower()) for name in (*known, *names)):
        names.append(word)
    node, form = _NEW[kind]
    around = file.model.missions[mission]
    for name in names:
        if name not in known:
            text = form.format(name, name)
            edit = declare_in(file.model, file.text, around, node, text)
            doc = f"Declares `{text.partition(' {')[0]}` as well."
            yield Item(name, kind, f"new {kind}", doc, edits=(edit,))


def _used(file: File, cursor: Cursor, kind: ItemKind, mission: int) -> Iterator[str]:
    """Yield undeclared names, except the one under the cursor."""
    for body in file.model.bodies:
        if body.mission == mission:
            for reference in body.facts.references:
                here = reference.span.start + body.offset == cursor.replace.start
                if reference.kind == kind and reference.problem == "undefined" and not here:
                    yield reference.name
