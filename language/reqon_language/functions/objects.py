"""Functions of objects; null is an object without members."""

from __future__ import annotations

from functools import partial
from typing import Final

from reqon_language.functions.function import Function, need, rest

_OBJECT: Final = need("object", "object")
_row: Final = partial(Function, "objects")

OBJECTS: Final = (
    _row(
        "keys",
        (need("object", "object | store"),),
        "array<string>",
        "The member names of an object or the keys of a store, in order.",
        'keys({ a: 1, b: 2 }) == ["a", "b"]',
    ),
    _row(
        "values",
        (need("object", "object | store"),),
        "array",
        "The member values of an object or the records of a store, in order.",
        "values({ a: 1, b: 2 }) == [1, 2]",
    ),
    _row(
        "entries",
        (need("object", "object | store"),),
        "array<array>",
        "The members as pairs of name and value.",
        'entries({ a: 1 }) == [["a", 1]]',
    ),
    _row(
        "hasKey",
        (need("object", "object | store"), need("key", "any")),
        "boolean",
        "Whether an object has the member, even a null one, or a store the key.",
        'hasKey({ a: null }, "a")',
    ),
    _row(
        "pick",
        (_OBJECT, rest("keys", "string | array<string>")),
        "object",
        "The object with only these members.",
        'pick({ a: 1, b: 2 }, ["a"]) == { a: 1 }',
    ),
    _row(
        "omit",
        (_OBJECT, rest("keys", "string | array<string>")),
        "object",
        "The object without these members.",
        'omit({ a: 1, b: 2 }, ["a"]) == { b: 2 }',
    ),
    _row(
        "merge",
        (rest("objects", "object"),),
        "object",
        "The members of all objects; a later object wins.",
        "merge({ a: 1, b: 1 }, { b: 2 }) == { a: 1, b: 2 }",
    ),
    _row(
        "get",
        (need("container", "store | object | array"), need("key", "any")),
        "any",
        "The record, member or element under `key`, or null.",
        'get({ a: 1 }, "a") == 1',
    ),
)
