"""Edits of a formatted text that leave it formatted."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from reqon_language.edits import TextEdit, apply_edits
from reqon_language.features.formatting import format_text
from reqon_language.syntax.ast import Span
from reqon_language.text import LineIndex, Position


def tidied(text: str, edits: Sequence[TextEdit]) -> tuple[TextEdit, ...]:
    """Return edits that do the same and lay out what they change, where `text` is laid out."""
    changed = apply_edits(text, edits)
    formatted = format_text(changed)
    if formatted == changed or format_text(text) != text:
        return tuple(sorted(edits, key=lambda edit: edit.span.start))
    return _difference(text, formatted)


def _difference(old: str, new: str) -> tuple[TextEdit, ...]:
    """Return the lines that differ as edits."""
    before, after = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    return tuple(
        TextEdit(Span(starts[first], starts[last]), "".join(after[low:high]))
        for tag, first, last, low, high in matcher.get_opcodes()
        if tag != "equal"
    )


def _lines(text: str) -> list[str]:
    index = LineIndex(text)
    starts = [index.offset(Position(line, 0)) for line in range(index.line_count)]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
