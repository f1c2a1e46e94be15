"""What has gone wrong in other servers does not go wrong here: one test for each trap."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from server.wire import Wire, connect_tampered

pytestmark = pytest.mark.asyncio(loop_scope="module")

COMPLETION, DEFINITION = "textDocument/completion", "textDocument/definition"
CANCELLED = -32800
MISSION = """\
mission Orders {
  source Shop { auth: none, base: "https://shop.example" }
  store orders: file("orders")
  action Fetch {
    get "/orders"
    store response -> orders { key: .id }
  }
  run Fetch
}
"""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def tampered() -> AsyncIterator[Wire]:
    async with connect_tampered() as wire:
        await wire.initialize()
        yield wire


async def test_a_slow_analysis_does_not_keep_the_reader_waiting(tampered: Wire) -> None:
    """While the analysis thread is held, whatever needs no analysis is answered."""
    await tampered.send("test/hold", {})
    await tampered.ask(COMPLETION, "file:///nowhere.vague", "held")
    await tampered.send("textDocument/unheard-of", {}, id="asked later")
    assert (await tampered.receive())["id"] == "asked later"
    await tampered.send("$/cancelRequest", {"id": "held"})
    assert (await tampered.receive())["error"]["code"] == CANCELLED
    await tampered.send("test/free", {})


async def test_cancelled_work_is_dropped_before_it_begins(tampered: Wire) -> None:
    """The document explodes when it is checked; after the cancel nobody checks it."""
    await tampered.send("test/hold", {})
    uri = "file:///dropped.vague"
    await tampered.open(uri, "explode")
    pull = {"textDocument": {"uri": uri}}
    await tampered.send("textDocument/didClose", pull)
    await tampered.send("textDocument/diagnostic", pull, id="pull")
    await tampered.send("$/cancelRequest", {"id": "pull"})
    assert (await tampered.answer("pull"))["error"]["code"] == CANCELLED
    await tampered.send("test/free", {})
    await tampered.ask(DEFINITION, uri, "last")
    assert (await tampered.receive())["id"] == "last"


async def test_a_message_inside_a_message_is_data(tampered: Wire) -> None:
    """pygls takes any object with the key `jsonrpc` for a message, and the real one disappears."""
    payload = {"jsonrpc": "2.0", "id": 99, "method": "exit", "params": {"jsonrpc": []}}
    arguments = {"command": "reqon.unknown", "arguments": [payload, [payload]]}
    await tampered.send("workspace/executeCommand", arguments, id="nested")
    assert "reqon.unknown" in (await tampered.answer("nested"))["error"]["message"]


@pytest.mark.parametrize("separator", ["\f", "\v", "\x1c", "\x85", "\u2028", "\u2029"])
async def test_only_real_line_ends_end_lines(tampered: Wire, separator: str) -> None:
    """`splitlines` splits at these, too, and edits would land elsewhere."""
    uri = f"file:///separator-{ord(separator)}.vague"
    await tampered.open(uri, MISSION.replace("Orders {", f"Orders {{ // {separator}"))
    await tampered.ask(DEFINITION, uri, "there", 7, 7)
    [found] = (await tampered.answer("there"))["result"]
    assert found["range"]["start"] == {"line": 3, "character": 9}


async def test_a_column_past_the_end_means_the_end(tampered: Wire) -> None:
    """Also on the last line, where pygls is off by one, and on lines that do not exist."""
    uri = "file:///past.vague"
    await tampered.open(uri, "mission A {\n}")
    for version, line, column, text in ((2, 1, 99, " // end"), (3, 99, 0, "\n// more")):
        place = {"line": line, "character": column}
        change = {"range": {"start": place, "end": place}, "text": text}
        document = {"uri": uri, "version": version}
        params = {"textDocument": document, "contentChanges": [change]}
        await tampered.send("textDocument/didChange", params)
    wanted = "mission A {\n} // end\n// more"
    await tampered.send("textDocument/didSave", {"textDocument": {"uri": uri}, "text": wanted})
    await tampered.ask(DEFINITION, uri, "end", 2, 99)
    assert not (await tampered.answer("end"))["result"]
    assert b"saved text is not the one" not in await _stderr_so_far(tampered)


async def _stderr_so_far(wire: Wire) -> bytes:
    return bytes(wire.process.stderr._buffer)


async def test_a_change_of_an_unopened_document_is_no_event(tampered: Wire) -> None:
    """pygls pops up an error for it."""
    await tampered.replace("file:///never-opened.vague", "x", 2)
    said = await tampered.settled()
    assert not [one for one in said if one.get("method", "").startswith("window/")]


async def test_half_typed_text_keeps_its_answers(tampered: Wire) -> None:
    """A missing brace above does not make what stands below disappear."""
    uri = "file:///half.vague"
    half = MISSION.replace('get "/orders"', 'get "/orders" {\n      retry: {')
    await tampered.open(uri, half)
    await tampered.ask(DEFINITION, uri, "half", 8, 7)
    [found] = (await tampered.answer("half"))["result"]
    assert found["range"]["start"]["line"] == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "import { ",
        'import { A } from "',
        "mission A {\n  action B {\n    ",
        'mission A {\r\n  store o: file("o")\r\n}\r\n',
        '// 𝄞👩‍👩‍👧\nmission 𝄞 { store 👩: file("x") }',
        "x" * 1_000_000,
        '"' + "é" * 1_000_000,
        "{" * 5_000,
        "\ud800 lone surrogate",
    ],
    ids=[
        "empty",
        "import",
        "path",
        "braces",
        "crlf",
        "astral",
        "1 MB",
        "1 MB text",
        "deep",
        "half",
    ],
)
async def test_any_text_is_a_document(tampered: Wire, text: str) -> None:
    """It is checked, completed and closed, whatever it holds."""
    uri = f"file:///any-{len(text)}.vague"
    await tampered.open(uri, text)
    await tampered.send("textDocument/diagnostic", {"textDocument": {"uri": uri}}, id="pull")
    assert "items" in (await tampered.answer("pull"))["result"]
    await tampered.ask(COMPLETION, uri, "complete", text.count("\n"), 10_000_000)
    assert "result" in await tampered.answer("complete")
    await tampered.send("textDocument/didClose", {"textDocument": {"uri": uri}})


async def test_a_long_list_is_ranked_before_it_is_cut(tampered: Wire) -> None:
    """What fits best is in the list however many names there are; a cut list says so."""
    uri = "file:///names.vague"
    stores = "".join(f'  store many{number}: file("m")\n' for number in range(1_500))
    text = (
        f'mission A {{\n{stores}  store zebra: file("z")\n  action B {{\n    clear zeb\n  }}\n}}\n'
    )
    await tampered.open(uri, text)
    await tampered.ask(COMPLETION, uri, "many", 1_503, 13)
    found = (await tampered.answer("many"))["result"]
    assert found["items"][0]["label"] == "zebra"
    await tampered.ask(COMPLETION, uri, "all", 1_503, 10)
    found = (await tampered.answer("all"))["result"]
    assert found["isIncomplete"]
    assert len(found["items"]) <= 300
