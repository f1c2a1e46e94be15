"""Documents that no file holds: the documentation, and the graphs of files (LSP 3.18).

`reqon-docs:` is the folder `docs`, so that its pages may refer to each other. `reqon-graph:` with
the path of a file and `.mmd` is the graph of the missions in that file, for Mermaid.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from lsprotocol import types

from reqon_language.rules import RULES
from reqon_server.scheduler import Priority
from reqon_server.workspace.paths import is_file, to_path, to_uri

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer
    from reqon_server.snapshot import Snapshot, View

SCHEMES: Final = ("reqon-docs", "reqon-graph")
_DOCS, _GRAPH = SCHEMES
_DRAWN: Final = ".mmd"
_MOST: Final = 16
"""How many graphs are kept up to date; whoever looks at more sees the older ones as they were."""
_SHIPPED: Final = (Path(__file__).parent / "docs", Path(__file__).parents[2] / "docs")
FOLDER: Final = next((folder for folder in _SHIPPED if folder.is_dir()), None)
"""The documentation: in a wheel beside this file, in a checkout where it is written."""


def docs_uri(name: str) -> str:
    """Return what the client calls a page of the documentation, by its path in `docs`."""
    return f"{_DOCS}:/{name}"


def graph_uri(path: str) -> str | None:
    """Return what the client calls the graph of a file; a document without one has none."""
    return f"{_GRAPH}:{to_uri(path).removeprefix('file:')}{_DRAWN}" if is_file(path) else None


def content(snapshot: Snapshot, uri: str) -> str | None:
    """Return the text of a document of ours, None where there is none. Analysis thread only."""
    parts = urlsplit(uri)
    if parts.scheme == _DOCS:
        return _page(unquote(parts.path).lstrip("/"))
    if parts.scheme == _GRAPH and parts.path.endswith(_DRAWN):
        path = to_path(f"file:{uri.partition(':')[2].removesuffix(_DRAWN)}")
        view = snapshot.at(path) if is_file(path) else None
        return _drawn(view) if view is not None else None
    return None


def _drawn(view: View) -> str:
    # What is rarely asked for is imported by who asks.
    from reqon.cli.graphs.as_mermaid import render
    from reqon_language.features.graph import graphs

    return render([*graphs(view.project, view.path)])


def _page(name: str) -> str | None:
    rule = RULES.get(Path(name).stem)
    if rule is not None and name == f"diagnostics/{rule.code}.md":
        from reqon_language.generate.rule_pages import page

        return page(rule)
    if FOLDER is None:
        return None
    file = (FOLDER / name).resolve()
    ours = file.is_relative_to(FOLDER.resolve()) and file.suffix == ".md" and file.is_file()
    return file.read_text(encoding="utf-8") if ours else None


class Contents:
    """The graphs that the client asked for, as it was told they are."""

    def __init__(self, ls: ReqonServer) -> None:
        self._ls = ls
        self._told: dict[str, str] = {}
        self._stale: set[str] = set()

    def told(self, uri: str, text: str) -> None:
        """Take note that the client was told what is in a document."""
        if not uri.startswith(f"{_GRAPH}:"):
            return
        self._stale.discard(uri)
        self._told.pop(uri, None)
        self._told[uri] = text
        if len(self._told) > _MOST:
            del self._told[next(iter(self._told))]

    def recheck(self) -> None:
        """Look whether what the client was told is still so: something may have changed."""
        if self._told:
            self._ls.in_background(self._recheck(dict(self._told)))

    async def _recheck(self, told: dict[str, str]) -> None:
        snapshot = self._ls.snapshot()

        def work() -> list[str]:
            return [uri for uri, text in told.items() if content(snapshot, uri) != text]

        for uri in await self._ls.scheduler.run(work, Priority.BACKGROUND):
            if uri in self._stale:  # it did not ask again, so it shows it no more
                self._stale.discard(uri)
                self._told.pop(uri, None)
            elif uri in self._told:
                self._stale.add(uri)
                method = types.WORKSPACE_TEXT_DOCUMENT_CONTENT_REFRESH
                params = types.TextDocumentContentRefreshParams(uri)
                self._ls.protocol.send_request(method, params)
