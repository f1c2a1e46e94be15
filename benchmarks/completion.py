"""How good completion is: the mean reciprocal rank over a set of cursor tasks, and how fast.

The tasks stand in `tests/language/features/completion_tasks.toml`, whose head says what they
are; the test beside it holds the floor.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.measure import best
from reqon_language.features.completion import complete
from reqon_language.model import analyze
from reqon_language.syntax import parse

ROOT = Path(__file__).parents[1]
_SHOWN = 10


def report() -> None:
    """Print the quality of each group of tasks, what is furthest from the top, and the speed."""
    sys.path.insert(0, str(ROOT / "tests"))
    quality = import_module("language.features.completion_quality")
    ranked = [(task, quality.rank(task)) for task in quality.tasks()]

    def mean(of: Sequence[tuple[object, int | None]]) -> float:
        return float(quality.mean_reciprocal_rank(place for _, place in of))

    print(f"completion: {len(ranked)} cursor tasks, mean reciprocal rank {mean(ranked):.3f}")
    for group in dict.fromkeys(task.group for task, _ in ranked):
        own = [(task, place) for task, place in ranked if task.group == group]
        print(f"  {group:<44} {mean(own):>8.3f}   {len(own):>4} tasks")
    for task, place in sorted(ranked, key=lambda pair: pair[1] or 1_000, reverse=True)[:_SHOWN]:
        print(f"    {place or 'not'!s:>4}: `{task.wanted}` in `{task.written}`")
    _speed()


def _speed() -> None:
    text = (ROOT / "examples" / "customer_sync.vague").read_text(encoding="utf-8")
    program = "\n".join(
        text.replace("CustomerSync", f"Sync{number}")
        for number in range(10_000 // text.count("\n"))
    )
    model, place = analyze(parse(program)), program.rindex(".address.city")
    rate = best("completion", lambda: complete(model, program, place), 1)
    print(f"  {program.count(chr(10)):,} lines: {1_000 / rate.per_second:.1f} ms")
