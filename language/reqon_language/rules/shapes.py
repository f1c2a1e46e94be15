"""Whether the value of an option can be what the option wants.

Only what is wrong for certain is rejected: a variable or a call may turn out right.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reqon_language.rules.nearest import one_of
from reqon_language.rules.written import (
    call_of,
    is_count,
    is_duration_text,
    number_of,
    text_of,
    word_of,
)
from reqon_language.syntax import ast
from reqon_language.vocabulary.specs import OptionSpec, Shape

_FIXED = (ast.Literal, ast.Duration, ast.Array, ast.Object, ast.Tagged, ast.Every, ast.Lambda)


def fits(spec: OptionSpec, value: ast.Expression) -> bool:
    """Whether `value` may be given to the option."""
    if isinstance(value, ast.Missing | ast.Elision):
        return True
    return any(_TESTS[shape](spec, value) for shape in spec.shapes)


def wanted(spec: OptionSpec) -> str:
    """Return what the option wants, as a phrase for "must be …"."""
    phrases = [
        one_of(spec.words or ()) if shape == "word" else _PHRASES[shape] for shape in spec.shapes
    ]
    return " or ".join(dict.fromkeys(phrases))


def _is_text(_spec: OptionSpec, value: ast.Expression) -> bool:
    if isinstance(value, ast.Literal):
        return isinstance(value.value, str)
    return not isinstance(value, _FIXED)


def _is_number(_spec: OptionSpec, value: ast.Expression) -> bool:
    number = number_of(value)
    return number >= 0 if number is not None else not isinstance(value, _FIXED)


def _is_count(_spec: OptionSpec, value: ast.Expression) -> bool:
    number = number_of(value)
    return is_count(number) if number is not None else not isinstance(value, _FIXED)


def _is_flag(_spec: OptionSpec, value: ast.Expression) -> bool:
    if isinstance(value, ast.Literal):
        return isinstance(value.value, bool)
    return not isinstance(value, _FIXED)


def _is_duration(_spec: OptionSpec, value: ast.Expression) -> bool:
    if isinstance(value, ast.Duration):
        return value.milliseconds >= 0
    text = text_of(value)
    return is_duration_text(text) if text is not None else _is_number(_spec, value)


def _is_word(spec: OptionSpec, value: ast.Expression) -> bool:
    return word_of(value) in (spec.words or ())


def _is_open_word(_spec: OptionSpec, value: ast.Expression) -> bool:
    return word_of(value) is not None or not isinstance(value, _FIXED)


def _is_object(_spec: OptionSpec, value: ast.Expression) -> bool:
    return isinstance(value, ast.Object)


def _is_fields(_spec: OptionSpec, value: ast.Expression) -> bool:
    return isinstance(value, ast.Object) or not isinstance(value, _FIXED)


def _is_list(_spec: OptionSpec, value: ast.Expression) -> bool:
    return isinstance(value, ast.Array) or not isinstance(value, _FIXED)


def _is_name(_spec: OptionSpec, value: ast.Expression) -> bool:
    return isinstance(value, ast.Name) or _is_text(_spec, value)


def _is_store(_spec: OptionSpec, value: ast.Expression) -> bool:
    return isinstance(value, ast.Name) or text_of(value) is not None


def _is_pagination(_spec: OptionSpec, value: ast.Expression) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.function, ast.Name)


def _is_since(_spec: OptionSpec, value: ast.Expression) -> bool:
    return not isinstance(value, ast.Object | ast.Array)


def _is_schedule(spec: OptionSpec, value: ast.Expression) -> bool:
    if isinstance(value, ast.Tagged):
        return value.tag.text in (spec.words or ())
    return isinstance(value, ast.Every | ast.Duration) or call_of(value, "cron") is not None


def _is_trigger(spec: OptionSpec, value: ast.Expression) -> bool:
    if isinstance(value, ast.Pipe):
        return _is_trigger(spec, value.source) and _is_trigger(spec, value.target)
    if isinstance(value, ast.Filter):
        return _is_trigger(spec, value.source)
    if isinstance(value, ast.Tagged):
        return value.tag.text in ("webhook", "wait")
    return isinstance(value, ast.Name) and value.text == "timeout"


_TESTS: Final[dict[Shape, Callable[[OptionSpec, ast.Expression], bool]]] = {
    "value": lambda _spec, _value: True,
    "text": _is_text,
    "path": _is_text,
    "number": _is_number,
    "count": _is_count,
    "flag": _is_flag,
    "duration": _is_duration,
    "word": _is_word,
    "open word": _is_open_word,
    "block": _is_object,
    "fields": _is_fields,
    "list": _is_list,
    "source": _is_name,
    "store": _is_store,
    "pagination": _is_pagination,
    "since": _is_since,
    "schedule": _is_schedule,
    "triggers": _is_trigger,
}
_PHRASES: Final[dict[Shape, str]] = {
    "value": "a value",
    "text": "a string",
    "path": 'a path such as `"/approved"`',
    "number": "a number that is not negative",
    "count": "a whole number from 1",
    "flag": "`true` or `false`",
    "duration": "a duration such as `30s`, `15m` or `7 days`",
    "open word": "a word or a string",
    "block": "a block `{ … }`",
    "fields": "an object `{ name: value }`",
    "list": "a list `[ … ]`",
    "source": "a source",
    "store": "a store",
    "pagination": '`offset(name, size)`, `page(name, size)` or `cursor(name, size, "path")`',
    "since": "`lastSync` or a value",
    "schedule": '`every 6 hours`, `cron "0 2 * * *"` or `at "23:55"`',
    "triggers": '`timeout`, `webhook "/path"`, or both joined by `|`',
}
