"""Reading an execution record for people, whoever wrote it.

A record without a digest is believed as it stands, so each member may be missing or of any kind.
"""

from __future__ import annotations

from typing import Any


def text(record: dict[str, Any], name: str) -> str:
    """Return a member as text, `?` when it is not there."""
    return str(record.get(name, "?"))


def members(record: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a member that is an object, or an empty one."""
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def entries(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects of a member that is an array."""
    value = record.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def errors(record: dict[str, Any]) -> list[str]:
    """Return the errors of an execution as `[action/step] message`."""
    return [_error(error) for error in entries(record, "errors")]


def _error(error: dict[str, Any]) -> str:
    place = "/".join(str(error[part]) for part in ("action", "step") if error.get(part))
    message = text(error, "message")
    return f"[{place}] {message}" if place else message
