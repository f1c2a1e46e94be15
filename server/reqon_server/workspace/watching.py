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
_AUTH: Final = "reqon-auth"
_FOLDERS: Final = "reqon-folders"
_METHOD: Final = types.WORKSPACE_DID_CHANGE_WATCHED_FILES


class Watching:
    """What the client watches for us: mission files, settings, documents, credentials, folders."""

    def __init__(self, ls: ReqonServer) -> None:
        self._ls = ls
        self._watched: dict[str, frozenset[str]] = {}

    @property
    def auth(self) -> frozenset[str]:
        """The files of credentials that are watched, or would be if the client could."""
        return self._watched.get(_AUTH, frozenset())

    async def begin(self) -> None:
        """Watch mission files and files of settings."""
        await self._register(_FILES, [types.FileSystemWatcher(pattern) for pattern in _PATTERNS])

    async def watch_specs(self, paths: frozenset[str]) -> None:
        """Watch these documents instead of those before, wherever they are."""
        await self._watch(_SPECS, paths)

    async def watch_auth(self, paths: frozenset[str]) -> None:
        """Watch these files of credentials instead of those before, wherever they are."""
        await self._watch(_AUTH, paths)

    async def watch_folders(self, paths: frozenset[str]) -> None:
        """Be told when these folders go.

        Many editors then tell of nothing else, and of that only where a pattern fits the folder.
        """
        await self._watch(_FOLDERS, paths, types.WatchKind.Delete)

    async def _watch(
        self, name: str, paths: frozenset[str], kind: types.WatchKind | None = None
    ) -> None:
        before = self._watched.get(name, frozenset())
        self._watched[name] = paths
        if paths == before or not self._ls.client.watch:
            return
        if before:
            gone = types.Unregistration(name, _METHOD)
            await self._ls.client_unregister_capability_async(types.UnregistrationParams([gone]))
        if paths:
            await self._register(name, [self._watcher(Path(path), kind) for path in sorted(paths)])

    def _watcher(self, path: Path, kind: types.WatchKind | None) -> types.FileSystemWatcher:
        pattern: types.GlobPattern = str(path)
        if self._ls.client.relative_patterns:
            pattern = types.RelativePattern(to_uri(str(path.parent)), path.name)
        return types.FileSystemWatcher(pattern, kind)

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
