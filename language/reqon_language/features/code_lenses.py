"""Code lenses: what can be done with missions and actions, and what they last did.

Nothing is known here of executions: the caller hands over what it knows of them. Without that
only what needs no execution is offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from reqon_language.model import Declaration, FileModel
from reqon_language.model.summary import declared
from reqon_language.syntax.ast import Span

LensCommand: TypeAlias = Literal["run", "resume", "dryRun", "history", "openRecord"]
Outcome: TypeAlias = Literal["completed", "failed", "interrupted", "paused", "running"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An execution that can be resumed. `item` counts from 0; None outside of loops."""

    execution: str
    action: str
    item: int | None = None
    items: int | None = None


@dataclass(frozen=True, slots=True)
class ActionRun:
    """How an action last went; counts are records, the duration milliseconds."""

    execution: str
    outcome: Outcome
    duration: float | None = None
    added: int = 0
    updated: int = 0


@dataclass(frozen=True, slots=True)
class MissionRuns:
    """What is known of the executions of one mission; `actions` by name.

    With `more` there are very many, and not all were counted.
    """

    executions: int = 0
    waiting: Waiting | None = None
    actions: Mapping[str, ActionRun] = field(default_factory=dict)
    more: bool = False


@dataclass(frozen=True, slots=True)
class Lens:
    """A line of text above a declaration that does something when it is clicked."""

    span: Span
    command: LensCommand
    title: str
    mission: str
    action: str = ""
    execution: str = ""

    @property
    def tooltip(self) -> str:
        """What a click does, in a sentence."""
        return _TOOLTIPS[self.command].format(lens=self)


_TOOLTIPS: dict[LensCommand, str] = {
    "run": "Run {lens.mission} from its beginning",
    "resume": "Go on with {lens.execution} where it stands",
    "dryRun": "Go through {lens.mission} without sending a request or writing a store",
    "history": "Open the record of the latest execution of {lens.mission}",
    "openRecord": "Open the record of {lens.execution}",
}

_MARKS: dict[Outcome, str] = {
    "completed": "✓", "failed": "✗", "interrupted": "◌", "paused": "⏸", "running": "…",
}  # fmt: skip


def code_lenses(model: FileModel, runs: Mapping[str, MissionRuns] | None = None) -> list[Lens]:
    """Return the lenses of a file, in source order; `runs` is known by the missions' names."""
    found: list[Lens] = []
    known = runs or {}
    for placed, section in zip(model.missions, model.sections, strict=False):
        for mission in declared(placed.node, placed.offset, None):
            last = known.get(mission.name)
            found += _of_mission(mission, last)
            for member in section.node.declarations if last is not None else ():
                if member.kind == "action":
                    found += _of_action(member.shift(placed.offset), mission.name, last)
    return found


def _of_mission(mission: Declaration, runs: MissionRuns | None) -> Iterator[Lens]:
    name, span = mission.name, mission.span
    yield Lens(span, "run", "▶ Run", name)
    if runs is not None and runs.waiting is not None:
        waiting = runs.waiting
        yield Lens(span, "resume", _resume(waiting), name, execution=waiting.execution)
    yield Lens(span, "dryRun", "Dry run", name)
    if runs is not None and runs.executions:
        count = f"{runs.executions}+" if runs.more else str(runs.executions)
        yield Lens(span, "history", f"History ({count})", name)


def _resume(waiting: Waiting) -> str:
    if waiting.item is None:
        return f"⏯ Resume ({waiting.action})"
    of = f" of {waiting.items}" if waiting.items is not None else ""
    return f"⏯ Resume ({waiting.action} item {waiting.item}{of})"


def _of_action(action: Declaration, mission: str, runs: MissionRuns | None) -> Iterator[Lens]:
    last = runs.actions.get(action.name) if runs is not None else None
    if last is not None:
        title = _last(last)
        yield Lens(action.span, "openRecord", title, mission, action.name, last.execution)


def _last(run: ActionRun) -> str:
    parts = [f"{_MARKS[run.outcome]} {run.outcome}"]
    if run.duration is not None:
        parts.append(_seconds(run.duration))
    counts = [f"{count} {word}" for count, word in ((run.added, "added"), (run.updated, "updated"))
              if count]  # fmt: skip
    return " · ".join([*parts, ", ".join(counts)] if counts else parts)


def _seconds(duration: float) -> str:
    if duration < 1_000:
        return f"{duration:.0f} ms"
    if duration < 60_000:
        return f"{duration / 1_000:.1f} s"
    minutes, seconds = divmod(round(duration / 1_000), 60)
    return f"{minutes} min {seconds} s"
