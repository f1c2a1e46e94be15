"""Options in the order of the reference, which puts what matters most first."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.model.facts import OptionBlock
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span
from reqon_language.vocabulary.blocks import BLOCKS


def sort_options(selection: Selection) -> Iterator[Offer]:
    """Offer it in a block of known options that stands in another order and has no comments.

    Only the entries change places, so commas, lines and margins stay as they are.
    """
    block = _innermost(selection)
    if block is None:
        return
    entries = [entry for entry in block.entries if isinstance(entry, ast.Entry)]
    order = [*BLOCKS[block.block].options]
    keys = [entry.key.text for entry in entries]
    if len(entries) != len(block.entries) or len(entries) < 2 or not {*keys} <= {*order}:
        return
    between = Span(entries[0].span.start, entries[-1].span.end)
    wanted = sorted(entries, key=lambda entry: order.index(entry.key.text))
    sorted_already = wanted == entries or len({*keys}) < len(keys)
    whole = between.shift(selection.body.offset if selection.body is not None else 0)
    if sorted_already or selection.commented(whole):
        return

    def make() -> tuple[TextEdit, ...]:
        return tuple(
            selection.replace(old, selection.written(new))
            for old, new in zip(entries, wanted, strict=True)
            if old is not new
        )

    yield Offer("sort options", "Sort options", "refactor.rewrite", make)


def _innermost(selection: Selection) -> OptionBlock | None:
    if selection.body is None:
        return None
    at = selection.trimmed.shift(-selection.body.offset)
    around = [
        block
        for block in selection.body.facts.blocks
        if block.span.start <= at.start and at.end <= block.span.end
    ]
    return min(around, key=lambda block: block.span.end - block.span.start, default=None)
