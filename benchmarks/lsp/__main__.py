"""Print how long an editor waits for each answer, beside what cannot be undercut.

The files are the example missions, over and over, with 350, 3,000 and 10,000 lines. A keystroke
is one character of a statement that is typed into the middle; what editors ask while somebody
types follows one, the rest is asked of a text at rest. One row begins a declaration between two
others. Of each kind of request the median, the 95th percentile and the processor time of one are
shown, in milliseconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.editing import SIZES, STATEMENT, missions
from benchmarks.lsp.client import ECHO, SERVER, Samples, Server
from benchmarks.lsp.workspace import workspace
from benchmarks.parser import ready_made, replaying, stock
from reqon_language import parse
from reqon_language.syntax.lexer import lex

ROUNDS = len(STATEMENT)
STARTS = 5
URI = "file:///bench/main.vague"
Params = dict[str, Any]
Row = tuple[str, list[Samples]]
BETWEEN = "the same, between declarations"
DECLARATION = '  store extra: file("extra") { key: .id }\n'
BUDGETS = {
    BETWEEN: (10, 20, 40),
    "keystroke → fresh diagnostics": (10, 20, 40),
    "textDocument/completion": (15, 25, 40),
    "textDocument/hover": (5, 5, 5),
    "textDocument/definition": (5, 5, 5),
    "textDocument/documentHighlight": (5, 5, 5),
    "textDocument/formatting": (20, 120, 400),
    "open": (40, 250, 800),
}


def main() -> None:
    """Run everything and print one table."""
    print("an editor waits: median / 95th percentile (processor time of one), in ms\n")
    heads = "".join(f"{f'{size:,} lines':>28}" for size in SIZES)
    print(f"  {'':<36}{heads}")
    for name, samples in _rows():
        shown = "".join(f"{one.shown():>28}" for one in samples)
        budget = BUDGETS.get(name)
        print(f"  {name:<36}{shown}" + (f"   budget {budget}" if budget else ""))
    print()
    _starts()
    workspace()


def _rows() -> Iterator[Row]:
    columns = [_measure(missions(size)) for size in SIZES]
    for name in columns[0]:
        yield name, [column[name] for column in columns]
    yield "an echo by bare pygls", [_echo() for _ in SIZES[:1]]
    yield "lark.parse, the whole file, our lexer", [_lark(missions(size)) for size in SIZES]


def _measure(text: str) -> dict[str, Samples]:
    found: dict[str, Samples] = {}
    with Server() as server:
        server.initialize()
        # What the server imports once `initialize` is answered is no part of opening a file.
        server.ask("workspace/symbol", {"query": ""})
        opened = found.setdefault("open", Samples())
        document = {"textDocument": {"uri": URI}}
        with server.measured(opened):
            server.open(URI, text)
            server.ask("textDocument/diagnostic", document)
        at = text.index("\n", text.index("    for ", len(text) // 2)) + 1
        line = text.count("\n", 0, at)
        for name, method, params in _requests(server):
            samples = found.setdefault(name, Samples())
            for column, character in enumerate(STATEMENT):
                with server.measured(samples):
                    server.type(URI, line, column, character)
                    server.ask(method, params(line, column + 1))
            _undo(server, line)
        between = text.count("\n", 0, text.index("\n  }\n", len(text) // 2)) + 2
        samples = found.setdefault(BETWEEN, Samples())
        for column, character in enumerate(DECLARATION):
            with server.measured(samples):
                server.type(URI, between, column, character)
                server.ask("textDocument/diagnostic", document)
        _undo(server, between)
        for name, method, asked in _alone(text):
            if not _known(server, method):
                continue
            samples = found.setdefault(name, Samples())
            for _ in range(ROUNDS if name != "textDocument/formatting" else 5):
                with server.measured(samples):
                    server.ask(method, asked)
    return found


def _requests(server: Server) -> Iterator[tuple[str, str, Callable[[int, int], Params]]]:
    """Yield what is asked after each keystroke: the name of a row, a method and its params."""
    document = {"textDocument": {"uri": URI}}

    def whole(_line: int, _column: int) -> Params:
        return document

    def place(line: int, column: int) -> Params:
        return {**document, "position": {"line": line, "character": column}}

    def shown(line: int, _column: int) -> Params:
        end = {"line": line + 40, "character": 0}
        return {**document, "range": {"start": {"line": line - 20, "character": 0}, "end": end}}

    wanted: tuple[tuple[str, str, Callable[[int, int], Params]], ...] = (
        ("keystroke → fresh diagnostics", "textDocument/diagnostic", whole),
        ("textDocument/completion", "textDocument/completion", place),
        ("textDocument/semanticTokens/range", "textDocument/semanticTokens/range", shown),
        ("semanticTokens/full", "textDocument/semanticTokens/full", whole),
        ("textDocument/inlayHint", "textDocument/inlayHint", shown),
        ("textDocument/documentSymbol", "textDocument/documentSymbol", whole),
        ("textDocument/foldingRange", "textDocument/foldingRange", whole),
        ("textDocument/codeLens", "textDocument/codeLens", whole),
    )
    yield from (one for one in wanted if _known(server, one[1]))


def _alone(text: str) -> Iterator[tuple[str, str, Params]]:
    """Yield what is asked of a text that did not change: a name, a method and its params."""
    document = {"textDocument": {"uri": URI}}
    at = text.index("response", len(text) // 2)
    line = text.count("\n", 0, at)
    place = {"line": line, "character": at - text.rindex("\n", 0, at)}
    for method in ("hover", "definition", "documentHighlight", "signatureHelp", "references"):
        more = {"context": {"includeDeclaration": True}} if method == "references" else {}
        yield (
            f"textDocument/{method}",
            f"textDocument/{method}",
            {
                **document,
                "position": place,
                **more,
            },
        )
    options = {"options": {"tabSize": 2, "insertSpaces": True}}
    yield "textDocument/formatting", "textDocument/formatting", {**document, **options}


def _known(server: Server, method: str) -> bool:
    """Whether the server answers a method at all; it says so of params it cannot read."""
    try:
        server.ask(method, {})
    except RuntimeError as error:
        return "Not Found" not in str(error)
    return True


def _undo(server: Server, line: int) -> None:
    """Take the typed statement out again; its last character was the end of the line."""
    start, end = {"line": line, "character": 0}, {"line": line + 1, "character": 0}
    server.replace(URI, start, end, "")


def _echo() -> Samples:
    samples = Samples()
    with Server(ECHO) as server:
        server.initialize()
        place = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
        for _ in range(ROUNDS):
            with server.measured(samples):
                server.ask("textDocument/hover", place)
    return samples


def _lark(text: str) -> Samples:
    samples = Samples()
    parser = stock(replaying(ready_made(parse(text))))
    for _ in range(3):
        before = time.process_time()
        lex(text)
        parser.parse("")
        samples.waited.append(1_000 * (time.process_time() - before))
        samples.worked += samples.waited[-1]
    return samples


def _starts() -> None:
    """Print how long a server takes from its start to the answer to `initialize`."""
    for name, command in (("bare pygls", ECHO), ("reqon lsp", SERVER)):
        samples = Samples()
        for _ in range(STARTS):
            before = time.perf_counter()
            with Server(command) as server:
                server.initialize()
                samples.waited.append(1_000 * (time.perf_counter() - before))
                samples.worked += server.cpu()
        print(f"  start of {name:<27}{samples.shown():>28}")


if __name__ == "__main__":
    main()
