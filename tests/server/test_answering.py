"""Every request is answered once: by a result, by an error, or at once when it is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from server.wire import Wire, connect_tampered

pytestmark = pytest.mark.asyncio(loop_scope="module")

CANCELLED, CONTENT_MODIFIED, INTERNAL, INVALID_REQUEST = -32800, -32801, -32603, -32600
COMPLETION = "textDocument/completion"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def tampered() -> AsyncIterator[Wire]:
    async with connect_tampered() as wire:
        await wire.initialize()
        yield wire


async def test_a_defect_of_ours_is_one_short_error(tampered: Wire) -> None:
    """The traceback goes to the log, not to the editor; a stray print harms nothing."""
    await tampered.send("test/fail", {}, id=1)
    answer = await tampered.receive()
    assert (answer["id"], answer["error"]["code"]) == (1, INTERNAL)
    assert "data" not in answer["error"]
    assert await tampered.settled() == []


async def test_a_request_is_cancelled_while_an_analysis_runs(tampered: Wire) -> None:
    """The reader is never kept waiting, so a cancel arrives in time; it is the one answer."""
    uri = "file:///cancel.vague"
    await tampered.send("test/hold", {})
    await tampered.open(uri, "mission A {}")
    await tampered.ask(COMPLETION, uri, "slow")
    await tampered.send("$/cancelRequest", {"id": "slow"})
    answer = await tampered.receive()
    assert (answer["id"], answer["error"]["code"]) == ("slow", CANCELLED)
    await tampered.send("test/free", {})
    await tampered.ask(COMPLETION, uri, "next")
    assert (await tampered.answer("next"))["result"]
    assert not [message for message in await tampered.settled() if "id" in message]


async def test_an_id_may_be_used_again_once_it_is_answered(tampered: Wire) -> None:
    """The late outcome of a cancelled request must not answer the next one of that id."""
    uri = "file:///again.vague"
    await tampered.open(uri, "mission A {}")
    await tampered.send("test/hold", {})
    await tampered.ask(COMPLETION, uri, 7)
    await tampered.send("$/cancelRequest", {"id": 7})
    assert (await tampered.answer(7))["error"]["code"] == CANCELLED
    await tampered.ask("textDocument/definition", uri, 7, 0, 9)
    await tampered.send("test/free", {})
    answer = await tampered.answer(7)
    assert not isinstance(answer["result"], dict)
    assert not [message for message in await tampered.settled() if "id" in message]


async def test_a_second_request_with_an_open_id_is_refused(tampered: Wire) -> None:
    """Two answers with one id would be told apart by nobody: the first is served."""
    uri = "file:///twice.vague"
    await tampered.open(uri, "mission A {}")
    await tampered.send("test/hold", {})
    await tampered.ask(COMPLETION, uri, "one")
    await tampered.ask(COMPLETION, uri, "one")
    refused = await tampered.answer("one")
    assert refused["error"]["code"] == INVALID_REQUEST
    await tampered.send("test/free", {})
    assert (await tampered.answer("one"))["result"]


async def test_what_the_user_waits_for_comes_before_background_work(tampered: Wire) -> None:
    """A request that arrives last is answered before diagnostics that were asked for first."""
    uri = "file:///urgent.vague"
    await tampered.send("test/hold", {})
    await tampered.open(uri, "store x")
    await tampered.ask("textDocument/definition", uri, "urgent")
    await tampered.settled()
    await tampered.send("test/free", {})
    seen: list[str] = []
    while "published" not in seen:
        message = await tampered.receive()
        if message.get("id") == "urgent":
            seen.append("answered")
        elif message.get("params", {}).get("uri") == uri:
            seen.append("published")
    assert seen == ["answered", "published"]


async def test_an_answer_is_about_the_text_it_was_asked_of(tampered: Wire) -> None:
    """Edits that arrive meanwhile do not mix two texts, and do not lose the answer."""
    uri = "file:///snapshot.vague"
    await tampered.open(uri, 'mission A {\n  store orders: file("o")\n}')
    await tampered.send("test/hold", {})
    await tampered.ask("textDocument/definition", uri, "old", 1, 9)
    await tampered.replace(uri, "", 2)
    await tampered.send("test/free", {})
    answer = await tampered.answer("old")
    [found] = answer["result"]
    assert found["range"]["start"] == {"line": 1, "character": 8}


async def test_a_client_that_asks_again_is_told_that_the_document_changed() -> None:
    """ContentModified saves the work, but only where the client promises to ask again."""
    retried = {"cancel": True, "retryOnContentModified": [COMPLETION]}
    capabilities = {"general": {"staleRequestSupport": retried}}
    async with connect_tampered() as wire:
        await wire.initialize(capabilities=capabilities)
        uri = "file:///stale.vague"
        await wire.open(uri, "mission A {}")
        await wire.send("test/hold", {})
        await wire.ask(COMPLETION, uri, "stale")
        await wire.ask("textDocument/definition", uri, "useful")
        await wire.replace(uri, "mission B {}", 2)
        await wire.settled()
        await wire.send("test/free", {})
        assert (await wire.answer("stale"))["error"]["code"] == CONTENT_MODIFIED
        assert "result" in await wire.answer("useful")


async def test_shutdown_answers_what_is_still_open() -> None:
    """A client that waits for its answers before it sends `exit` must not wait for ever."""
    async with connect_tampered() as wire:
        await wire.initialize()
        uri = "file:///open.vague"
        await wire.open(uri, "mission A {}")
        await wire.send("test/hold", {})
        await wire.ask(COMPLETION, uri, "open")
        await wire.send("shutdown", id="bye")
        assert (await wire.answer("open"))["error"]["code"] == CANCELLED
        assert (await wire.answer("bye"))["result"] is None
        await wire.send("exit")
        assert await wire.end() == 0


async def test_a_file_that_cannot_be_checked_says_so(tampered: Wire) -> None:
    """Better than the squiggles of an older text; the details stay in the log."""
    uri = "file:///e.vague"
    await tampered.open(uri, "explode")
    while (message := await tampered.receive())["params"]["uri"] != uri:
        pass
    [found] = message["params"]["diagnostics"]
    assert "an error of its own" in found["message"]
    assert "secret" not in found["message"]
    await tampered.send("textDocument/diagnostic", {"textDocument": {"uri": uri}}, id="pull")
    [pulled] = (await tampered.answer("pull"))["result"]["items"]
    assert pulled == found


async def test_many_requests_in_one_breath_have_as_many_answers(tampered: Wire) -> None:
    """Half of them cancelled, in any order: each id comes back once."""
    uri = "file:///many.vague"
    await tampered.open(uri, "mission A {}")
    numbers = [f"many-{number}" for number in range(60)]
    for number in numbers:
        await tampered.ask(COMPLETION, uri, number)
    for number in numbers[::2]:
        await tampered.send("$/cancelRequest", {"id": number})
    answered = []
    async with asyncio.timeout(20):
        while len(answered) < len(numbers):
            message = await tampered.receive()
            if "id" in message:
                answered.append(message["id"])
    assert sorted(answered) == sorted(numbers)
    assert not [message for message in await tampered.settled() if "id" in message]
