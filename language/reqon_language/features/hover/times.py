"""How long a length of time is, and when a schedule fires."""

from __future__ import annotations

from reqon_language.durations import exact, in_words, milliseconds
from reqon_language.features.hover.cron import cron_in_words
from reqon_language.features.hover.place import Hover, Place, answer
from reqon_language.features.option_at import option_at
from reqon_language.syntax.ast import Literal
from reqon_language.syntax.words import UNITS


def time_hover(place: Place) -> Hover | None:
    """Return the meaning of a duration, of a number that is one, or of a cron expression."""
    leaf = place.leaf
    if leaf.kind == "DURATION":
        return _length(place, leaf.span.start, leaf.span.end, milliseconds(place.text))
    if leaf.parent.kind == "duration":
        span = leaf.parent.span
        number, _, unit = place.tree.lines.text[span.start : span.end].partition(" ")
        length = _number(number)
        known = UNITS.get(unit.strip())
        found = length * known if length is not None and known else None
        return _length(place, span.start, span.end, found)
    if leaf.kind == "STRING" and _is_cron(place):
        words = cron_in_words(place.text)
        return answer(leaf.span, f"cron {leaf.token.text}", words) if words else None
    return _in_option(place)


def _in_option(place: Place) -> Hover | None:
    """A plain number or a string is a duration where an option wants one."""
    leaf = place.leaf
    if leaf.kind not in ("NUMBER", "STRING"):
        return None
    found = option_at(place.model, place.offset)
    if found is None or not found.spec.plain_unit or not isinstance(found.entry.value, Literal):
        return None
    unit = found.spec.plain_unit if leaf.kind == "NUMBER" else "ms"
    return _length(place, leaf.span.start, leaf.span.end, milliseconds(place.text, unit))


def _length(place: Place, start: int, end: int, length: float | None) -> Hover | None:
    if length is None:
        return None
    written = place.tree.lines.text[start:end]
    span = type(place.leaf.span)(start, end)
    return answer(span, "", f"`{written}` = {exact(length)} ms ({in_words(length)})")


def _is_cron(place: Place) -> bool:
    parent = place.leaf.parent
    text = place.tree.lines.text[parent.span.start : parent.span.end]
    return parent.kind in ("tagged", "call") and text.startswith("cron")


def _number(text: str) -> float | None:
    try:
        return float(text.replace("_", ""))
    except ValueError:
        return None
