"""What an option is for, and what the words mean that it may be given."""

from __future__ import annotations

from typing import Final

from reqon_language.features.hover.place import Hover, Place, answer
from reqon_language.features.option_at import GivenOption, option_at
from reqon_language.vocabulary.blocks import BLOCKS
from reqon_language.vocabulary.specs import OptionSpec, Shape

_SHAPES: Final[dict[Shape, str]] = {
    "value": "any value",
    "text": "text",
    "path": "path",
    "number": "number",
    "count": "whole number",
    "flag": "true | false",
    "duration": "duration",
    "open word": "other text",
    "block": "{ … }",
    "fields": "{ name: value }",
    "list": "[ … ]",
    "source": "source",
    "store": "store",
    "since": "lastSync | value",
}
_UNITS: Final = {"ms": "milliseconds", "s": "seconds"}


def option_hover(place: Place) -> Hover | None:
    """Return what the option key, or the word given to an option, means."""
    found = option_at(place.model, place.offset)
    if found is None:
        return None
    if found.entry.key.span.shift(found.offset) == place.leaf.span:
        spec = found.spec
        title = f"Option of `{BLOCKS[found.block].title}`."
        return answer(place.leaf.span, option_text(spec), spec.doc, option_facts(spec), title)
    return _word_hover(place, found)


def option_text(spec: OptionSpec) -> str:
    """Return an option with what it may be given: `backoff: exponential | linear | constant`."""
    shown = [*(spec.words or ()), *(text for s in spec.shapes if (text := _SHAPES.get(s, "")))]
    return f"{spec.key}: {' | '.join(shown)}"


def option_facts(spec: OptionSpec) -> str:
    """Return what else is known of an option, as sentences."""
    facts = []
    if spec.required:
        facts.append("Required.")
    if spec.default:
        facts.append(f"Default: {spec.default}.")
    if spec.plain_unit:
        facts.append(f"A plain number means {_UNITS[spec.plain_unit]}.")
    if spec.element:
        facts.append("`.field` reads from the current element.")
    return " ".join(facts)


def _word_hover(place: Place, found: GivenOption) -> Hover | None:
    """A word counts where the option's value begins, or anywhere in a list of triggers."""
    words = found.spec.words or {}
    meaning = words.get(place.text)
    begins = found.entry.value.span.start + found.offset == place.leaf.span.start
    if meaning is None or not (begins or "triggers" in found.spec.shapes):
        return _hyphenated(place, found)
    return answer(place.leaf.span, f"{found.spec.key}: {place.text}", meaning)


def _hyphenated(place: Place, found: GivenOption) -> Hover | None:
    """`wait-all` without quotes is read as a subtraction; it is one word all the same."""
    span = found.entry.value.span.shift(found.offset)
    written = place.tree.lines.text[span.start : span.end]
    meaning = (found.spec.words or {}).get(written)
    if meaning is None or not span.start <= place.offset <= span.end:
        return None
    return answer(span, f"{found.spec.key}: {written}", meaning)
