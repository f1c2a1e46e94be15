"""A real language server in the hands of a typed client, by pytest-lsp.

Every wait has a limit, so a server that never answers fails a test instead of hanging it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient
from pytest_lsp.client import make_test_lsp_client

from server.clients import capabilities_of
from server.wire import LIMIT, SERVER


class Editor:
    """An editor with one server: edits, requests, and every publication in order."""

    result: types.InitializeResult

    def __init__(self, client: LanguageClient, settings: dict[str, Any]) -> None:
        self.client = client
        self.settings = settings
        self.registered: list[types.Registration] = []
        self.progressed: list[Any] = []
        self.refreshed: list[str] = []
        self.shown_anew = 0
        self.outdated: list[types.TextDocumentContentRefreshParams] = []
        self.messages: list[types.ShowMessageParams] = []
        self.published: list[types.PublishDiagnosticsParams] = []
        self._arrived = asyncio.Event()
        self._opened = 0

        client.protocol.fm.features.update(
            {
                types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: self._keep(self.published),
                types.WINDOW_SHOW_MESSAGE: self._keep(self.messages),
                types.PROGRESS: self._keep(self.progressed),
                types.CLIENT_REGISTER_CAPABILITY: self._register,
                types.CLIENT_UNREGISTER_CAPABILITY: lambda _: None,
                types.WORKSPACE_CONFIGURATION: lambda _: [self.settings],
                types.WORKSPACE_DIAGNOSTIC_REFRESH: self._refresh,
                types.WORKSPACE_SEMANTIC_TOKENS_REFRESH: self._show_anew,
                types.WORKSPACE_TEXT_DOCUMENT_CONTENT_REFRESH: self._keep(self.outdated),
                types.WORKSPACE_CODE_LENS_REFRESH: lambda _: None,
                types.WORKSPACE_INLAY_HINT_REFRESH: lambda _: None,
            }
        )

    def _keep(self, kept: list[Any]) -> Callable[[Any], None]:
        def keep(params: Any) -> None:
            kept.append(params)
            self._arrived.set()

        return keep

    def _register(self, params: types.RegistrationParams) -> None:
        self.registered += params.registrations
        self._arrived.set()

    def _refresh(self, _: Any) -> None:
        self.refreshed.append(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        self._arrived.set()

    def _show_anew(self, _: Any) -> None:
        self.shown_anew += 1
        self._arrived.set()

    def watches(self, name: str) -> bool:
        """Whether the server asked to be told of changes under a registration's name."""
        return any(one.id == name for one in self.registered)

    def changed(self, *paths: Path) -> None:
        """Tell the server that files changed on disk."""
        changes = [types.FileEvent(path.as_uri(), types.FileChangeType.Changed) for path in paths]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))

    def open_file(self, path: Path) -> str:
        """Open a file as it is on disk, and return its URI."""
        return self.open(path.read_text(encoding="utf-8"), path)

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier(uri)))

    def open(self, text: str, path: Path | None = None) -> str:
        """Open a document, by default one that is not on disk, and return its URI."""
        self._opened += 1
        uri = f"file:///project/{self._opened}.vague" if path is None else path.as_uri()
        item = types.TextDocumentItem(uri, "vague", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def edit(self, uri: str, version: int, *changes: tuple[int, int, int, int, str]) -> None:
        """Send changes, each (start line, column, end line, column, new text)."""
        partial = types.TextDocumentContentChangePartial
        place = types.Position
        events = [
            partial(types.Range(place(line, column), place(end_line, end_column)), text)
            for line, column, end_line, end_column, text in changes
        ]
        document = types.VersionedTextDocumentIdentifier(version, uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, events))

    async def diagnostics(self, uri: str) -> list[types.Diagnostic]:
        """Wait until the editor shows what is wrong with the latest version of a document.

        What it should show is asked for; what it shows is what was published last.
        """
        async with asyncio.timeout(LIMIT):
            params = types.DocumentDiagnosticParams(identifier(uri))
            wanted = (await self.client.text_document_diagnostic_async(params)).items
            text_document = self.client.capabilities.text_document
            if text_document is None or text_document.diagnostic is None:
                await self.until(lambda: self.shown(uri) == list(wanted))
        return list(wanted)

    def shown(self, uri: str) -> list[types.Diagnostic]:
        """Return the diagnostics that were last published of a document."""
        latest = next((one for one in reversed(self.published) if one.uri == uri), None)
        return list(latest.diagnostics) if latest else []

    def configure(self, **settings: Any) -> None:
        """Change settings, and tell the server that some changed."""
        self.settings.update(settings)
        params = types.DidChangeConfigurationParams(settings=None)
        self.client.workspace_did_change_configuration(params)

    async def lenses(self, uri: str) -> list[types.CodeLens]:
        """Return what stands above the missions and actions of a document.

        What was sent to the server before has been heard when this is answered.
        """
        params = types.CodeLensParams(identifier(uri))
        async with asyncio.timeout(LIMIT):
            return [*(await self.client.text_document_code_lens_async(params) or [])]

    async def execute(
        self, command: str, *arguments: Any, number: str | None = None, token: str | None = None
    ) -> Any:
        """Send a command, and wait for what it says.

        `number` is that of the request, `token` that of its progress.
        """
        params = types.ExecuteCommandParams(command, [*arguments] or None, work_done_token=token)
        async with asyncio.timeout(LIMIT):
            return await self.client.protocol.send_request_async(
                types.WORKSPACE_EXECUTE_COMMAND, params, number
            )

    async def cancel_progress(self, token: str, uri: str) -> None:
        """Press the button of a progress; when this returns, the server has heard of it."""
        self.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
        await self.lenses(uri)

    async def pulled(
        self, uri: str, condition: Callable[[list[types.Diagnostic]], bool]
    ) -> list[types.Diagnostic]:
        """Pull as often as the server asks for it from now on; return what a test waits for."""
        async with asyncio.timeout(LIMIT):
            asked = len(self.refreshed)
            while True:
                await self.until(partial(self._asked_again_since, asked))
                asked = len(self.refreshed)
                found = await self.diagnostics(uri)
                if condition(found):
                    return found

    def _asked_again_since(self, number: int) -> bool:
        return len(self.refreshed) > number

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that messages of the server bring about."""
        async with asyncio.timeout(LIMIT):
            while not condition():
                self._arrived.clear()
                await self._arrived.wait()

    async def complete(self, uri: str, line: int, column: int) -> types.CompletionList:
        params = types.CompletionParams(identifier(uri), types.Position(line, column))
        async with asyncio.timeout(LIMIT):
            found = await self.client.text_document_completion_async(params)
        assert isinstance(found, types.CompletionList)
        return found

    async def define(self, uri: str, line: int, column: int) -> Any:
        params = types.DefinitionParams(identifier(uri), types.Position(line, column))
        async with asyncio.timeout(LIMIT):
            return await self.client.text_document_definition_async(params)


def identifier(uri: str) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri)


@asynccontextmanager
async def start_editor(
    client: str | types.ClientCapabilities,
    *folders: Path,
    settings: dict[str, Any] | None = None,
    options: Any = None,
    messages: int = 0,
    process_id: int | None = None,
) -> AsyncIterator[Editor]:
    """Run a server for a client, by its name or what it can do; it must leave with exit code 0.

    It shows the user as many `messages` as a test expects, as a rule none.
    """
    capabilities = capabilities_of(client) if isinstance(client, str) else client
    connection = make_test_lsp_client()
    editor = Editor(connection, settings or {})
    await connection.start_io(*SERVER)
    async with asyncio.timeout(LIMIT):
        workspace = [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders]
        params = types.InitializeParams(
            process_id=process_id,
            capabilities=capabilities,
            workspace_folders=workspace or None,
            initialization_options=options,
        )
        editor.result = await connection.initialize_session(params)
    yield editor
    async with asyncio.timeout(LIMIT):
        await connection.shutdown_session()
    assert connection._server.returncode == 0
    assert len(editor.messages) == messages, editor.messages
    await connection.stop()
