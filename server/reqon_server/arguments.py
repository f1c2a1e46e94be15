"""What commands are given: one object, whose members are texts; what is wrong is said one way."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from reqon_server.commands import CommandError

_EXAMPLES: Final = {"uri": "file:///pipelines/sync.vague", "mission": "Sync"}


def one_object(arguments: Sequence[Any], *needed: str) -> Mapping[str, Any]:
    """Return the first argument of a command, {} without any.

    Raises `CommandError` for what is no object, and for one without a member that is `needed`.
    """
    first = arguments[0] if arguments else {}
    if not isinstance(first, Mapping):
        raise (
            _wanted(needed) if needed else CommandError(f"give an object, not {json.dumps(first)}")
        )
    if not all(text(first, name) for name in needed):
        raise _wanted(needed)
    return first


def text(given: Mapping[str, Any], name: str) -> str:
    """Return a member, "" where there is none. Raises `CommandError` for what is no text."""
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise CommandError(f"`{name}` is {json.dumps(value)}: give a text")
    return value or ""


def no_file(path: str) -> CommandError:
    """Return what to say of a `uri` behind which there is no file of ours."""
    return CommandError(f"there is no file {path}: give the `uri` of one with missions")


def _wanted(needed: Sequence[str]) -> CommandError:
    names = " and ".join(f"`{name}`" for name in needed)
    example = json.dumps({name: _EXAMPLES[name] for name in needed})
    return CommandError(f"give an object with {names}, such as {example}")
