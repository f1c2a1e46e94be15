"""Changes of a text as values: what stands where, and what is put in its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reqon_language.syntax.ast import Span


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace a span, in code points of the old text, by `text`."""

    span: Span
    text: str

    def touches(self, other: TextEdit) -> bool:
        """Whether two edits overlap or meet, so that one could change what the other means."""
        return self.span.start <= other.span.end and other.span.start <= self.span.end


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return `text` with all edits made; they must not overlap, in which order does not matter."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        if edit.span.start < at:
            message = f"edits overlap at {edit.span.start}"
            raise ValueError(message)
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*parts, text[at:]])
