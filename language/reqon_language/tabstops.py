"""Edits after which an editor leads through the places that only the author can write.

The syntax is that of snippets in the Language Server Protocol (3.18): `${1:text}` is the first
place to go to, and places of one number are written together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from reqon_language.edits import TextEdit, in_order
from reqon_language.syntax.ast import Span

Stop: TypeAlias = tuple[Span, ...]
"""Places of a text that is edited already, written together when the editor gets there."""

_SPECIAL: Final = re.compile(r"[\\$}]")
_KEY: Final = re.compile(r'(?:(?:\w+|"[^"]*"):|\?\?) ')
_QUOTES: Final = ('"', "'")


@dataclass(frozen=True, slots=True)
class SnippetEdit:
    """Replace a span, in code points of the old text, by what a snippet says."""

    span: Span
    snippet: str


def blanks(edits: Iterable[TextEdit], words: Sequence[str]) -> tuple[Stop, ...]:
    """Return where words stand in what edits put in, each behind the one before.

    Of an option `key: value`, or a default `?? value`, that is the value; of a string what its
    quotes enclose.
    """
    found: list[Stop] = []
    waiting = list(words)
    for edit, at in _shifted(in_order(edits)):
        start = 0
        while waiting:
            word = re.compile(rf"(?<!\w){re.escape(waiting[0])}(?!\w)")
            match = word.search(edit.text, start)
            if match is None:
                break
            key = _KEY.match(waiting.pop(0))
            value = match.start() + (key.end() if key is not None else 0)
            start, quoted = match.end(), match[0].endswith(_QUOTES)
            found.append((Span(at + value + quoted, at + start - quoted),))
    return tuple(found)


def snippet_edits(
    text: str, edits: Iterable[TextEdit], stops: Sequence[Stop]
) -> tuple[TextEdit | SnippetEdit, ...]:
    """Return edits of `text` as snippets where they hold `stops`, in the order of the text.

    An editor may lay the lines of a snippet out like the line it begins in, and there is no
    telling it not to. So an edit of several lines begins where its first line does: there is
    nothing that could be added to the others.
    """
    if not stops:
        return tuple(in_order(edits))
    return tuple(_snippet(edit, at, stops) for edit, at in _shifted(_from_line_starts(text, edits)))


def _shifted(edits: Iterable[TextEdit]) -> Iterator[tuple[TextEdit, int]]:
    """Yield edits in order, and where each one's text begins in what they leave."""
    shift = 0
    for edit in edits:
        yield edit, edit.span.start + shift
        shift += len(edit.text) - (edit.span.end - edit.span.start)


def _from_line_starts(text: str, edits: Iterable[TextEdit]) -> list[TextEdit]:
    """Return edits that do the same, those of several lines from the start of their first one."""
    made: list[TextEdit] = []
    for edit in in_order(edits):
        wider = edit
        while "\n" in wider.text or "\r" in wider.text:
            start = wider.span.start
            line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
            before = made.pop() if made and made[-1].span.end > line else None
            if before is None:
                wider = TextEdit(Span(line, wider.span.end), text[line:start] + wider.text)
                break
            between = text[before.span.end : start]
            wider = TextEdit(
                Span(before.span.start, wider.span.end), before.text + between + wider.text
            )
        made.append(wider)
    return made


def _snippet(edit: TextEdit, at: int, stops: Sequence[Stop]) -> TextEdit | SnippetEdit:
    inside = sorted(
        (span.start - at, span.end - at, number)
        for number, stop in enumerate(stops, 1)
        for span in stop
        if at <= span.start and span.end <= at + len(edit.text)
    )
    if not inside:
        return edit
    parts, place = [], 0
    for start, end, number in inside:
        shown = f":{_escaped(edit.text[start:end])}" if start < end else ""
        parts += [_escaped(edit.text[place:start]), f"${{{number}{shown}}}"]
        place = end
    return SnippetEdit(edit.span, "".join([*parts, _escaped(edit.text[place:])]))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
