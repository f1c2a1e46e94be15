"""What a command of `workspace/executeCommand` is.

A command is a coroutine on the event loop. It gets the arguments as the client sent them and
what to report progress with; it raises `CommandError` for what the user should read.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from reqon_server.progress import Progress
    from reqon_server.server import ReqonServer

Command: TypeAlias = "Callable[[ReqonServer, Sequence[Any], Progress], Coroutine[Any, Any, Any]]"


class Entry(NamedTuple):
    """A command with the title of its progress; `counts` says that it tells of how much is done."""

    title: str
    command: Command
    counts: bool = False


class CommandError(JsonRpcException):
    """A command that cannot be done, with a message for the user (LSP: RequestFailed)."""

    CODE = -32803
