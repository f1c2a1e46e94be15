"""Random clients that keep no rule: each request is answered once, and the server lives on."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from server.wire import connect

SEEDS = range(6)
MESSAGES = 400
URIS = ["file:///a.vague", "file:///b.vague", "untitled:c", "file:///%ff%00.vague", "", "no uri", 7]
METHODS = [
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/diagnostic",
    "textDocument/hover",
    "textDocument/formatting",
    "textDocument/semanticTokens/full",
    "textDocument/inlayHint",
    "textDocument/documentSymbol",
    "workspace/symbol",
    "workspace/diagnostic",
    "workspace/executeCommand",
    "completionItem/resolve",
    "reqon/unheard-of",
    "$/unheard-of",
    "initialize",
    "window/workDoneProgress/cancel",
]
NOTIFICATIONS = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWorkspaceFolders",
    "window/workDoneProgress/cancel",
    "$/cancelRequest",
    "$/setTrace",
    "initialized",
    "$/progress",
]
TEXTS = ["", 'mission A { store x: file("x") }', "{{{{", "store", "\u2028\x85𝄞", "a" * 60_000]


class Vandal:
    """Makes messages of which some are right by accident."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.expected: Counter[Any] = Counter()
        self._number = 0

    def value(self, depth: int = 0) -> Any:
        """Return any JSON value, likely one that belongs somewhere."""
        choose = self.random.choice
        kinds: list[Callable[[], Any]] = [
            lambda: choose([None, True, -1, 0, 3, 2**70, 1.5]),
            lambda: choose(URIS),
            lambda: choose(TEXTS),
            lambda: {"line": choose([0, 1, 9, -1, 2**40]), "character": choose([0, 3, 10**9])},
            lambda: {"start": self.value(3), "end": self.value(3)},
            lambda: {"jsonrpc": "2.0", "id": 1, "method": "exit"},
        ]
        if depth < 3:
            kinds += [
                lambda: [self.value(depth + 1) for _ in range(self.random.randrange(3))],
                lambda: {choose(["uri", "text", "range"]): self.value(depth + 1)},
            ]
        return choose(kinds)()

    def params(self) -> Any:
        """Return params that fit many methods, with a few members spoilt."""
        choose = self.random.choice
        place = {"line": self.random.randrange(3), "character": self.random.randrange(9)}
        uri, text = choose(URIS), choose(TEXTS)
        params: dict[str, Any] = {
            "textDocument": {
                "uri": uri, "version": place["line"], "languageId": "vague", "text": text,
            },
            "position": place,
            "range": {"start": place, "end": {"line": 2, "character": 0}},
            "contentChanges": [{"range": {"start": place, "end": place}, "text": text}],
            "options": {"tabSize": 2, "insertSpaces": True},
            "text": text,
            "query": "A",
            "command": "reqon.none",
            "arguments": [self.value()],
            "previousResultIds": [],
            "changes": [{"uri": uri, "type": 2}],
            "event": {"added": [], "removed": []},
            "settings": {"reqon": self.value()},
            "id": choose([self._number, self._number - 1, "x", None]),
            "token": 1,
            "value": "off",
            "label": "a",
        }  # fmt: skip
        for name in self.random.sample(sorted(params), self.random.choice([0, 0, 0, 1, 2])):
            params[name] = self.value()
        return choose([params, params, params, params, params, self.value()])

    def messages(self) -> list[dict[str, Any]]:
        """Return a stream of messages; `expected` counts the answers each id must have."""
        made: list[dict[str, Any]] = []
        for _ in range(MESSAGES):
            message: dict[str, Any] = {"jsonrpc": "2.0", "params": self.params()}
            if self.random.random() < 0.6:
                self._number += 1
                number = self._number if self.random.random() < 0.9 else self._number - 1
                message |= {"id": number, "method": self.random.choice(METHODS)}
                self.expected[number] += 1
            else:
                message["method"] = self.random.choice(NOTIFICATIONS)
            made.append(message)
        return made


@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_a_client_sends_each_request_has_one_answer(seed: int) -> None:
    """Unknown documents, spoilt params, ids used twice, cancels at random; then a sane one."""
    vandal = Vandal(seed)
    messages = vandal.messages()
    answered: Counter[Any] = Counter()
    async with connect() as wire:
        await wire.initialize()

        async def listen() -> None:
            while True:
                message = await wire.receive()
                if message.get("id") == "sane":
                    return
                if "method" not in message:
                    answered[message["id"]] += 1

        async def talk() -> None:
            for message in messages:
                await wire.send(**message)
            await wire.open("file:///sane.vague", "mission A {}")
            await wire.ask("textDocument/completion", "file:///sane.vague", "sane", 0, 11)

        async with asyncio.timeout(60):
            await asyncio.gather(listen(), talk())
            while sum(answered.values()) < sum(vandal.expected.values()):
                message = await wire.receive()
                if "method" not in message:
                    answered[message["id"]] += 1
        assert answered == vandal.expected
        await wire.send("shutdown", id="bye")
        assert (await wire.answer("bye"))["result"] is None
        await wire.send("exit")
        assert await wire.end() == 0
        log = (await wire.process.stderr.read()).decode()
        assert "Traceback" not in log, log
