"""RQ7003: durations in words, `6 hours`, whose unit is missing or misspelt.

The parser reads the number and stumbles over the word, so this looks at both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import FileModel
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.nearest import one_of, unknown
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import is_count, number_of
from reqon_language.syntax import Tree, ast
from reqon_language.vocabulary.words import TIME_UNITS

UNIT: Final = Rule(
    "RQ7003",
    "error",
    "unknown time unit",
    what="Reports a duration whose unit is missing or unknown.",
    why="How long it is cannot be told.",
    fix="Use seconds, minutes, hours, days or weeks.",
    bad="schedule: every 6 hous",
    good="schedule: every 6 hours",
    frame="members",
)

RULES: Final = (UNIT,)


def check_units(tree: Tree, model: FileModel) -> Iterator[tuple[ast.Span, Diagnostic]]:
    """Yield findings with their spans; a finding replaces a syntax error of the same span."""
    errors = {error.span.start: error.span for error in tree.errors}
    text = tree.lines.text
    for section, body in model.placed():
        if not isinstance(body.node, ast.Option):
            continue
        offset = section.offset + body.offset
        value = body.node.entry.value
        interval = value.interval if isinstance(value, ast.Every) else value
        number = number_of(interval)
        if number is None:
            continue
        end = offset + body.node.span.end
        rest = text[end : end + 80]
        span = errors.get(end + len(rest) - len(rest.lstrip(" \t")))
        word = text[span.start : span.end] if span else ""
        if span is not None and word.isalpha():
            yield span, unknown_unit(ast.Identifier(span, word), interval)
        elif isinstance(value, ast.Every) and is_count(number):
            unit = "hour" if number == 1 else "hours"
            place = interval.span.shift(offset)
            message = f"`every {number}` has no time unit; did you mean `every {number} {unit}`?"
            yield place, UNIT.at(place, message, suggestion=f"{number} {unit}")


def unknown_unit(word: ast.Identifier, number: ast.Expression) -> Diagnostic:
    """Report a word that stands behind a number as its unit, and is none."""
    units = TIME_UNITS if number_of(number) == 1 else [f"{unit}s" for unit in TIME_UNITS]
    meant = next((unit for unit in units if unit.startswith(word.text.lower().rstrip("s"))), None)
    message = f"unknown time unit `{word.text}`"
    if meant is not None:
        message = f"{message}; did you mean `{meant}`?"
        return UNIT.at(word.span, message, suggestion=meant)
    otherwise = f"use {one_of(units)}"
    return unknown(UNIT, word.span, message, units, word=word.text, otherwise=otherwise)
