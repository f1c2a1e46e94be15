"""Changes of a text as values: what stands where, and what is put in its place."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
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
    for edit in in_order(edits):
        if edit.span.start < at:
            message = f"edits overlap at {edit.span.start}"
            raise ValueError(message)
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*parts, text[at:]])


def in_order(edits: Iterable[TextEdit]) -> list[TextEdit]:
    """Return edits in the order of the text."""
    return sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))


def composed(
    text: str, first: Iterable[TextEdit], second: Iterable[TextEdit]
) -> tuple[TextEdit, ...]:
    """Return the edits of `text` that do what `first` and then `second` do.

    `second` counts in the text that `first` leaves. What neither touches stays untouched.
    """
    waiting = deque(_pieces(text, first))
    made: list[Span | str] = []
    at = 0
    for edit in in_order(second):
        made += _taken(waiting, edit.span.start - at)
        _taken(waiting, edit.span.end - edit.span.start)
        made.append(edit.text)
        at = edit.span.end
    return tuple(_between(text, [*made, *waiting]))


def _pieces(text: str, edits: Iterable[TextEdit]) -> Iterator[Span | str]:
    """Yield what an edited text is made of: spans of the old one, and what is new."""
    at = 0
    for edit in in_order(edits):
        yield Span(at, edit.span.start)
        yield edit.text
        at = edit.span.end
    yield Span(at, len(text))


def _taken(pieces: deque[Span | str], length: int) -> list[Span | str]:
    """Take the first `length` code points off some pieces and return them."""
    taken: list[Span | str] = []
    while length:
        piece = pieces.popleft()
        size = len(piece) if isinstance(piece, str) else piece.end - piece.start
        if size > length:
            head, rest = _split(piece, length)
            pieces.appendleft(rest)
            piece, size = head, length
        taken.append(piece)
        length -= size
    return taken


def _split(piece: Span | str, at: int) -> tuple[Span | str, Span | str]:
    if isinstance(piece, str):
        return piece[:at], piece[at:]
    middle = piece.start + at
    return Span(piece.start, middle), Span(middle, piece.end)


def _between(text: str, pieces: Iterable[Span | str]) -> Iterator[TextEdit]:
    """Yield the edits that make `text` what the pieces are."""
    at, new = 0, ""
    for piece in (*pieces, Span(len(text), len(text))):
        if isinstance(piece, str):
            new += piece
        elif piece.start < piece.end or piece.start == len(text):
            if text[at : piece.start] != new:
                yield TextEdit(Span(at, piece.start), new)
            at, new = piece.end, ""
