"""A projection as the bytes of its file, with a digest that shows whether somebody edited it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

import orjson

from reqon.journal.encoding import dumps

_DIGEST: Final = "digest"
Hide = Callable[[bytes], bytes]


def render(content: dict[str, Any], hide: Hide) -> bytes:
    """Return a document as the bytes of its file; `hide` takes secrets out."""
    compact = hide(dumps(content))
    shown = {**orjson.loads(compact), _DIGEST: _digest(compact)}
    return orjson.dumps(shown, option=orjson.OPT_INDENT_2) + b"\n"


def intact(content: dict[str, Any]) -> bool | None:
    """Whether nobody edited a document; None when it has no digest to tell by."""
    digest = content.get(_DIGEST)
    if digest is None:
        return None
    rest = {name: value for name, value in content.items() if name != _DIGEST}
    return bool(digest == _digest(orjson.dumps(rest)))


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]
