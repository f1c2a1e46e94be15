"""The numbers of semantic tokens: put together from pieces, and what changed of them."""

from __future__ import annotations

import pytest

from reqon_language import parse
from reqon_language.features.pieces import pieces
from reqon_language.features.semantic_tokens import semantic_tokens, tokens_of
from reqon_language.model.analysis import analyze
from reqon_language.text import Encoding
from reqon_server.tokens import changes, encode, encode_piece, joined

TEXT = """// a comment 😀
/* another */ mission Ж { source Api { auth: none } /* é */ store s: memory("s") // behind
  action Go { get "/é/{x}" /* over
  lines 😀 */ } action On { run Go }
  run Go
} let x = 1 // last"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", [0, 1, 2])
def test_the_numbers_of_pieces_are_those_of_the_file(encoding: Encoding, end: int) -> None:
    """Wherever pieces begin on one line, and whatever characters stand before them."""
    text = TEXT.replace("\n", ["\n", "\r\n", "\r"][end])
    tree = parse(text)
    model = analyze(tree)
    whole = encode(semantic_tokens(tree, model), tree.lines, encoding)
    parts = [encode_piece(tokens_of(piece), piece.text, encoding) for piece in pieces(tree, model)]
    assert joined(parts) == whole
    assert len(whole) > 100


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        ([1] * 10, [1] * 10, None),
        ([], [1] * 5, (0, 0, [1] * 5)),
        ([1] * 5, [], (0, 5, [])),
        ([1] * 15, [1] * 10, (10, 5, [])),
        ([1] * 5 + [2] * 5 + [3] * 5, [1] * 5 + [2, 2, 4, 2, 2] + [3] * 5, (5, 5, [2, 2, 4, 2, 2])),
        ([1] * 10, [1] * 9 + [2], (5, 5, [1, 1, 1, 1, 2])),
    ],
)
def test_what_changed_is_one_edit_between_tokens(
    before: list[int], after: list[int], edit: tuple[int, int, list[int]] | None
) -> None:
    """It begins and ends with whole tokens, and makes the new numbers of the old ones."""
    names = ("start", "deleteCount", "data")
    assert changes(before, after) == ([dict(zip(names, edit, strict=True))] if edit else [])
