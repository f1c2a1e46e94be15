"""The fields of a schema that a mapping does not set yet, each from the field of its own name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.model.types import SchemaOf
from reqon_language.rules.fixes import placing
from reqon_language.syntax import ast
from reqon_language.syntax.keys import is_word


def add_mapping_fields(selection: Selection) -> Iterator[Offer]:
    """Offer it on a mapping to a known schema that spreads nothing in."""
    node = selection.around(ast.Map) or selection.around(ast.TransformVariant)
    if node is None or node.mappings is None:
        return
    entries = node.mappings.entries
    if any(not isinstance(entry, ast.Entry) for entry in entries):
        return
    known = {entry.key.text for entry in entries if isinstance(entry, ast.Entry)}
    at = selection.extent(node.target).start
    fields = selection.model.members(SchemaOf(node.target.text), at)
    there = _source_fields(selection, node)
    missing = [
        name
        for name in fields
        if is_word(name)
        and name not in known
        and name != "length"
        and (there is None or name in there)
    ]
    if not missing:
        return

    def make() -> tuple[TextEdit, ...]:
        block = selection.extent(node.mappings) if node.mappings is not None else selection.span
        last = selection.extent(entries[-1]) if entries else None
        lines = ",\n".join(f"{name}: .{name}" for name in missing)
        return placing.option(selection.text, block, last, lines)

    title = f"Set {', '.join(f'`{name}`' for name in missing[:3])}"
    more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    yield Offer("add fields", f"{title}{more}", "refactor.rewrite", make)


def _source_fields(
    selection: Selection, node: ast.Map | ast.TransformVariant
) -> Collection[str] | None:
    """Return the fields of what is mapped, None where they are not known."""
    at = selection.extent(node.target).start
    if isinstance(node, ast.Map):
        of = selection.model.type_of(selection.extent(node.source))
    else:
        of = SchemaOf(node.source.text) if node.source is not None else None
    fields = selection.model.members(of, at) if of is not None else {}
    return fields or None
