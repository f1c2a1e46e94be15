"""The commands that open a document of ours in the editor; see `contents.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from reqon_server.arguments import no_file, one_object, text
from reqon_server.commands import CommandError
from reqon_server.contents import FOLDER, content, docs_uri, graph_uri
from reqon_server.workspace.paths import to_path

if TYPE_CHECKING:
    from reqon_server.progress import Progress
    from reqon_server.server import ReqonServer

_FIRST_PAGE: Final = "language.md"


async def show_graph(ls: ReqonServer, arguments: Sequence[Any], progress: Progress) -> Any:  # noqa: ARG001
    """Show the graph of the missions in a file; takes an object with its `uri`."""
    path = to_path(one_object(arguments, "uri")["uri"])
    uri = graph_uri(path)
    snapshot = ls.snapshot()
    if uri is None or await ls.scheduler.run(lambda: content(snapshot, uri)) is None:
        raise no_file(path)
    if not ls.client.contents:
        raise CommandError(
            "this editor cannot show documents of a server (workspace/textDocumentContent); "
            "`reqon graph` prints the graph"
        )
    return await _show(ls, uri)


async def show_documentation(
    ls: ReqonServer,
    arguments: Sequence[Any],
    progress: Progress,  # noqa: ARG001
) -> Any:
    """Show a page of the documentation; takes an object with its `page`, a path in `docs`."""
    name = text(one_object(arguments), "page") or _FIRST_PAGE
    snapshot = ls.snapshot()
    if await ls.scheduler.run(lambda: content(snapshot, docs_uri(name))) is None:
        raise CommandError(f"there is no page `{name}`")
    if ls.client.contents:
        return await _show(ls, docs_uri(name))
    if FOLDER is None:
        raise CommandError("the documentation is not installed with this server")
    return await _show(ls, (FOLDER / name).as_uri())


async def _show(ls: ReqonServer, uri: str) -> dict[str, str]:
    await ls.window_show_document_async(types.ShowDocumentParams(uri))
    return {"uri": uri}
