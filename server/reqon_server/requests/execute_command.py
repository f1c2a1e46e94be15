"""`workspace/executeCommand`: what a lens, a quick fix or a panel asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from reqon_server.progress import work_done
from reqon_server.routes import conducted
from reqon_server.runs.commands import COMMANDS

if TYPE_CHECKING:
    from reqon_server.cancellation import Token
    from reqon_server.server import ReqonServer


_OPTIONS: Final = types.ExecuteCommandOptions(sorted(COMMANDS), work_done_progress=True)


@conducted(types.WORKSPACE_EXECUTE_COMMAND, _OPTIONS)
async def execute_command(ls: ReqonServer, params: types.ExecuteCommandParams, token: Token) -> Any:
    """Run one command with progress; nothing but a user's command ever starts anything."""
    known = COMMANDS.get(params.command)
    if known is None:
        raise JsonRpcInvalidParams(f"there is no command `{params.command}`")
    given, percentage = params.work_done_token, 0 if known.counts else None
    async with work_done(ls, known.title, token, given, percentage=percentage) as progress:
        return await known.command(ls, params.arguments or (), progress)
