"""A mission ready to run: immutable values that only the compiler builds and the engine reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from reqon.errors import Location
from reqon.http.policy import RetryPolicy
from reqon.plan.expressions import Evaluate

CheckpointMode = Literal["afterStep", "onFailure"]
ParallelMode = Literal["wait-all", "fail-fast", "continue"]
DurabilityMode = Literal["process", "power", "strict"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a step list and what the run loop must know about it.

    `index` is its number in the list as written and `last` that of the last step it covers: a
    listing streamed into a store covers two. `path` is its definition path (see
    `reqon_language.model.identity`). `title` names it in messages. `binds` are the
    variables it may set. `takes_response`: it takes `response` for data, which a failed one is
    not (ruling D38). `keeps_response`: it may set `response`, and a later step may read it,
    so the journal keeps it. `work` is the value its kind compiled to, from `plan.steps`.
    """

    index: int
    last: int
    path: str
    kind: str
    title: str
    location: Location
    binds: tuple[str, ...]
    takes_response: bool
    keeps_response: bool
    work: Any


@dataclass(frozen=True, slots=True)
class Block:
    """A step list. `fetches` are the places in `steps` that a `retry` can go back to."""

    steps: tuple[Step, ...]
    fetches: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """A named step list; `keeps_response` says whether its final `response` may be read."""

    name: str
    location: Location
    block: Block
    keeps_response: bool


@dataclass(frozen=True, slots=True)
class StagePlan:
    """Actions that run together; `parallel` is how it was written, even with one action."""

    actions: tuple[str, ...]
    parallel: bool
    condition: Evaluate | None
    location: Location


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """A source before its expressions are evaluated; see `http.SourceConfig` for the units."""

    name: str
    location: Location
    base: Evaluate
    headers: Evaluate | None
    auth: str | None
    credentials: Mapping[str, Evaluate]
    timeout_ms: int
    retry: RetryPolicy
    idempotency_header: str | None


@dataclass(frozen=True, slots=True)
class StoreChoice:
    """An adapter and its target; `url` gives the database, None where the store names none."""

    adapter: str
    target: str
    url: Evaluate | None = None


@dataclass(frozen=True, slots=True)
class StorePlan:
    """A store: `choices` are what it may be kept in, `choose` gives the index."""

    name: str
    location: Location
    choices: tuple[StoreChoice, ...]
    choose: Evaluate | None


@dataclass(frozen=True, slots=True)
class MissionOptions:
    """The options of a mission that concern how it runs (language specification 2.2).

    `keeps_steps` says whether steps are journaled, so that a resume goes on inside an action:
    with a checkpoint mode, a loop with `checkpoint every`, or `enableState: true`.
    `retention_ms` is how long the state of a finished execution is kept, None for ever.
    """

    checkpoint: CheckpointMode | None = None
    keeps_state: bool = True
    keeps_steps: bool = False
    durability: DurabilityMode = "process"
    retention_ms: int | None = None
    trace: Literal["full", "minimal"] | None = None
    max_concurrency: int | None = None
    parallel_mode: ParallelMode = "wait-all"


@dataclass(frozen=True, slots=True)
class LetPlan:
    """A `let` of the file or the mission, evaluated once before the first stage."""

    name: str
    value: Evaluate
    location: Location


@dataclass(frozen=True, slots=True)
class MissionPlan:
    """Everything the engine needs to run one mission.

    `path` is the file as given; `digest` identifies the text of the mission and what its file
    shares with it. `identities` are the hashes of the steps by definition path (see
    `reqon_language.model.identity`). `environment` are the variables the mission reads by
    `env("NAME")`.
    """

    name: str
    path: str
    digest: str
    location: Location
    options: MissionOptions
    lets: tuple[LetPlan, ...]
    sources: Mapping[str, SourcePlan]
    stores: Mapping[str, StorePlan]
    actions: Mapping[str, ActionPlan]
    stages: tuple[StagePlan, ...]
    identities: Mapping[str, str]
    environment: frozenset[str]
