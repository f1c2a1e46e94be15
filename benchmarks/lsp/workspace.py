"""What a workspace of many files costs: to know it, to hold it, and to find things in all of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks.editing import EXAMPLES
from benchmarks.lsp.client import Samples, Server

FILES: Final = 500
ROUNDS: Final = 10
SHARED: Final = "types.vague"
"""The file that declares what all others use."""


def workspace() -> None:
    """Print the time until a workspace is known, its memory, and what is asked of all its files."""
    with Server() as server:
        server.initialize()
        server.ask("textDocument/diagnostic", {"textDocument": {"uri": "file:///none.vague"}})
        idle = server.rss()
    with _known(_separate(_example())) as (server, _, cold):
        held = server.rss()
        symbols = _asked(server, "workspace/symbol", {"query": "Ord"})
    _print(f"a workspace of {FILES} files, cold", cold, "3000")
    print(f"  memory: {idle:.0f} MB idle, {held:.0f} MB with {FILES} files   budget 70 / 180")
    _print(f"workspace/symbol over {FILES} files", symbols)
    for what, word in (("name", "Order {"), ("field", "total:")):
        _everywhere(what, word)


def _everywhere(what: str, word: str) -> None:
    """Print how long it takes to find and to rename what every file uses, first and then again."""
    texts = _sharing(_example())
    with _known(texts) as (server, folder, _):
        uri = (folder / SHARED).as_uri()
        server.open(uri, texts[SHARED])
        at = texts[SHARED].index(word)
        line = texts[SHARED].count("\n", 0, at)
        column = at - texts[SHARED].rfind("\n", 0, at) - 1
        place = {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": column},
        }
        renaming = {**place, "newName": "renamedHere"}
        first = _asked(server, "textDocument/rename", renaming, rounds=1)
        again = _asked(server, "textDocument/rename", renaming)
        listing = {**place, "context": {"includeDeclaration": True}}
        found = _asked(server, "textDocument/references", listing)
    _print(f"rename of a {what} in {FILES} files, first", first, "60")
    _print(f"rename of a {what} in {FILES} files", again, "60")
    _print(f"references to a {what} in {FILES} files", found, "60")


def _print(name: str, samples: Samples, budget: str = "") -> None:
    print(f"  {name:<43}{samples.shown():>24}" + (f"   budget {budget}" if budget else ""))


def _example() -> str:
    return (EXAMPLES / "order_reconciliation.vague").read_text(encoding="utf-8")


def _separate(text: str) -> dict[str, str]:
    """Return files that have nothing to do with each other."""
    return {
        f"m{number}.vague": text.replace("mission ", f"mission M{number}", 1)
        for number in range(FILES)
    }


def _sharing(text: str) -> dict[str, str]:
    """Return files that import a schema from one of them."""
    start, end = text.index("  schema Order"), text.index("  schema Payment")
    rest = f'import {{ Order }} from "./{SHARED}"\n{text[:start]}{text[end:]}'
    others = list(_separate(rest).items())[1:]
    return {SHARED: text[start:end], **dict(others)}


@contextmanager
def _known(texts: dict[str, str]) -> Iterator[tuple[Server, Path, Samples]]:
    """Give a server that knows a folder of files, and how long that took."""
    cold = Samples()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in texts.items():
            (folder / path).write_text(text, encoding="utf-8")
        with Server(folder=folder) as server:
            server.initialize()
            with server.measured(cold):
                server.until(_is_busy)
                server.until(_is_quiet)
                server.ask("workspace/diagnostic", {"previousResultIds": []})
            yield server, folder, cold


def _asked(server: Server, method: str, params: Any, rounds: int = ROUNDS) -> Samples:
    samples = Samples()
    for _ in range(rounds):
        with server.measured(samples):
            server.ask(method, params)
    return samples


def _is_busy(message: Any) -> bool:
    return _status(message) is False


def _is_quiet(message: Any) -> bool:
    return _status(message) is True


def _status(message: Any) -> bool | None:
    if message.get("method") != "reqon/serverStatus":
        return None
    return bool(message["params"]["quiescent"])
