"""`reqon/serverStatus`: which server this is and how it is, for a status item.

It is sent to clients that say they know it (`experimental.reqonServerStatus`), after
`initialized` and whenever it changes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pygls.capabilities import get_capability

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer

METHOD: Final = "reqon/serverStatus"
Health: TypeAlias = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Status:
    """What a status item shows. `quiescent` says that nothing goes on in the background.

    `message` says what is wrong and what to do, for a health that is not ok.
    """

    version: str
    health: Health = "ok"
    quiescent: bool = True
    trusted: bool = True
    message: str = ""


class StatusReporter:
    """Keeps the status and tells the client of every change."""

    def __init__(self, ls: ReqonServer, version: str) -> None:
        self._ls = ls
        self._wanted = False
        self.current = Status(version)

    def start(self, capabilities: types.ClientCapabilities) -> None:
        """Begin to report, if the client wants it."""
        experimental = get_capability(capabilities, "experimental", default=None)
        wanted = getattr(experimental, "reqonServerStatus", None)
        if isinstance(experimental, dict):
            wanted = experimental.get("reqonServerStatus")
        self._wanted = wanted is True
        self._send()

    def change(self, status: Status) -> None:
        """Take over a status; a change is sent, a repetition is not."""
        if status != self.current:
            self.current = status
            self._send()

    def _send(self) -> None:
        if self._wanted:
            self._ls.protocol.notify(METHOD, asdict(self.current))
