"""What a run notes of its steps for those who write them: shapes of responses, and counts.

Kept by definition path: all iterations of a loop count as one. Noting costs next to nothing; of
many responses or pages the first few are looked at, then ever fewer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from reqon.engine.shape import Shape
from reqon.journal.shapes import StepRecord

_ALL_OF_THE_FIRST: Final = 3


@dataclass(slots=True)
class StepNotes:
    """One step. `response` is the shape of what it answered, `page` that of a page of it.

    `items` counts the items of listings and loops, or the records of a store; `earlier` those
    that earlier runs of a resumed execution had done.
    """

    requests: int = 0
    pages: int = 0
    items: int | None = None
    earlier_pages: int = 0
    earlier_items: int = 0
    response: Shape | None = None
    page: Shape | None = None

    def record(self, hidden: Callable[[str], bool]) -> StepRecord:
        """Return the notes as they are kept."""
        counts = {"requests": self.requests, "pages": self.pages}
        known = {name: count for name, count in counts.items() if count}
        if self.items is not None:
            known["items"] = self.items
        earlier = {"pages": self.earlier_pages, "items": self.earlier_items}
        return StepRecord(
            response=self.response.schema(hidden) if self.response is not None else None,
            page=self.page.schema(hidden) if self.page is not None else None,
            counts=known,
            earlier={name: count for name, count in earlier.items() if count},
        )


@dataclass(slots=True)
class Notes:
    """The notes of a run by definition path."""

    steps: dict[str, StepNotes] = field(default_factory=dict)

    def answered(self, path: str, response: Any) -> None:
        """Note what a request was answered with."""
        step = self._of(path)
        step.requests += 1
        if isinstance(response, list):
            step.items = (step.items or 0) + len(response)
        if _is_sampled(step.requests):
            step.response = step.response or Shape()
            step.response.observe(response)

    def paged(self, path: str, body: Any) -> None:
        """Note a page as it was answered."""
        step = self._of(path)
        if _is_sampled(step.pages + 1):
            step.page = step.page or Shape()
            step.page.observe(body)

    def listed(self, path: str, items: list[Any]) -> None:
        """Note the items of a page that was consumed."""
        step = self._of(path)
        step.pages += 1
        step.items = (step.items or 0) + len(items)
        if _is_sampled(step.pages):
            step.response = step.response or Shape()
            step.response.observe(items)

    def counted(self, path: str, items: int) -> None:
        """Note how many items a loop visited or a store took."""
        step = self._of(path)
        step.items = (step.items or 0) + items

    def resumed(self, path: str, *, items: int, pages: int = 0) -> None:
        """Note how far a loop or listing was that goes on now."""
        step = self._of(path)
        step.earlier_items += items
        step.earlier_pages += pages

    def records(self, hidden: Callable[[str], bool]) -> dict[str, StepRecord]:
        """Return the notes as they are kept; members whose name is `hidden` are not named."""
        return {path: step.record(hidden) for path, step in self.steps.items()}

    def _of(self, path: str) -> StepNotes:
        step = self.steps.get(path)
        if step is None:
            step = self.steps[path] = StepNotes()
        return step


def _is_sampled(number: int) -> bool:
    """Whether to look at response or page number `number`: the first ones, then powers of two."""
    return number <= _ALL_OF_THE_FIRST or not number & (number - 1)
