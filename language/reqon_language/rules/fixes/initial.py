"""What a value begins as: something of a type to write until somebody knows better."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from reqon_language.model.shapes import Shapes, expand
from reqon_language.model.types import (
    ArrayOf,
    LiteralOf,
    ObjectOf,
    Primitive,
    PrimitiveName,
    StoreOf,
    Type,
    options,
    without_null,
)

_PLAIN: Final[Mapping[PrimitiveName, str]] = {
    "boolean": "false", "number": "0", "integer": "0", "string": '""', "date": "now()",
    "duration": "1m",
}  # fmt: skip


def initial(of: Type, shapes: Shapes) -> str:
    """Return a plain value of a type as a program writes it, `null` where there is none."""
    shape = expand(options(without_null(of))[0], shapes)
    if isinstance(shape, LiteralOf):
        return json.dumps(shape.value, ensure_ascii=False)
    if isinstance(shape, Primitive):
        return _PLAIN.get(shape.name, "null")
    if isinstance(shape, ArrayOf | StoreOf):
        return "[]"
    return "{}" if isinstance(shape, ObjectOf) and not shape.fields else "null"
