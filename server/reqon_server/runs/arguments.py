"""What the commands about runs are given: one object, whose members are texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from reqon_server.commands import CommandError

_EXAMPLE: Final = '{"uri": "file:///pipelines/sync.vague", "mission": "Sync"}'


def target(given: Mapping[str, Any]) -> tuple[str, str]:
    """Return the `uri` and the `mission` of an object. Raises `CommandError` without them."""
    uri, mission = text(given, "uri"), text(given, "mission")
    if not uri or not mission:
        raise CommandError(f"give an object with `uri` and `mission`, such as {_EXAMPLE}")
    return uri, mission


def text(given: Mapping[str, Any], name: str) -> str:
    """Return a member, "" where there is none. Raises `CommandError` for what is no text."""
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise CommandError(f"`{name}` is {json.dumps(value)}: give a text")
    return value or ""


def one_object(arguments: Sequence[Any]) -> Mapping[str, Any]:
    """Return the first argument of a command, {} without any; it must be an object."""
    first = arguments[0] if arguments else {}
    if not isinstance(first, Mapping):
        raise CommandError(f"give an object with `uri` and `mission`, such as {_EXAMPLE}")
    return first
