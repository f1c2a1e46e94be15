"""Every answer, anywhere in any text: what is there while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.features.cursors import read, steps
from reqon_language.features.code_lenses import code_lenses
from reqon_language.features.completion import complete, resolve
from reqon_language.features.document_highlights import document_highlights
from reqon_language.features.document_links import document_links
from reqon_language.features.document_symbols import document_symbols
from reqon_language.features.folding import folds
from reqon_language.features.hover import hover
from reqon_language.features.inlay_hints import inlay_hints
from reqon_language.features.selection_ranges import selection_ranges
from reqon_language.features.semantic_tokens import semantic_tokens
from reqon_language.features.signature_help import signature_help
from reqon_language.model import FileModel, Project
from reqon_language.syntax import Tree
from reqon_language.syntax.ast import Span

Ask = Callable[[Tree, FileModel, int], Any]

ANSWERS: dict[str, Ask] = {
    "hover": hover,
    "signature help": lambda tree, model, at: signature_help(model, tree.lines.text, at),
    "symbols": lambda _tree, model, _at: document_symbols(model),
    "folding": lambda tree, _model, _at: folds(tree),
    "selections": lambda tree, _model, at: selection_ranges(tree, at),
    "highlights": lambda tree, _model, at: document_highlights(
        Project().with_file("a", tree), "a", at
    ),
    "links": lambda tree, model, _at: document_links(tree, model),
    "tokens": lambda tree, model, at: semantic_tokens(tree, model, Span(0, at)),
    "hints": lambda _tree, model, at: inlay_hints(model, Span(0, at)),
    "lenses": lambda _tree, model, _at: code_lenses(model),
    "completion": lambda tree, model, at: complete(model, tree.lines.text, at),
    "resolve": lambda tree, model, at: [
        resolve(tree, model, at, item.kind, item.label)
        for item in complete(model, tree.lines.text, at).items[:5]
    ],
}
MISSION = steps(
    "for o in orders where .total > 1 {\n      map o -> Line { sku: .id, count: round(1.5) }\n"
    "      call Crm.getCustomer { params: { id: o.id } }\n    }\n"
    "    match response { { error: e } -> abort e, Order -> store response -> orders { key: .id } }"
)
NOISE = ["", "{", "}", "(", ")", "[", '"', "'", ".", ",", ":", "->", "=>", "/*", "//", "\n", "\r",
         "\x85", "\u2028", "\ufeff", "🛒", "...", "match", "let ", "import { ", "{}"]  # fmt: skip


@pytest.mark.parametrize("ask", ANSWERS.values(), ids=ANSWERS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_any_text_is_answered(ask: Ask, data: st.DataObject) -> None:
    """Cut anywhere, with anything put in between."""
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(MISSION))] * 2)))
    text = MISSION[:start] + data.draw(st.sampled_from(NOISE)) + MISSION[end:]
    tree, model = read(text)
    ask(tree, model, data.draw(st.integers(0, len(text))))


EXTREMES = {
    "nothing": "",
    "a byte order mark": "\ufeff",
    "only a quote": '"',
    "a long chain": f"action A {{ let x = a{'.b' * 3_000} }}",
    "many brackets": "(" * 3_000,
    "many braces": "{" * 3_000,
    "a long line": f'let x = "{"a {b} " * 20_000}"',
    "windows' line ends": MISSION.replace("\n", "\r\n"),
    "old line ends": MISSION.replace("\n", "\r"),
    "many comments": "// a\n" * 3_000,
}


@pytest.mark.parametrize("text", EXTREMES.values(), ids=EXTREMES)
def test_extreme_texts_are_answered(text: str) -> None:
    """Without running out of stack, at either end and in the middle."""
    tree, model = read(text)
    for ask in ANSWERS.values():
        for offset in (0, len(text) // 2, len(text)):
            ask(tree, model, offset)
