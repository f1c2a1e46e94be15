"""Functions of strings. Numbers and booleans are taken as their text; null stays null."""

from __future__ import annotations

from functools import partial
from typing import Final

from reqon_language.functions.function import Function, may, need, rest

_TEXT: Final = need("text", "string")
_row: Final = partial(Function, "strings")


def _of_text(name: str, doc: str, example: str) -> Function:
    return _row(name, (_TEXT,), "string", doc, example)


STRINGS: Final = (
    _row(
        "concat",
        (rest("values", "any"),),
        "string | array",
        "The arguments joined: arrays to one array, anything else to text, where null is empty.",
        'concat("a", 1, null, "b") == "a1b"',
    ),
    _of_text("lowercase", "The text in small letters.", 'lowercase("AbC") == "abc"'),
    _of_text("uppercase", "The text in capital letters.", 'uppercase("AbC") == "ABC"'),
    _of_text("lower", "The same as `lowercase`.", 'lower("AbC") == "abc"'),
    _of_text("upper", "The same as `uppercase`.", 'upper("AbC") == "ABC"'),
    _of_text(
        "capitalize",
        "The first letter made a capital, the rest left as it is.",
        'capitalize("new York") == "New York"',
    ),
    _of_text("kebabCase", "The words joined by hyphens.", 'kebabCase("orderId") == "order-id"'),
    _of_text("snakeCase", "The words joined by `_`.", 'snakeCase("Order ID") == "order_id"'),
    _of_text(
        "camelCase",
        "The words run together, each but the first with a capital.",
        'camelCase("order_id") == "orderId"',
    ),
    _row(
        "substring",
        (_TEXT, need("start", "integer"), may("end", "integer")),
        "string",
        "The characters from `start` up to, but not including, `end`, counted from 0.",
        'substring("hello", 0, 2) == "he"',
    ),
    _row(
        "split",
        (_TEXT, need("separator", "string")),
        "array<string>",
        "The parts between separators; an empty separator gives the characters.",
        'split("a,b", ",") == ["a", "b"]',
    ),
    _row(
        "join",
        (need("xs", "array"), may("separator", "string")),
        "string",
        "The elements as text with the separator, by default a comma, between them.",
        'join([1, 2], "-") == "1-2"',
    ),
    _row(
        "replace",
        (_TEXT, need("search", "string"), need("replacement", "string")),
        "string",
        "The text with every occurrence of `search` replaced.",
        'replace("hello", "l", "L") == "heLLo"',
    ),
    _of_text("trim", "The text without blanks at its ends.", 'trim(" a ") == "a"'),
    _of_text("trimStart", "The text without blanks before it.", 'trimStart(" a ") == "a "'),
    _of_text("trimEnd", "The text without blanks after it.", 'trimEnd(" a ") == " a"'),
    _of_text(
        "slugify",
        "The text as part of a URL: small letters and digits without accents, joined by hyphens.",
        'slugify("Crème brûlée!") == "creme-brulee"',
    ),
)
