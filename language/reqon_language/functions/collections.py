"""Functions of arrays and stores."""

from __future__ import annotations

from functools import partial
from typing import Final

from reqon_language.functions.function import Function, Parameter, each, may, need, rest

_ARRAY: Final = need("xs", "array | store")
_row: Final = partial(Function, "collections")

COLLECTIONS: Final = (
    _row(
        "length",
        (need("value", "any"),),
        "integer",
        "The number of elements of an array, records of a store or characters of a string; "
        "0 for anything else. `xs.length` means the same.",
        "length([1, 2, 3]) == 3",
    ),
    _row(
        "count",
        (need("value", "any"),),
        "integer",
        "The same as `length`.",
        'count(["a", "b"]) == 2',
    ),
    _row(
        "first",
        (_ARRAY,),
        "element | null",
        "The first element, or null when there is none.",
        "first([3, 1, 2]) == 3",
    ),
    _row(
        "last",
        (_ARRAY,),
        "element | null",
        "The last element, or null when there is none.",
        "last([3, 1, 2]) == 2",
    ),
    _row(
        "sum",
        (_ARRAY, each("value", "number", optional=True)),
        "number",
        "The sum of the elements, or of `value` for each; null counts as nothing.",
        "sum([1, null, 2]) == 3",
    ),
    _row(
        "avg",
        (_ARRAY, each("value", "number", optional=True)),
        "number | null",
        "The arithmetic mean, nulls left out; null when there is nothing to average.",
        "avg([1, 2, 6]) == 3",
    ),
    _row(
        "median",
        (_ARRAY, each("value", "number", optional=True)),
        "number | null",
        "The middle value, nulls left out; null when there is none.",
        "median([9, 1, 2, 4]) == 3",
    ),
    _row(
        "product",
        (_ARRAY, each("value", "number", optional=True)),
        "number",
        "The elements multiplied, nulls left out.",
        "product([2, 3, 4]) == 24",
    ),
    _row(
        "min",
        (rest("values", "any"),),
        "any",
        "The smallest of the arguments, or of one array; null when there is none.",
        "min(3, 1, 2) == 1",
    ),
    _row(
        "max",
        (rest("values", "any"),),
        "any",
        "The greatest of the arguments, or of one array; null when there is none.",
        "max([3, 1, 2]) == 3",
    ),
    _row(
        "includes",
        (need("xs", "array | store | string | object"), need("x", "any")),
        "boolean",
        "Whether `x` is in `xs`, as `x in xs`.",
        "includes([1, 2], 2)",
    ),
    _row(
        "isEmpty",
        (need("value", "any"),),
        "boolean",
        "Whether an array, store, string or object has nothing in it; true for null.",
        "isEmpty([])",
    ),
    _row(
        "map",
        (_ARRAY, each("value")),
        "array",
        "The array of `value` for each element.",
        "map([{ n: 1 }, { n: 2 }], .n) == [1, 2]",
    ),
    _row(
        "filter",
        (_ARRAY, each("condition", "boolean")),
        "array<element>",
        "The elements for which the condition holds.",
        "filter([1, 2, 3], x => x > 1) == [2, 3]",
    ),
    _row(
        "reduce",
        (
            _ARRAY,
            Parameter("step", "any", lambda_parameters=("total", "element")),
            need("start", "any"),
        ),
        "any",
        "Fold the elements into one value, beginning with `start`.",
        "reduce([1, 2, 3], (total, x) => total + x, 10) == 16",
    ),
    _row(
        "find",
        (_ARRAY, each("condition", "boolean")),
        "element | null",
        "The first element for which the condition holds, or null.",
        "find([{ id: 1 }, { id: 2 }], .id > 1).id == 2",
    ),
    _row(
        "findIndex",
        (_ARRAY, each("condition", "boolean")),
        "integer",
        "The position of the first element for which the condition holds, or -1.",
        "findIndex([5, 6], x => x == 6) == 1",
    ),
    _row(
        "sort",
        (_ARRAY,),
        "array<element>",
        "The elements in ascending order; nulls come last.",
        "sort([3, 1, 2]) == [1, 2, 3]",
    ),
    _row(
        "sortBy",
        (_ARRAY, each("key")),
        "array<element>",
        "The elements in ascending order of `key`; equal ones keep their order, nulls come last.",
        "sortBy([{ n: 2 }, { n: 1 }], .n)[0].n == 1",
    ),
    _row(
        "unique",
        (_ARRAY,),
        "array<element>",
        "The elements without repetitions, in order of first appearance.",
        "unique([1, 1, 2, 1]) == [1, 2]",
    ),
    _row(
        "flatten",
        (_ARRAY,),
        "array",
        "One level of nested arrays dissolved.",
        "flatten([[1, 2], [3], 4]) == [1, 2, 3, 4]",
    ),
    _row(
        "chunks",
        (_ARRAY, need("size", "integer")),
        "array<array>",
        "The elements in groups of `size`; the last group may be shorter.",
        "chunks([1, 2, 3], 2) == [[1, 2], [3]]",
    ),
    _row(
        "range",
        (need("start", "integer"), may("end", "integer")),
        "array<integer>",
        "The whole numbers from `start` up to, but not including, `end`; "
        "with one argument from 0 up to it.",
        "range(2, 5) == [2, 3, 4]",
    ),
    _row(
        "all",
        (_ARRAY, each("condition", "boolean")),
        "boolean",
        "Whether the condition holds for every element; true for an empty array.",
        "all([1, 2], x => x > 0)",
    ),
    _row(
        "some",
        (_ARRAY, each("condition", "boolean")),
        "boolean",
        "Whether the condition holds for at least one element.",
        "some([1, 2], x => x > 1)",
    ),
    _row(
        "none",
        (_ARRAY, each("condition", "boolean")),
        "boolean",
        "Whether the condition holds for no element.",
        "none([1, 2], x => x > 2)",
    ),
    _row(
        "exists",
        (need("value", "any"),),
        "boolean",
        "Whether the value is neither missing nor null; `exists(store[key])` asks for a record.",
        "exists({ a: 1 }.a)",
    ),
)
