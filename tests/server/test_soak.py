"""A few hundred keys of the session that `make soak` types for an hour."""

from __future__ import annotations

from benchmarks.lsp.soak import soak


def test_typing_fails_nowhere_leaves_nothing_unanswered_and_piles_nothing_up() -> None:
    """Every request is answered, by a result or as cancelled, and memory settles."""
    found = soak(400, lines=600)
    assert found.errors == []
    assert found.answered == found.asked > 200
    assert found.growth < 0.10
