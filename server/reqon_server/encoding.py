"""A message as bytes of JSON."""

from __future__ import annotations

import json
from typing import Any

import orjson

from reqon_server.transport import frame


def encode(message: Any) -> bytes:
    """Return a message of plain values framed and ready to be sent. Safe on any thread.

    orjson is ten times as fast, but refuses half surrogate pairs and numbers beyond 64 bits,
    both of which a client may send and get back.
    """
    try:
        return frame(orjson.dumps(message))
    except TypeError:
        return frame(json.dumps(message).encode())
