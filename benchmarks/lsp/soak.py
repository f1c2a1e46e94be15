"""Somebody types for an hour: nothing fails, nothing is left unanswered, nothing piles up.

Keys come as at 50 ms a key, but without the waiting: statements are typed with slips that are
taken back, lines and pasted blocks are undone, and the file is saved now and then. Beside each key
goes what an editor asks of its own: completion while a word is typed, highlighting and
diagnostics every few keys; what is not answered when the next key comes is cancelled.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.editing import missions
from benchmarks.lsp.client import Server

HOUR = 72_000
"""Keys of one hour, at 50 ms each."""
LINES = 3_000
URI = "file:///bench/soak.vague"
_CANCELLED, _CHANGED = -32800, -32801
_STATEMENTS = (
    "let total = length(response)",
    'get "/orders/{item.id}" { retry: { maxAttempts: 3 } }',
    "for order in response where .total > 10 { store order -> orders { key: .id } }",
    "map response -> Order { id: .id, name: .name ?? 'none' }",
    "validate response { assume .total > 0 }",
)
_BLOCK = """\
      for customer in response where .active == true {
        get "/customers/{customer.id}/orders" { retry: { maxAttempts: 3 } }
        for order in response.orders { store order -> orders { key: .id } }
      }
"""
_BURST = 10
_TOLD = 6_000
"""After so many keys, five minutes of typing, it says how far it is."""


@dataclass(slots=True)
class Outcome:
    """What a session was like. Memory in megabytes; `settled` is it after the first fifth."""

    keys: int = 0
    asked: int = 0
    answered: int = 0
    cancelled: int = 0
    errors: list[str] = field(default_factory=list)
    settled: float = 0.0
    at_end: float = 0.0

    @property
    def growth(self) -> float:
        """Return by what part memory grew since it had settled."""
        return self.at_end / self.settled - 1


@dataclass(frozen=True, slots=True)
class Key:
    """One change: what is replaced, by code points of one line, and the text that is typed."""

    line: int
    start: int
    end: int
    text: str
    end_line: int | None = None
    saved: bool = False


def keys(text: str, count: int, seed: int = 1) -> Iterator[Key]:
    """Yield so many keys of somebody who types into `text` and takes out again what he typed."""
    chance = random.Random(seed)
    places = [number for number, line in enumerate(text.splitlines(), 1) if " for " in line]
    done = 0
    while done < count:
        line = chance.choice(places)
        statement = "      " + chance.choice(_STATEMENTS) + "\n"
        for column, character in enumerate(statement):
            if chance.random() < 0.05:
                yield Key(line, column, column, chance.choice('xq}{."'))
                yield Key(line, column, column + 1, "")
                done += 2
            yield Key(line, column, column, character)
            done += 1
        yield Key(line, 0, 0, "", end_line=line + 1, saved=chance.random() < 0.2)
        done += 1
        if chance.random() < 0.2:
            yield Key(line, 0, 0, _BLOCK)
            yield Key(line, 0, 0, "", end_line=line + _BLOCK.count("\n"))
            done += 2


def soak(count: int, *, lines: int = LINES) -> Outcome:
    """Type `count` keys into a file and return what happened."""
    text = missions(lines)
    found = Outcome()
    with Server() as server:
        server.initialize()
        server.open(URI, text)
        waiting: set[int] = set()
        for key in keys(text, count):
            found.keys += 1
            end = {"line": key.line if key.end_line is None else key.end_line, "character": key.end}
            server.replace(URI, {"line": key.line, "character": key.start}, end, key.text)
            if key.saved:
                server.tell("textDocument/didSave", {"textDocument": {"uri": URI}})
            for number in waiting:
                server.tell("$/cancelRequest", {"id": number})
            waiting = {server.begin(*one) for one in _asked(found.keys, key)}
            found.asked += len(waiting)
            if found.keys % _BURST == 0:
                _collect(server, found)
                waiting = set()
            if found.keys == max(count // 5, 1):
                _collect(server, found)
                found.settled = server.rss()
            if found.keys % _TOLD == 0:
                print(f"{found.keys:,} keys, {server.rss():.0f} MB", file=sys.stderr, flush=True)
        _collect(server, found)
        found.at_end = server.rss()
        server.ask("shutdown", None)
    return found


def _asked(number: int, key: Key) -> Iterator[tuple[str, Any]]:
    """Yield what an editor asks after a key."""
    document = {"textDocument": {"uri": URI}}
    place = {"line": key.line, "character": key.start + len(key.text)}
    if key.text.isalpha() or key.text == ".":
        yield "textDocument/completion", {**document, "position": place}
    if number % 5 == 0:
        yield "textDocument/diagnostic", document
        yield "textDocument/semanticTokens/full", document
    if number % 20 == 0:
        yield "textDocument/documentSymbol", document
        yield "textDocument/foldingRange", document
        yield "textDocument/hover", {**document, "position": place}
        yield "textDocument/definition", {**document, "position": place}


def _collect(server: Server, found: Outcome) -> None:
    for message in server.outstanding():
        found.answered += 1
        error = message.get("error")
        if error is None:
            continue
        if error["code"] in (_CANCELLED, _CHANGED):
            found.cancelled += 1
        else:
            found.errors.append(error["message"])


def main() -> int:
    """Type for an hour and say what it was like."""
    found = soak(int(sys.argv[1]) if len(sys.argv) > 1 else HOUR)
    print(
        f"{found.keys:,} keys, {found.asked:,} requests: {found.answered:,} answered, "
        f"{found.cancelled:,} of them as cancelled, {len(found.errors)} errors; "
        f"memory {found.settled:.0f} → {found.at_end:.0f} MB ({100 * found.growth:+.1f} %)"
    )
    for error in sorted(set(found.errors)):
        print(f"  {error}")
    return int(bool(found.errors) or found.answered != found.asked or found.growth > 0.05)


if __name__ == "__main__":
    sys.exit(main())
