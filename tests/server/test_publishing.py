"""Diagnostics that are pushed: of the latest text alone, and only where something changed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from server.wire import Wire, connect_tampered

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def tampered() -> AsyncIterator[Wire]:
    async with connect_tampered() as wire:
        await wire.initialize()
        yield wire


async def checked(wire: Wire) -> None:
    """Wait until everything that was edited before is checked."""
    uri = "file:///barrier.vague"
    await wire.open(uri, "store")
    while (await wire.receive())["params"]["uri"] != uri:
        pass


async def test_only_the_latest_version_is_published(tampered: Wire) -> None:
    """What was found in a text the user has already left would only flicker."""
    uri = "file:///stale.vague"
    await tampered.send("test/hold", {})
    await tampered.open(uri, "store a")
    for version, text in ((2, "store b"), (3, "store c")):
        await tampered.replace(uri, text, version)
    assert await tampered.settled() == []
    await tampered.send("test/free", {})
    published = await tampered.receive()
    assert (published["params"]["uri"], published["params"]["version"]) == (uri, 3)


async def test_a_file_that_is_clean_and_stays_clean_is_not_mentioned(tampered: Wire) -> None:
    """Neither at its opening nor at later edits."""
    uri = "file:///clean.vague"
    await tampered.open(uri, "")
    await checked(tampered)
    await tampered.replace(uri, "// nothing", 2)
    await tampered.send("textDocument/diagnostic", {"textDocument": {"uri": uri}}, id="pull")
    answer = await tampered.receive()
    assert (answer["id"], answer["result"]["items"]) == ("pull", [])


async def test_a_file_that_became_clean_is_cleared(tampered: Wire) -> None:
    """With the version that is clean."""
    uri = "file:///mended.vague"
    await tampered.open(uri, "store x")
    assert (await tampered.receive())["params"]["diagnostics"]
    await tampered.replace(uri, "", 2)
    assert (await tampered.receive())["params"] == {"uri": uri, "version": 2, "diagnostics": []}


async def test_findings_are_told_again_with_a_text_that_changed(tampered: Wire) -> None:
    """An editor moves its marks along with the text: an equal list may be in the wrong place."""
    uri = "file:///moved.vague"
    await tampered.open(uri, "store x")
    first = (await tampered.receive())["params"]
    await tampered.replace(uri, "store x // the same", 2)
    second = (await tampered.receive())["params"]
    assert (second["version"], second["diagnostics"]) == (2, first["diagnostics"])


async def test_a_document_closed_during_its_analysis_is_not_mentioned(tampered: Wire) -> None:
    """Nothing may be published for a document the editor no longer shows."""
    uri = "file:///closed.vague"
    await tampered.send("test/hold", {})
    await tampered.open(uri, "store")
    await tampered.send("textDocument/didClose", {"textDocument": {"uri": uri}})
    other = "file:///other.vague"
    await tampered.open(other, "store")
    await tampered.send("test/free", {})
    assert (await tampered.receive())["params"]["uri"] == other


async def test_a_closed_document_that_is_no_file_is_cleared(tampered: Wire) -> None:
    """A document that was never saved leaves nothing behind."""
    uri = "untitled:Untitled-1"
    await tampered.open(uri, "store x")
    assert (await tampered.receive())["params"]["diagnostics"]
    await tampered.send("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert (await tampered.receive())["params"] == {"uri": uri, "diagnostics": []}
