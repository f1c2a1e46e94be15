"""Functions of strings; of null they answer null."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final

from reqon.errors import EvaluationError
from reqon.functions.arguments import elements, integer, is_null, string
from reqon.values import MISSING, as_list, text

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD: Final = re.compile(r"[^\W_]+")
_SLUG_WORD: Final = re.compile(r"[a-z0-9]+")


def _of_text(name: str, function: Callable[[str], str]) -> Callable[[Any], str | None]:
    """Make a function of text answer null for null and take scalars as text."""

    def apply(value: Any) -> str | None:
        if isinstance(value, str):
            return function(value)
        return None if is_null(value) else function(string(value, name))

    return apply


def _words(value: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(_HUMP.sub(" ", value))]


def _capitalize(value: str) -> str:
    return value[:1].upper() + value[1:]


def _camel_case(value: str) -> str:
    first, *others = _words(value) or [""]
    return first + "".join(map(_capitalize, others))


def _slugify(value: str) -> str:
    return "-".join(_SLUG_WORD.findall(_without_accents(value).lower()))


def _without_accents(value: str) -> str:
    decomposed = unicodedata.normalize("NFKD", value)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def concat(*values: Any) -> Any:
    """Join arrays to an array, or anything else to text; null is empty either way."""
    given = [value for value in values if not is_null(value)]
    arrays = [items for value in given if (items := as_list(value)) is not None]
    if not arrays:
        return "".join(map(text, given))
    if len(arrays) < len(given):
        raise EvaluationError(
            "`concat` cannot join arrays with other values",
            help="Put single values in brackets: concat(xs, [x]).",
        )
    return [item for items in arrays for item in items]


def substring(value: Any, start: Any, end: Any = MISSING) -> str | None:
    """Return the characters from `start` up to `end`; places outside the text are clamped."""
    if is_null(value):
        return None
    content = string(value, "substring")
    low = max(0, integer(start, "substring"))
    high = len(content) if is_null(end) else max(0, integer(end, "substring"))
    return content[low:high]


def split(value: Any, separator: Any) -> list[str] | None:
    """Return the parts between separators."""
    if is_null(value):
        return None
    content, mark = string(value, "split"), string(separator, "split")
    return content.split(mark) if mark else list(content)


def join(values: Any, separator: Any = ",") -> str:
    """Return the elements as text with the separator between them."""
    return string(separator, "join").join(text(item) for item in elements(values, "join"))


def replace(value: Any, search: Any, replacement: Any) -> str | None:
    """Return the text with every occurrence of `search` replaced."""
    if is_null(value):
        return None
    content, sought = string(value, "replace"), string(search, "replace")
    return content.replace(sought, string(replacement, "replace")) if sought else content


_TEXT_FUNCTIONS: Final[dict[str, Callable[[str], str]]] = {
    "lowercase": str.lower,
    "uppercase": str.upper,
    "lower": str.lower,
    "upper": str.upper,
    "capitalize": _capitalize,
    "kebabCase": lambda value: "-".join(_words(value)),
    "snakeCase": lambda value: "_".join(_words(value)),
    "camelCase": _camel_case,
    "trim": str.strip,
    "trimStart": str.lstrip,
    "trimEnd": str.rstrip,
    "slugify": _slugify,
}

IMPLEMENTATIONS: Final[dict[str, Callable[..., Any]]] = {
    **{name: _of_text(name, function) for name, function in _TEXT_FUNCTIONS.items()},
    "concat": concat,
    "substring": substring,
    "split": split,
    "join": join,
    "replace": replace,
}
