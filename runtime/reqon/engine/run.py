"""The values a run is made of: the run itself, its branches, and the frames of their step lists.

Only data and the reading of it; what happens to it is in `blocks`, `pipeline` and `steps`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any

from reqon.engine.notes import Notes
from reqon.engine.scope import HttpInfo, Scope
from reqon.engine.settings import Settings
from reqon.engine.signals import Signal, StoppedError
from reqon.events import Emitter
from reqon.journal import address
from reqon.journal.session import Journal
from reqon.journal.state import FrameState
from reqon.plan.mission import MissionPlan, Step
from reqon.stores.base import Store

if TYPE_CHECKING:
    from reqon.engine.result import ErrorRecord
    from reqon.engine.sinks import Sink
    from reqon.engine.watermarks import Watermark
    from reqon.http import HttpStatusError, SourceClient


@dataclass(slots=True)
class Run:
    """One run of a mission. `keeps_state`: it leaves a record; `keeps_steps`: steps are journaled
    as well, so that a resume goes on there.

    `resumed` says that the journal may know of work already done. `scope` holds the `let`s of
    file and mission. `errors` are the failures of this run, `handovers` the scopes that the
    single action of a stage left for the next stage. `notes` are for those who write the mission.
    """

    plan: MissionPlan
    settings: Settings
    journal: Journal
    events: Emitter
    keeps_state: bool
    keeps_steps: bool
    resumed: bool
    runners: Mapping[type, Runner]
    scope: Scope = field(init=False)
    errors: list[ErrorRecord] = field(default_factory=list)
    handovers: dict[int, Scope] = field(default_factory=dict)
    clients: Mapping[str, SourceClient] = field(default_factory=dict)
    sinks: Mapping[str, Sink] = field(default_factory=dict)
    stores: Mapping[str, Store] = field(default_factory=dict)
    random: Random = field(default_factory=Random)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    notes: Notes = field(default_factory=Notes)

    @property
    def dry(self) -> bool:
        """Whether nothing outside may be touched."""
        return self.settings.dry_run

    def check_stop(self) -> None:
        """Raise `StoppedError` where a run that was asked to stop may do so."""
        if self.stopping.is_set():
            raise StoppedError

    async def pause(self, milliseconds: int) -> None:
        """Wait, but not when the run is asked to stop: then raise `StoppedError`."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), milliseconds / 1000)
        self.check_stop()

    def tell_checkpoint(self, frame: Frame, step: Step) -> None:
        """Tell of the last journal record if the mission asked for a checkpoint there."""
        state = self.journal.state
        if state.checkpoint_at == state.sequence:
            self.events.emit(
                "checkpoint.save",
                stage=max(state.stage, 0),
                action=frame.action,
                step=step.title,
                address=frame.at(step.index),
            )

    def warn(self, message: str, step: Step, frame: Frame) -> None:
        """Tell of something that is no failure but should be seen."""
        self.events.emit(
            "warning",
            message=message,
            action=frame.action,
            step=step.title,
            location=str(step.location),
        )


@dataclass(slots=True)
class Branch:
    """One action of a stage with all it calls: one writer to the stores, one latest response.

    It is what expressions ask about the run. `refused` is a failed response no step has dealt
    with: the object that became `response`, and the error for whoever takes it for data.
    `watermarks` wait for the action to complete.
    """

    run: Run
    writer: str
    http: HttpInfo | None = None
    refused: tuple[Any, HttpStatusError] | None = None
    watermarks: dict[str, Watermark] = field(default_factory=dict)
    failure: Failure | None = None

    @property
    def stores(self) -> Mapping[str, Store]:
        """The open stores by name."""
        return self.run.stores

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment of the run."""
        return self.run.settings.environ

    @property
    def random(self) -> Random:
        """The source of chance of the run."""
        return self.run.random

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a branch failed first: the innermost step that raised."""

    error: BaseException
    action: str
    step: Step
    address: str


@dataclass(frozen=True, slots=True)
class Prior:
    """What `response` was, `ABSENT` included."""

    response: Any


Entry = str | tuple[int, Any]
"""What an iteration is about: the key of a record, or the number and the item of an array."""


@dataclass(slots=True)
class Frame:
    """A step list being run.

    `scope` is where its variables are bound. `entry` is set in iterations. `subject` is what the
    `match` around it matched. `prior` holds the `response` before the latest request, which a
    `retry` brings back. `failed_fetch` is the number of a request answered with a failure that
    the `match` behind it is dealing with. `rewinds` counts how often the frame went back, `round`
    how often to send a call anew instead of repeating it. `resume` is what the journal knows of
    the step that runs next, if that was under way before.
    """

    branch: Branch
    action: str
    address: str
    scope: Scope
    parent: Frame | None = None
    entry: Entry | None = None
    subject: Any = None
    prior: Prior | None = None
    failed_fetch: int | None = None
    rewinds: int = 0
    round: int = 0
    resume: FrameState | None = None

    @property
    def run(self) -> Run:
        """The run it belongs to."""
        return self.branch.run

    def at(self, step: int) -> str:
        """Return the address of a step of this frame."""
        if self.rewinds:
            return f"{self.address}.{step}~{self.rewinds}"
        return f"{self.address}.{step}"

    def block(self, step: Step, number: int, variables: dict[str, Any] | None = None) -> Frame:
        """Open the frame of a block of a step: an arm, an `or`, an `if`, a `try`."""
        return Frame(
            branch=self.branch,
            action=self.action,
            address=address.block(self.at(step.index), number),
            scope=self.scope.block(variables),
            parent=self,
            subject=self.subject,
        )

    def chain(self) -> Iterator[Frame]:
        """Yield this frame and those around it, innermost first."""
        frame: Frame | None = self
        while frame is not None:
            yield frame
            frame = frame.parent


Runner = Callable[[Any, Step, Frame], Awaitable[Signal | None]]
"""What runs a step: its `work`, the step, the frame it stands in."""
