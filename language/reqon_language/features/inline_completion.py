"""What an author most likely writes next, where the types say so: shown in grey, taken or ignored.

Nothing is proposed where two things could be meant. It takes an empty line in sound text: in a
mapping, for the fields that are left; behind a `map`, for the step that stores what it made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reqon_language.features.code_actions.selection import Selection
from reqon_language.model import Project
from reqon_language.model.shapes import fits
from reqon_language.model.types import ANY, SchemaOf, Type, is_nullable, options
from reqon_language.rules.fixes import placing
from reqon_language.rules.nodes import Spanned, below
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span
from reqon_language.syntax.keys import is_word
from reqon_language.text import line_start

_MOST: Final = 12
"""More lines than this nobody reads before taking them."""


def inline_completion(project: Project, path: str, offset: int) -> str | None:
    """Return what could be inserted at `offset` of the file at `path`, None where that is open."""
    selection = Selection(project, path, Span(offset, offset))
    text = selection.text
    begin, indent = line_start(text, offset), placing.margin(text, offset)
    ending = placing.LINE_END.search(text, begin)
    line = text[begin : ending.start() if ending is not None else len(text)]
    if selection.body is None or line != indent or offset != begin + len(indent):
        return None
    new = _fields(selection) or _stored(selection)
    return placing.laid_out(text, new, indent) if new else None


def _fields(selection: Selection) -> str | None:
    """Return the fields that a mapping leaves unset and its source has under the same name."""
    node = selection.around(ast.Map) or selection.around(ast.TransformVariant)
    if node is None or node.mappings is None or not _inside(selection, node.mappings):
        return None
    entries = node.mappings.entries
    if not _is_laid_out(selection, node, entries):
        return None
    known = {entry.key.text for entry in entries if isinstance(entry, ast.Entry)}
    at = selection.extent(node.target).start
    model, shapes = selection.model, selection.model.declared_at(at).shapes
    there = _source(selection, node)
    left = [
        name
        for name, wanted in model.members(SchemaOf(node.target.text), at).items()
        if is_word(name) and name not in known and name in there and _suits(there[name], wanted)
        if fits(there[name], wanted, shapes)
    ]
    spread = any(not isinstance(entry, ast.Entry) for entry in entries)
    if not left or len(left) > _MOST or spread:
        return None
    follows = any(selection.extent(entry).start > selection.span.start for entry in entries)
    return ",\n".join(f"{name}: .{name}" for name in left) + ("," if follows else "")


def _suits(value: Type, wanted: Type) -> bool:
    """Whether a value is known well enough, and there whenever it has to be."""
    return ANY not in options(value) and (is_nullable(wanted) or not is_nullable(value))


def _source(selection: Selection, node: ast.Map | ast.TransformVariant) -> Mapping[str, Type]:
    """Return the fields of what is mapped; a list is mapped as a whole and has lists of them."""
    at = selection.extent(node.target).start
    if isinstance(node, ast.Map):
        of = selection.model.type_of(selection.extent(node.source)) or ANY
    else:
        of = SchemaOf(node.source.text) if node.source is not None else ANY
    return selection.model.members(of, at)


def _stored(selection: Selection) -> str | None:
    """Return the step that stores what the `map` right before has made."""
    block = selection.around(ast.Block)
    if block is None or block.inline or not _inside(selection, block):
        return None
    before = [one for one in block.steps if selection.extent(one).end <= selection.span.start]
    if not before or not isinstance(before[-1], ast.Map):
        return None
    step = before[-1]
    margin = placing.margin(selection.text, selection.extent(step).start)
    if placing.margin(selection.text, selection.span.start) != margin or any(
        True for one in block.steps for _ in below(one, ast.StoreStep)
    ):
        return None
    store, key = _store_for(selection, step.target.text), _key_of(selection, step)
    return f"store response -> {store} {{ key: .{key} }}" if store and key else None


def _store_for(selection: Selection, schema: str) -> str | None:
    """Return the store that is called as a schema is, else the only one."""
    mission = selection.body.mission if selection.body is not None else None
    model = selection.model
    own = [one.name for one in model.declarations("store") if one.mission in (mission, None)]
    stores = sorted({*own, *model.around.of("store")})
    name = schema.lower()
    plurals = (name, f"{name}s", f"{name}es", f"{name[:-1]}ies")
    named = [store for store in stores if store.lower() in plurals]
    found = named or stores
    return found[0] if len(found) == 1 else None


def _key_of(selection: Selection, step: ast.Map) -> str | None:
    """Return the field that tells the records of a schema apart, if it is plain which one."""
    at = selection.extent(step.target).start
    fields = [*selection.model.members(SchemaOf(step.target.text), at)]
    likely = [name for name in fields if name.endswith(("Id", "_id"))]
    return "id" if "id" in fields else likely[0] if len(likely) == 1 else None


def _inside(selection: Selection, node: Spanned) -> bool:
    """Whether the place is between the brackets of a node, on another line than the first."""
    extent = selection.extent(node)
    start = line_start(selection.text, selection.span.start)
    return extent.start < start and selection.span.start < extent.end


def _is_laid_out(selection: Selection, node: Spanned, entries: tuple[Spanned, ...]) -> bool:
    """Whether the place stands as far to the right as what stands around it."""
    own = placing.margin(selection.text, selection.span.start)
    if entries:
        return own == placing.margin(selection.text, selection.extent(entries[0]).start)
    around = placing.margin(selection.text, selection.extent(node).start)
    return own.startswith(around) and own != around
