"""The formatted text as edits: only the blanks and words that change, each for itself."""

from __future__ import annotations

from reqon_language.edits import TextEdit
from reqon_language.features.formatting.lists import COMMA
from reqon_language.features.formatting.range import statements_around
from reqon_language.features.formatting.safety import format_text
from reqon_language.syntax import Tree, parse
from reqon_language.syntax.ast import Span
from reqon_language.syntax.lexer import Lexed, lex


def format_edits(
    text: str, span: Span | None = None, tree: Tree | None = None
) -> tuple[TextEdit, ...]:
    """Return the edits that format `text`, in source order and without overlap.

    With a `span`, only the statements it touches are formatted: the run of whole statements
    of the innermost block around it. `tree` is that of the text, where the caller has it.
    """
    formatted = format_text(text, tree)
    if formatted == text:
        return ()
    edits = _aligned(text, formatted)
    if span is None:
        return tuple(edits)
    within = statements_around(tree or parse(text), span)
    return tuple(
        edit for edit in edits if within.start <= edit.span.start and edit.span.end <= within.end
    )


def _aligned(old: str, new: str) -> list[TextEdit]:
    """Walk the tokens of both texts side by side; they differ in commas and spelling only."""
    before, after = lex(old), lex(new)
    edits: list[TextEdit] = []
    here = there = place = position = 0
    while here < len(before.kinds):
        skipped = _at_comma(before, here) and not _at_comma(after, there)
        added = _at_comma(after, there) and not _at_comma(before, here)
        if skipped:
            here += 1
            continue
        if added:
            there += 1
            continue
        if there >= len(after.kinds):
            return [TextEdit(Span(0, len(old)), new)]
        start, target = before.starts[here], after.starts[there]
        _change(edits, old, Span(place, start), new[position:target])
        place, position = start + len(before.texts[here]), target + len(after.texts[there])
        _change(edits, old, Span(start, place), after.texts[there])
        here += 1
        there += 1
    return edits


def _at_comma(lexed: Lexed, index: int) -> bool:
    return index < len(lexed.kinds) and lexed.kinds[index] == COMMA


def _change(edits: list[TextEdit], old: str, span: Span, text: str) -> None:
    if old[span.start : span.end] != text:
        edits.append(TextEdit(span, text))
