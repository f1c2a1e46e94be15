"""Functions that ask the world outside the mission."""

from __future__ import annotations

from functools import partial
from typing import Final

from reqon_language.functions.function import Function, may, need

_row: Final = partial(Function, "environment")

ENVIRONMENT: Final = (
    _row(
        "env",
        (need("name", "string"), may("default", "any")),
        "string",
        "The environment variable, or the default, or the empty string. `.env` files count.",
        'env("REGION", "eu") == "eu"',
    ),
    _row(
        "uuid",
        (),
        "string",
        "A new random UUID.",
        "length(uuid()) == 36",
    ),
    _row(
        "generateId",
        (),
        "string",
        "A new random identifier of 32 hexadecimal digits.",
        "length(generateId()) == 32",
    ),
)
