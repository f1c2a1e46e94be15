"""How a request finds its answer: a function from a snapshot and params to a result.

A module in `requests/` holds one such function, translates what the client sent, asks
`reqon_language.features`, and translates back. Everything else is done here and in
`protocol.py`: that it runs on the analysis thread, that it is answered once, that it can be
cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from reqon_server.scheduler import Priority

if TYPE_CHECKING:
    from reqon_server.cancellation import Token
    from reqon_server.server import ReqonServer
    from reqon_server.snapshot import Snapshot

P = TypeVar("P")
R = TypeVar("R")


class NotOpen(Exception):  # noqa: N818  an ordinary outcome: the request is answered with null
    """Raised for a document that is not open; editors do ask about those."""


@dataclass(frozen=True, slots=True)
class Conduct:
    """An answer found on the event loop: its work is handed over in pieces, or asks the client."""

    conduct: Callable[[ReqonServer, Any, Token], Coroutine[Any, Any, Any]]


@dataclass(frozen=True, slots=True)
class Route:
    """A request the server answers, with what is said of it in `initialize`.

    An `answer` that is a plain function runs on the analysis thread.
    """

    method: str
    answer: Callable[[Snapshot, Any], Any] | Conduct
    options: Any = None
    priority: Priority = Priority.REQUEST


def request(
    method: str, options: Any = None, *, priority: Priority = Priority.REQUEST
) -> Callable[[Callable[[Snapshot, P], R]], Route]:
    """Make a function the answer to requests of `method`."""
    return lambda answer: Route(method, answer, options, priority)


def conducted(
    method: str, options: Any = None
) -> Callable[[Callable[[ReqonServer, P, Token], Coroutine[Any, Any, R]]], Route]:
    """Make a coroutine the answer to requests of `method`."""
    return lambda conduct: Route(method, Conduct(conduct), options)
