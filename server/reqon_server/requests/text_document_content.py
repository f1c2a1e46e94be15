"""`workspace/textDocumentContent`: the text of a document of ours, which no file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from reqon_server.contents import SCHEMES, content
from reqon_server.routes import conducted
from reqon_server.scheduler import Priority

if TYPE_CHECKING:
    from reqon_server.cancellation import Token
    from reqon_server.server import ReqonServer


@conducted(
    types.WORKSPACE_TEXT_DOCUMENT_CONTENT,
    types.TextDocumentContentRegistrationOptions(list(SCHEMES)),
)
async def text_document_content(
    ls: ReqonServer, params: types.TextDocumentContentParams, token: Token
) -> types.TextDocumentContentResult:
    """Return the text of a document; of one that changes the client is told when it does."""
    snapshot = ls.snapshot(token)
    text = await ls.scheduler.run(lambda: content(snapshot, params.uri), Priority.REQUEST, token)
    if text is None:
        raise JsonRpcInvalidParams(f"there is no document `{params.uri}`")
    ls.contents.told(params.uri, text)
    return types.TextDocumentContentResult(text)
