"""Asking the client to tell of files that change on disk, where it knows how."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from reqon_server.workspace.paths import to_uri

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer

log = logging.getLogger(__name__)

_PATTERNS: Final = (
    "**/*.{vague,reqon}",
    "**/{reqon,pyproject}.toml",
    "**/{.env,.env.local}",
    "**/.gitignore",
    "**/.vague-data/execution/*.json",
)
_FILES: Final = "reqon-files"
_SPECS: Final = "reqon-specs"
_METHOD: Final = types.WORKSPACE_DID_CHANGE_WATCHED_FILES


class Watching:
    """What the client watches for us: mission files, settings, and the documents of sources."""

    def __init__(self, ls: ReqonServer) -> None:
        self._ls = ls
        self._specs: frozenset[str] = frozenset()

    async def begin(self) -> None:
        """Watch mission files and files of settings."""
        await self._register(_FILES, [types.FileSystemWatcher(pattern) for pattern in _PATTERNS])

    async def watch_specs(self, paths: frozenset[str]) -> None:
        """Watch these documents instead of those before, wherever they are."""
        if paths == self._specs or not self._ls.client.watch:
            return
        before, self._specs = self._specs, paths
        if before:
            gone = types.Unregistration(_SPECS, _METHOD)
            await self._ls.client_unregister_capability_async(types.UnregistrationParams([gone]))
        await self._register(_SPECS, [self._watcher(Path(path)) for path in sorted(paths)])

    def _watcher(self, path: Path) -> types.FileSystemWatcher:
        if self._ls.client.relative_patterns:
            folder = to_uri(str(path.parent))
            return types.FileSystemWatcher(types.RelativePattern(folder, path.name))
        return types.FileSystemWatcher(str(path))

    async def _register(self, name: str, watchers: list[types.FileSystemWatcher]) -> None:
        if not self._ls.client.watch:
            return
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration(name, _METHOD, options)
        try:
            await self._ls.client_register_capability_async(
                types.RegistrationParams([registration])
            )
        except JsonRpcException as error:
            log.warning("the client does not watch files: %s", error.message)
