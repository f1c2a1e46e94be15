"""The LALR(1) tables of the grammar, as compiled by `compile.py` and shipped beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

Rule: TypeAlias = tuple[int, int, int, bool, bool]
"""A grammar rule as the driver needs it: (non-terminal, length, kind, transparent, runs).

`runs` says that some of its children may be runs of children, which a parent flattens.
"""


@dataclass(frozen=True, slots=True)
class Tables:
    """What the driver needs to know of the grammar.

    `actions[state]` maps a terminal to `target + 1` (shift) or `-1 - rule` (reduce);
    `gotos[state]` maps a non-terminal to a state. A rule of kind -1 joins its children to the
    parent, a transparent one leaves its one child as it is. `words` and `signs` map the
    spellings of the grammar to terminals.
    """

    terminals: list[str]
    terminal_numbers: dict[str, int]
    kinds: list[str]
    words: dict[str, int]
    signs: dict[str, int]
    rules: list[Rule]
    actions: list[dict[int, int]]
    gotos: list[dict[int, int]]
    starts: dict[str, int]
    ends: dict[str, int]

    def terminal(self, name: str) -> int:
        """Return the number of a terminal, by its name in the grammar."""
        return self.terminal_numbers[name]

    def kind(self, name: str) -> int:
        """Return the number of a kind of node, by its name in the grammar."""
        return self.kinds.index(name)


def _pairs(numbers: list[int]) -> dict[int, int]:
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


@lru_cache(maxsize=1)
def load() -> Tables:
    """Read the shipped tables; about ten milliseconds, once per process."""
    data = json.loads(files(__package__).joinpath("tables.json").read_bytes())
    return Tables(
        terminals=data["terminals"],
        terminal_numbers={name: number for number, name in enumerate(data["terminals"])},
        kinds=data["kinds"],
        words=data["words"],
        signs=data["signs"],
        rules=[
            (left, length, kind, bool(transparent), bool(runs))
            for left, length, kind, transparent, runs in data["rules"]
        ],
        actions=[_pairs(row) for row in data["actions"]],
        gotos=[_pairs(row) for row in data["gotos"]],
        starts=data["starts"],
        ends=data["ends"],
    )


TABLES = load()
