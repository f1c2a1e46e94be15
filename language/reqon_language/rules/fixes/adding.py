"""Put options into the block of a step, a source or a call, or give it its first block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.rules.fix import Fix, Safety
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context
from reqon_language.rules.nodes import Spanned
from reqon_language.syntax import ast
from reqon_language.text import line_start

_WIDTH: Final = 100
"""How long a line may be: what the formatter keeps to."""


def add(
    context: Context, owner: Spanned, block: ast.Object | None, *new: str, first: bool = False
) -> tuple[TextEdit, ...]:
    """Return the edits that add options to a block of `owner`, at its end or, on demand, begin.

    A block that is not closed gets none. Without a `block` one is put behind `owner`.
    """
    text = context.text
    if block is None:
        at = context.extent(owner).end
        extent, entries = ast.Span(at, at), []
    else:
        extent, entries = context.extent(block), [*map(context.extent, block.entries)]
        if not (text[extent.start] == "{" and text[extent.end - 1] == "}"):
            return ()
    lines = [*new, *map(context.at, entries)] if first else [*map(context.at, entries), *new]
    if _is_too_long(text, extent, lines):
        return (_opened(text, extent, lines),)
    if block is None:
        inside = ", ".join(map(placing.on_one_line, new))
        return (placing.insert(extent.end, f" {{ {inside} }}"),)
    if first and entries:
        return (placing.first_option(text, extent, entries[0], new),)
    return placing.option(text, extent, entries[-1] if entries else None, ",\n".join(new))


def offer(
    context: Context,
    title: str,
    owner: Spanned,
    block: ast.Object | None,
    *new: str,
    first: bool = False,
    safety: Safety | None = None,
    blanks: tuple[str, ...] = (),
) -> Iterator[Fix]:
    """Yield the fix that adds options to a block of `owner`, if it can be done."""
    edits = add(context, owner, block, *new, first=first)
    if edits:
        yield context.fix(title, *edits, safety=safety, blanks=blanks)


def make_room(context: Context, block: ast.Object | None, more: int) -> tuple[TextEdit, ...]:
    """Return the edits that lay a block open whose line becomes too long with `more` signs."""
    if block is None or not block.entries:
        return ()
    extent = context.extent(block)
    lines = [*map(context.at, map(context.extent, block.entries))]
    too_long = _is_too_long(context.text, extent, lines, more)
    return (_opened(context.text, extent, lines),) if too_long else ()


def _is_too_long(text: str, block: ast.Span, lines: list[str], more: int = 0) -> bool:
    """Whether a block on one line, the last thing on it, would make that line too long."""
    start, before = line_start(text, block.start), text[block.start - 1 : block.start]
    head, inside = text[start : block.start], text[block.start : block.end]
    if "{" in head or "\n" in inside or "/*" in inside:
        return False
    ends = placing.LINE_END.match(text, block.end) or block.end == len(text)
    listed = ", ".join(map(placing.on_one_line, lines))
    width = len(head) + len(before.strip()) + len(listed) + len("{  }") + more
    return bool(ends) and width > _WIDTH


def _opened(text: str, block: ast.Span, lines: list[str]) -> TextEdit:
    indent = placing.margin(text, block.start)
    opening = "{" if text[block.start - 1].isspace() else " {"
    inner = ",".join(f"\n{line}" for line in lines).replace("\n", f"\n{placing.STEP}")
    return TextEdit(block, placing.laid_out(text, f"{opening}{inner}\n}}", indent))
