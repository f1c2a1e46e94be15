"""Where text goes in and comes out, so that a well laid out file stays so.

The one place that knows of margins, line ends, commas and empty lines. Everything is told in
absolute code points of `text`; new text is given with `\\n` and two blanks per level, and put
in with the line end and the margin of the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.syntax.ast import Span
from reqon_language.text import line_start

STEP: Final = "  "
"""One level of indentation."""

_END: Final = r"(?:\r\n|\n|\r(?!\n))"
LINE_END: Final = re.compile(_END)
_EMPTY_LINE: Final = re.compile(rf"[ \t]*{_END}")
_EMPTY_LINE_BEFORE: Final = re.compile(rf"(?:\A|{_END})([ \t]*{_END})\Z")
_CLOSING_LINE: Final = re.compile(r"[ \t]*[}\])]")
_REST: Final = re.compile(r"[ \t]*(?:/\*[^\r\n]*?\*/[ \t]*)*(?:(?://|#)[^\r\n]*)?(?=[\r\n]|\Z)")
_GAP: Final = re.compile(r"(?:[\s\ufeff]|//[^\r\n]*|#[^\r\n]*|/\*[\s\S]*?\*/)*")
_BLANKS: Final = " \t"


def line_end(text: str) -> str:
    """Return what ends the lines of a text: what ends its first one."""
    found = LINE_END.search(text)
    return found[0] if found else "\n"


def margin(text: str, offset: int) -> str:
    """Return the blanks that the line of `offset` begins with."""
    start = line_start(text, offset)
    stop = start
    while stop < len(text) and text[stop] in _BLANKS:
        stop += 1
    return text[start:stop]


def begins_line(text: str, offset: int) -> bool:
    """Whether only blanks stand before `offset` on its line."""
    return not text[line_start(text, offset) : offset].strip(_BLANKS)


def rest_of_line(text: str, offset: int) -> int | None:
    """Return where the line of `offset` ends, if nothing but comments follow on it."""
    found = _REST.match(text, offset)
    return found.end() if found else None


def skip_gap(text: str, offset: int) -> int:
    """Return where the next token begins, behind blanks and comments."""
    found = _GAP.match(text, offset)
    return found.end() if found else offset


def insert(offset: int, text: str) -> TextEdit:
    """Put `text` in at `offset`."""
    return TextEdit(Span(offset, offset), text)


def laid_out(text: str, new: str, indent: str) -> str:
    """Return lines that were written for column 0 as they stand behind `indent` in `text`."""
    return new.replace("\n", line_end(text) + indent)


def flush(text: str, span: Span) -> str:
    """Return the lines of a span as they are written for column 0: what `laid_out` undoes."""
    first, *rest = LINE_END.split(text[span.start : span.end])
    indent = margin(text, span.start)
    return "\n".join([first, *(line.removeprefix(indent) for line in rest)])


def on_one_line(new: str) -> str:
    """Return lines as one."""
    return re.sub(r"\s*\n\s*", " ", new)


def before(text: str, offset: int, new: str) -> TextEdit:
    """Put a statement before the one that begins at `offset`."""
    if not begins_line(text, offset):
        return insert(offset, on_one_line(new) + " ")
    indent = margin(text, offset)
    return insert(offset, laid_out(text, f"{new}\n", indent))


def after(text: str, span: Span, new: str, *, gap: bool = False) -> TextEdit:
    """Put a statement behind another one, below an empty line if there is to be a `gap`."""
    stop = rest_of_line(text, span.end)
    if stop is None:
        return insert(span.end, f" {on_one_line(new)}")
    indent = margin(text, span.start)
    lead = line_end(text) if gap else ""
    return insert(stop, lead + laid_out(text, f"\n{new}", indent))


def removal(text: str, span: Span) -> TextEdit:
    """Take a statement out, with its line where it has it for itself; comments stay."""
    only = _emptied(text, span)
    if only is not None:
        return only
    start, stop = line_start(text, span.start), span.end
    while stop < len(text) and text[stop] in _BLANKS:
        stop += 1
    ending = LINE_END.match(text, stop)
    alone = begins_line(text, span.start)
    if alone and (ending or stop == len(text)):
        if ending is None:
            return TextEdit(Span(_end_before(text, start), stop), "")
        return TextEdit(_without_gap(text, Span(start, ending.end())), "")
    if ending or stop == len(text):
        start = span.start
        while start and text[start - 1] in _BLANKS:
            start -= 1
        return TextEdit(Span(start, span.end), "")
    return TextEdit(Span(span.start, stop), "")


def _emptied(text: str, span: Span) -> TextEdit | None:
    """Take out all that stands between two brackets, with the blanks around it."""
    start, stop = len(text[: span.start].rstrip()), len(text) - len(text[span.end :].lstrip())
    line = text[line_start(text, start) : start]
    commented = any(sign in line for sign in ("//", "#", "/*"))
    if line[-1:] in ("{", "[", "(") and text[stop : stop + 1] in ("}", "]", ")") and not commented:
        return TextEdit(Span(start, stop), "")
    return None


def _end_before(text: str, start: int) -> int:
    """Return where the line before the one that begins at `start` ends."""
    return len(LINE_END.sub("", text[max(start - 2, 0) : start])) + max(start - 2, 0)


def _without_gap(text: str, lines: Span) -> Span:
    """Widen a removal of lines over an empty line that would be one too many."""
    above = text[: lines.start].rstrip(_BLANKS)
    following = _EMPTY_LINE.match(text, lines.end)
    first = not above.strip() or above.rstrip("\r\n" + _BLANKS)[-1:] in ("{", "[", "(")
    preceding = _EMPTY_LINE_BEFORE.search(text[: lines.start])
    if following and (first or preceding):
        return Span(lines.start, following.end())
    if preceding and _CLOSING_LINE.match(text, lines.end):
        return Span(preceding.start(1), lines.end)
    return lines


def entry_removal(text: str, span: Span, comma_before: int | None) -> tuple[TextEdit, ...]:
    """Take an entry out of a list, with the comma behind it, else the one before.

    `comma_before` is the offset of the comma that parts it from the entry before, if any.
    """
    following = skip_gap(text, span.end)
    if text[following : following + 1] == ",":
        if not text[span.end : following].strip():
            return (removal(text, Span(span.start, following + 1)),)
        return removal(text, span), TextEdit(Span(following, following + 1), "")
    if comma_before is None:
        return (removal(text, span),)
    if not text[comma_before + 1 : span.start].strip(_BLANKS):
        return (TextEdit(Span(comma_before, span.end), ""),)
    return TextEdit(Span(comma_before, comma_before + 1), ""), removal(text, span)


def option(text: str, block: Span, last: Span | None, new: str) -> tuple[TextEdit, ...]:
    """Put an option at the end of a `{…}` block, whose last entry is at `last`, if it has one."""
    if last is None:
        inside = text[block.start + 1 : block.end - 1]
        if inside.strip():
            return (insert(block.start + 1, f" {on_one_line(new)},"),)
        return (TextEdit(Span(block.start + 1, block.end - 1), f" {on_one_line(new)} "),)
    following = skip_gap(text, last.end)
    comma = text[following : following + 1] == ","
    stop = rest_of_line(text, following + 1 if comma else last.end)
    if stop is None or not begins_line(text, last.start):
        at = following + 1 if comma else last.end
        return (insert(at, f"{'' if comma else ','} {on_one_line(new)}"),)
    lines = laid_out(text, f"\n{new}", margin(text, last.start))
    if comma or stop == last.end:
        return (insert(stop, lines if comma else f",{lines}"),)
    return insert(last.end, ","), insert(stop, lines)


def first_option(text: str, block: Span, first: Span, new: Iterable[str]) -> TextEdit:
    """Put options at the beginning of a `{…}` block, before the entry at `first`."""
    stop = rest_of_line(text, block.start + 1)
    if stop is None or not begins_line(text, first.start):
        return insert(first.start, "".join(f"{on_one_line(option)}, " for option in new))
    lines = "".join(f"\n{option}," for option in new)
    return insert(stop, laid_out(text, lines, margin(text, first.start)))
