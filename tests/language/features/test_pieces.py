"""What is kept of the pieces of a file is what a fresh look at the file says."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from fuzz.edits import Edit, random_edit
from fuzz.texts import beginning
from reqon_language import parse
from reqon_language.features.document_symbols import document_symbols, symbols_of
from reqon_language.features.folding import folds_in
from reqon_language.features.pieces import Piece, kept, pieces
from reqon_language.features.semantic_tokens import tokens_of
from reqon_language.model.analysis import analyze
from reqon_language.syntax.ast import Span
from reqon_language.syntax.incremental import edit

TEXT = (Path(__file__).parents[1] / "many_actions.vague").read_text(encoding="utf-8")


def folds_of(piece: Piece) -> object:
    return folds_in(piece.element)


def edits(random: Random, text: str) -> list[Edit]:
    """Return edits of a text, each of the text that the one before it left."""
    found = []
    for _ in range(12):
        change = random_edit(random, text)
        text = change.of(text)[:3_000]
        found.append(change)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_kept_pieces_say_what_fresh_ones_say(seed: int) -> None:
    """After any edit tokens, outline and folds of each piece are those of a file read anew."""
    random = Random(seed)
    text = TEXT if seed % 2 else beginning(random)[:3_000]
    tree = parse(text)
    model = analyze(tree)
    before = kept(tree, model)
    for change in edits(random, text):
        for derive in (tokens_of, symbols_of, folds_of):
            before.each(derive)
        text = change.of(text)[:3_000]
        whole = len(change.of(tree.lines.text)) > len(text)
        tree = parse(text) if whole else edit(tree, change.start, change.end, change.put)
        model = analyze(tree, previous=model)
        now = kept(tree, model, before)
        fresh_tree = parse(text)
        fresh = pieces(fresh_tree, analyze(fresh_tree))
        assert "".join(piece.text for piece in now.items) == text
        for derive in (tokens_of, symbols_of, folds_of):
            assert now.each(derive) == [derive(piece) for piece in fresh]
        before = now


@pytest.mark.parametrize("seed", range(20))
def test_the_outline_is_that_of_the_pieces(seed: int) -> None:
    """No declaration is in none of the pieces, or in two."""
    tree = parse(beginning(Random(seed))[:3_000])
    model = analyze(tree)
    outline = [
        one
        for symbol in document_symbols(model)
        for one in (symbol.children if symbol.kind == "mission" else (symbol,))
    ]
    found = [
        (symbol.name, symbol.extent.shift(piece.offset))
        for piece in pieces(tree, model)
        for symbol in symbols_of(piece)
    ]
    assert found == [(symbol.name, symbol.extent) for symbol in outline]


def test_a_keystroke_looks_at_one_piece() -> None:
    """The tokens of all other pieces are the very same objects."""
    tree = parse(TEXT)
    model = analyze(tree)
    before = kept(tree, model)
    at = TEXT.index("/orders/1") + 1
    tree = edit(tree, at, at, "x")
    old = before.each(tokens_of)
    new = kept(tree, analyze(tree, previous=model), before).each(tokens_of)
    assert sum(one is not other for one, other in zip(old, new, strict=True)) == 1


def test_pieces_that_touch_a_range() -> None:
    """Nothing else is looked at for what is on the screen."""
    tree = parse(TEXT)
    at = TEXT.index("action Check")
    found = pieces(tree, analyze(tree), Span(at + 3, at + 5))
    assert [piece.text.split()[1] for piece in found] == ["Check"]
