"""The cursor tasks of `completion_tasks.toml`, and the place of what is wanted in each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from language.features.cursors import at
from language.features.projects import outside_of, project_of
from reqon_language.features.completion import complete

_BESIDE = {
    "shared.vague": "schema Money { amount: decimal }\n",
    "crm/customer.vague": "schema Customer { id: string }\n"
    "transform ToCustomer: Customer -> Customer { id: .id }\n",
}
_OUTSIDE = outside_of(
    project_of(_BESIDE),
    "a.vague",
    others=("crm.yaml", "openapi.json", "package.json", "specs/shop.yaml", "README.md",
            "../billing.yaml", "../common.vague"),
    variables=("SHOP_TOKEN", "SHOP_URL"),
)  # fmt: skip
"""What lies beside the file of every task."""
_FILE = Path(__file__).with_name("completion_tasks.toml")


@dataclass(frozen=True, slots=True)
class Task:
    """A text with the cursor `$0`; `written` is its part that the task is about."""

    group: str
    written: str
    text: str
    wanted: str


def tasks() -> Iterator[Task]:
    """Yield the tasks, each with its frame around it."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    for group in data["group"]:
        frame = data["frames"][group["frame"]]
        for written, wanted in group["tasks"]:
            text = frame.replace("{}", written, 1)
            yield Task(group["name"], written, text, wanted)


def rank(task: Task) -> int | None:
    """Return the place of what is wanted, from 1; None where it is not proposed."""
    place = at(task.text)
    found = complete(place.model, place.text, place.offset, _OUTSIDE)
    labels = [item.label for item in found.items]
    return labels.index(task.wanted) + 1 if task.wanted in labels else None


def mean_reciprocal_rank(ranks: Iterable[int | None]) -> float:
    """Return the mean of 1 / rank, where what is not proposed counts as 0."""
    scores = [1 / place if place is not None else 0 for place in ranks]
    return sum(scores) / len(scores)
