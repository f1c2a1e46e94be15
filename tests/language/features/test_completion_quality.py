"""How near to the top the wanted proposal is, over many cursor tasks."""

from __future__ import annotations

from language.features.completion_quality import mean_reciprocal_rank, rank, tasks


def test_what_is_wanted_is_near_the_top() -> None:
    """Every task's proposal is there, and on average it is the first one or almost."""
    ranks = {task.written: (task.wanted, rank(task)) for task in tasks()}
    assert len(ranks) >= 150
    assert [(written, wanted) for written, (wanted, place) in ranks.items() if not place] == []
    assert mean_reciprocal_rank(place for _, place in ranks.values()) >= 0.93
