"""Real language servers for tests: a typed client by pytest-lsp, and a bare wire.

Every wait has a limit, so a server that never answers fails a test instead of hanging it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import make_test_lsp_client

from server.letters import Api, serving

SERVER = [sys.executable, "-m", "reqon", "lsp"]
LIMIT = 20


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
async def running(
    capabilities: types.ClientCapabilities,
    *folders: Path,
    settings: dict[str, Any] | None = None,
    options: Any = None,
    messages: int = 0,
    process_id: int | None = None,
) -> AsyncIterator[Editor]:
    """Run a server for a client with `capabilities`; it must leave with exit code 0.

    It shows the user as many `messages` as a test expects, as a rule none.
    """
    client = make_test_lsp_client()
    editor = Editor(client, settings or {})
    await client.start_io(*SERVER)
    async with asyncio.timeout(LIMIT):
        workspace = [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders]
        params = types.InitializeParams(
            process_id=process_id,
            capabilities=capabilities,
            workspace_folders=workspace or None,
            initialization_options=options,
        )
        editor.result = await client.initialize_session(params)
    yield editor
    async with asyncio.timeout(LIMIT):
        await client.shutdown_session()
    assert client._server.returncode == 0
    assert len(editor.messages) == messages
    await client.stop()


@pytest.fixture(scope="session")
def start_editor() -> Callable[..., Any]:
    return running


# What Visual Studio Code's language client says beyond the recorded version of 2022.
MODERN = {
    "general": {
        "positionEncodings": ["utf-16"],
        "staleRequestSupport": {
            "cancel": True,
            "retryOnContentModified": [
                "textDocument/semanticTokens/full",
                "textDocument/semanticTokens/range",
                "textDocument/semanticTokens/full/delta",
            ],
        },
    },
    "workspace": {
        "diagnostics": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True},
    },
    "textDocument": {
        "diagnostic": {"dynamicRegistration": True, "relatedDocumentSupport": False},
        "inlayHint": {"dynamicRegistration": True},
    },
}

# What it says when it speaks version 3.18 of the protocol as well.
RECENT = {
    "workspace": {
        "workspaceEdit": {"snippetEditSupport": True, "metadataSupport": True},
        "foldingRange": {"refreshSupport": True},
        "textDocumentContent": {"dynamicRegistration": True},
    },
    "textDocument": {
        "codeAction": {"documentationSupport": True},
        "codeLens": {"resolveSupport": {"properties": ["command"]}},
        "completion": {"completionList": {"applyKindSupport": True}},
        "inlineCompletion": {"dynamicRegistration": True},
        "rangeFormatting": {"rangesSupport": True},
        "signatureHelp": {"signatureInformation": {"noActiveParameterSupport": True}},
    },
}


def _merged(base: Any, more: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(more, dict):
        return more
    return {**base, **{key: _merged(base.get(key), value) for key, value in more.items()}}


def capabilities_by_name(name: str) -> types.ClientCapabilities:
    """Return what a client can do; "vscode" is the recorded one brought up to date.

    "recent" is the same with all that version 3.18 of the protocol adds.
    """
    if name not in ("vscode", "recent"):
        return client_capabilities(name)
    converter = default_converter()
    said = _merged(converter.unstructure(client_capabilities("visual-studio-code")), MODERN)
    said = _merged(said, RECENT) if name == "recent" else said
    return converter.structure(said, types.ClientCapabilities)


@pytest.fixture(scope="session")
def capabilities_of() -> Callable[[str], types.ClientCapabilities]:
    return capabilities_by_name


class Wire:
    """A server process and the bytes between: for messages no proper client would send."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self._number = 1000

    @property
    def _streams(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        assert self.process.stdout
        assert self.process.stdin
        return self.process.stdout, self.process.stdin

    async def raw(self, body: bytes) -> None:
        _, writer = self._streams
        writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()

    async def send(self, method: str, params: Any = None, **more: Any) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params, **more}
        await self.raw(json.dumps(message).encode())

    async def open(self, uri: str, text: str, version: int = 1) -> None:
        item = {"uri": uri, "languageId": "vague", "version": version, "text": text}
        await self.send("textDocument/didOpen", {"textDocument": item})

    async def replace(self, uri: str, text: str, version: int) -> None:
        document = {"textDocument": {"uri": uri, "version": version}}
        await self.send("textDocument/didChange", {**document, "contentChanges": [{"text": text}]})

    async def ask(self, method: str, uri: str, number: Any, line: int = 0, column: int = 0) -> None:
        place = {"position": {"line": line, "character": column}}
        await self.send(method, {"textDocument": {"uri": uri}, **place}, id=number)

    async def receive(self) -> Any:
        reader, _ = self._streams
        async with asyncio.timeout(LIMIT):
            length = int((await reader.readline()).split(b":")[1])
            while (await reader.readline()).strip():
                pass
            return json.loads(await reader.readexactly(length))

    async def settled(self) -> list[Any]:
        """Return everything the server says before it refuses a request it does not know."""
        self._number += 1
        await self.send("test/settled", id=self._number)
        said = []
        while (message := await self.receive()).get("id") != self._number:
            said.append(message)
        return said

    async def answer(self, number: Any) -> Any:
        """Return the answer to one request; what else is said before it is passed over."""
        while "method" in (message := await self.receive()) or message.get("id") != number:
            pass
        return message

    async def initialize(self, **more: Any) -> Any:
        """Begin a session; return what the server says of itself."""
        await self.send("initialize", {"processId": None, "capabilities": {}, **more}, id=0)
        result = (await self.receive())["result"]
        await self.send("initialized", {})
        return result

    async def end(self) -> int:
        """Close the connection and return the exit code."""
        _, writer = self._streams
        writer.close()
        async with asyncio.timeout(LIMIT):
            return await self.process.wait()


@asynccontextmanager
async def connected(*command: str) -> AsyncIterator[Wire]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(command or SERVER), stdin=pipe, stdout=pipe, stderr=pipe, limit=1 << 24
    )
    wire = Wire(process)
    try:
        yield wire
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


# A server with three more requests: one fails, one keeps the analysis thread busy until the
# third one lets it go, so that a test decides what happens while an analysis runs. And its
# rules have a defect that shows in files that say "explode".
TAMPERED = """
import asyncio, os, sys, threading
from reqon_server.server import ReqonServer
from reqon_server.transport import over_files
from reqon_server.workspace import checks

server = ReqonServer()
sys.stdout, stdout = sys.stderr, os.dup(1)
free = threading.Event()
report_in = checks.report_in

def explode(project, path, **more):
    if "explode" in project.files[path].tree.text:
        raise ZeroDivisionError("secret detail of line 7")
    return report_in(project, path, **more)

checks.report_in = explode

@server.feature("test/fail")
async def fail(params):
    print("a stray word")
    raise ZeroDivisionError("secret detail of line 7")

@server.feature("test/hold")
def hold(ls, params):
    free.clear()
    asyncio.create_task(ls.scheduler.run(lambda: free.wait(30)))

@server.feature("test/free")
def let_go(params):
    free.set()

sys.exit(server.serve(over_files(0, stdout)))
"""


@pytest.fixture(scope="session")
def connect_tampered() -> Callable[[], Any]:
    return lambda: connected(sys.executable, "-c", TAMPERED)


@pytest.fixture(scope="session")
def connect() -> Callable[..., Any]:
    return connected


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """Ten people on loopback, to whom letters can be sent."""
    async with serving(Api()) as served:
        yield served
