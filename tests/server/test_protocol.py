"""Every request gets exactly one answer, whatever it looks like, and nothing pops up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from server.wire import Wire, connect

pytestmark = pytest.mark.asyncio(loop_scope="module")

INVALID_PARAMS, INVALID_REQUEST, UNKNOWN_METHOD = -32602, -32600, -32601
DOCUMENT = {"textDocument": {"uri": "file:///never-opened.vague"}}
PLACE = {"position": {"line": 3, "character": 1}}
# A JSON-RPC message inside a message: pygls takes nested ones for messages of their own.
PAYLOAD = {"jsonrpc": "2.0", "id": 7, "method": "initialize", "params": {"type_name": "a b"}}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def wire() -> AsyncIterator[Wire]:
    async with connect() as wire:
        await wire.initialize()
        yield wire


@pytest.mark.parametrize(
    ("message", "code", "reason"),
    [
        ({"method": "textDocument/definition"}, INVALID_PARAMS, "params"),
        ({"method": "textDocument/definition", "params": DOCUMENT}, INVALID_PARAMS, "position"),
        ({"method": "textDocument/definition", "params": []}, INVALID_PARAMS, "params"),
        ({"method": "textDocument/completion", "params": 7}, INVALID_PARAMS, "params"),
        (
            {
                "method": "textDocument/completion",
                "params": {**DOCUMENT, "position": {"line": "three", "character": 1}},
            },
            INVALID_PARAMS,
            "position.line",
        ),
        (
            {
                "method": "textDocument/completion",
                "params": {**DOCUMENT, "position": {"line": -1, "character": 1}},
            },
            INVALID_PARAMS,
            "position",
        ),
        ({"method": "reqon/unheard-of", "params": PAYLOAD}, UNKNOWN_METHOD, "reqon/unheard-of"),
        ({"method": "$/unheard-of"}, UNKNOWN_METHOD, "$/unheard-of"),
        ({"method": ["no", "string"]}, INVALID_REQUEST, "method"),
        ({"method": "textDocument/didClose", "params": DOCUMENT}, INVALID_REQUEST, "notification"),
        ({"method": "shutdown", "jsonrpc": "1.0"}, INVALID_REQUEST, "jsonrpc"),
        (
            {"method": "initialize", "params": {"processId": None, "capabilities": {}}},
            INVALID_REQUEST,
            "initialized already",
        ),
        (
            {
                "method": "workspace/executeCommand",
                "params": {"command": "nobody's", "arguments": [PAYLOAD, {"jsonrpc": None}]},
            },
            INVALID_PARAMS,
            "nobody's",
        ),
    ],
    ids=lambda value: value["method"] if isinstance(value, dict) else None,
)
async def test_a_bad_request_is_refused_once(
    wire: Wire, message: dict[str, Any], code: int, reason: str
) -> None:
    """The answer carries the request's id, the standard's code and what is wrong."""
    await wire.send(**{"id": "bad", **message})
    answer = await wire.receive()
    assert await wire.settled() == []
    assert answer["id"] == "bad"
    assert answer["error"]["code"] == code
    assert reason in answer["error"]["message"]
    assert "Traceback" not in str(answer)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", -32700),
        (b"\xff\xfe{", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", INVALID_REQUEST),
        (b'"text"', INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "id": null, "method": "shutdown"}', INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "id": {"a": 1}, "method": "shutdown"}', INVALID_REQUEST),
    ],
    ids=["cut", "no text", "too deep", "batch", "string", "null id", "object id"],
)
async def test_a_message_without_a_usable_id_is_answered_with_a_null_id(
    wire: Wire, body: bytes, code: int
) -> None:
    """So says JSON-RPC 2.0, section 5; the connection goes on."""
    await wire.raw(body)
    [answer] = await wire.settled()
    assert answer["id"] is None
    assert answer["error"]["code"] == code


@pytest.mark.parametrize(
    ("method", "params"),
    [
        (
            "textDocument/didChange",
            {
                "textDocument": {"uri": "file:///never-opened.vague", "version": 2},
                "contentChanges": [{"text": "x"}],
            },
        ),
        ("textDocument/didChange", {"contentChanges": "x"}),
        ("textDocument/didClose", DOCUMENT),
        ("textDocument/didSave", {**DOCUMENT, "text": "x"}),
        ("textDocument/didOpen", None),
        ("$/cancelRequest", {"id": 12345}),
        ("$/cancelRequest", {}),
        ("workspace/didChangeConfiguration", {"settings": PAYLOAD}),
        ("notebookDocument/didOpen", {}),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
async def test_a_notification_that_concerns_nothing_is_passed_over(
    wire: Wire, method: str, params: Any
) -> None:
    """No answer, no diagnostics, and above all no popup in the user's face."""
    await wire.send(method, params)
    assert await wire.settled() == []


async def test_an_answer_to_no_request_is_passed_over(wire: Wire) -> None:
    """The server asked nothing."""
    await wire.raw(b'{"jsonrpc": "2.0", "id": 99, "result": null}')
    await wire.raw(b'{"jsonrpc": "2.0", "id": [], "result": null}')
    assert await wire.settled() == []


@pytest.mark.parametrize("method", ["textDocument/completion", "textDocument/definition"])
async def test_a_document_that_is_not_open_has_no_answers(wire: Wire, method: str) -> None:
    """Null is an answer; an error would be shown to the user."""
    await wire.send(method, {**DOCUMENT, **PLACE}, id="q")
    answer = await wire.receive()
    assert answer == {"jsonrpc": "2.0", "id": "q", "result": None}


async def test_the_life_of_a_server() -> None:
    """First `initialize`, last `shutdown` and `exit`; what comes before or after is refused."""
    async with connect() as wire:
        await wire.send("textDocument/definition", {**DOCUMENT, **PLACE}, id=1)
        assert (await wire.receive())["error"]["code"] == -32002
        await wire.send("textDocument/didClose", DOCUMENT)
        await wire.initialize()
        await wire.send("shutdown", id=2)
        assert await wire.receive() == {"jsonrpc": "2.0", "id": 2, "result": None}
        await wire.send("shutdown", id=3)
        assert (await wire.receive())["error"]["code"] == INVALID_REQUEST
        await wire.send("exit")
        assert await wire.end() == 0
        assert await wire.process.stderr.read() == b""


@pytest.mark.parametrize("says_exit", [True, False])
async def test_leaving_without_shutdown_is_a_failure(*, says_exit: bool) -> None:
    """Exit code 1 when the client exits early or just goes away (LSP, `exit`)."""
    async with connect() as wire:
        await wire.initialize()
        if says_exit:
            await wire.send("exit")
        assert await wire.end() == 1


async def test_a_client_that_does_not_listen_to_the_end_is_no_error() -> None:
    """Neovim closes the pipe before it reads the answer to `shutdown`."""
    async with connect() as wire:
        await wire.initialize()
        wire.process._transport.get_pipe_transport(1).close()
        await wire.send("shutdown", id=1)
        await wire.send("exit")
        assert await wire.end() == 0
        assert await wire.process.stderr.read() == b""
