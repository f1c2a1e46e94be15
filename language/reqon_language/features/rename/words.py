"""Which words can be names at all, and of what."""

from __future__ import annotations

import re
from typing import Final

from reqon_language.features.navigation import FieldTarget, NameTarget
from reqon_language.features.rename.refusal import Refusal
from reqon_language.vocabulary.words import IMPLICIT_NAMES, PRIMITIVE_TYPES, REQUEST_NAMES

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_VALUES: Final = frozenset({"true", "false", "null", "_"})
_READ_BY_NAME: Final = ("variable", "store")


def unusable(target: NameTarget | FieldTarget, new: str) -> Refusal | None:
    """Return why `new` cannot be what is renamed is called, None if it can."""
    if not _NAME.fullmatch(new):
        return Refusal(
            f"`{new}` is no name: use letters, digits and `_`, and no digit at the start."
        )
    kind = target.declaration.kind if isinstance(target, NameTarget) else "field"
    if new in _VALUES:
        return Refusal(f"`{new}` has a meaning of its own; choose another name.")
    if kind in _READ_BY_NAME and (new in IMPLICIT_NAMES or new in REQUEST_NAMES):
        return Refusal(f"`{new}` is a name of the language; choose another one.")
    if kind == "schema" and new in PRIMITIVE_TYPES:
        return Refusal(f"`{new}` is a built-in type; choose another name.")
    return None
