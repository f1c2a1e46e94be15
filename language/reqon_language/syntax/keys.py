"""How names of fields are written: any text is one, but only a word needs no quotes."""

from __future__ import annotations

import json
import re
from typing import Final

_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


def is_word(name: str) -> bool:
    """Whether a name can be written without quotes, and be read as `.name`."""
    return _WORD.fullmatch(name) is not None


def as_key(name: str) -> str:
    """Return a name as the key of an entry or the name of a schema's field."""
    return name if is_word(name) else json.dumps(name, ensure_ascii=False)
