"""Everything a run needs before its first stage, opened in an order that leaves nothing behind.

First what only evaluates (a mistake there leaves no trace), then the journal, then the stores,
whose markers want to know the execution, then the clients.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from reqon.engine.edited import STEPS, check_unedited
from reqon.engine.kinds import RUNNERS
from reqon.engine.opening import close_sinks, open_sinks, store_definitions
from reqon.engine.run import Branch, Run
from reqon.engine.scope import Scope
from reqon.engine.settings import Settings
from reqon.engine.sinks import take_over
from reqon.engine.sources import journal_secrets, source_configs
from reqon.errors import ConfigurationError
from reqon.events import Emitter, Listener
from reqon.files import Durability
from reqon.http import SourceConfig
from reqon.journal import address
from reqon.journal.layout import Layout
from reqon.journal.session import Begin, Journal
from reqon.journal.state import ExecutionState
from reqon.plan.mission import MissionPlan
from reqon.stores.base import Store
from reqon.stores.registry import StoreDefinition

SHADOWS = "memory"
"""The directory in the journal of an execution that keeps its memory stores for a resume."""


@dataclass(frozen=True, slots=True)
class _Beforehand:
    """What expressions may ask before a run exists: the environment and the clock."""

    environ: Mapping[str, str]
    stores: Mapping[str, Store] = field(default_factory=dict)
    http: None = None
    random: Random = field(default_factory=Random)

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC)


def start(plan: MissionPlan, settings: Settings, listener: Listener | None) -> Run:
    """Open a run; `shut` in `engine.finish` closes it. Nothing stays open when this raises."""
    scope = Scope(_Beforehand(settings.environ))
    for let in plan.lets:
        scope.variables[let.name] = let.value(scope)
    configs = source_configs(plan, settings, scope)
    definitions = store_definitions(plan, scope)
    journal = _open_journal(plan, settings, configs, definitions)
    run: Run | None = None
    try:
        run = _assemble(plan, settings, listener, journal, scope.variables, definitions)
        run.clients = _open_clients(run, configs)
    except BaseException:
        if run is not None:
            close_sinks(run.sinks)
        journal.close()
        if settings.resume is None and _keeps_state(plan, settings):
            _forget(journal, settings.state_dir)
        raise
    return run


def _forget(journal: Journal, state_dir: Path) -> None:
    """Remove an execution that never began, so that a resume does not take it for one."""
    layout = Layout(state_dir)
    (layout.records / journal.state.record_name).unlink(missing_ok=True)
    layout.checkpoint(journal.state.mission, journal.execution_id).unlink(missing_ok=True)
    shutil.rmtree(layout.journal(journal.execution_id), ignore_errors=True)


def _assemble(
    plan: MissionPlan,
    settings: Settings,
    listener: Listener | None,
    journal: Journal,
    variables: dict[str, Any],
    definitions: Mapping[str, StoreDefinition],
) -> Run:
    run = Run(
        plan=plan,
        settings=settings,
        journal=journal,
        events=Emitter(journal.execution_id, plan.name, listener),
        keeps_state=_keeps_state(plan, settings),
        keeps_steps=_keeps_steps(plan, settings),
        resumed=settings.resume is not None,
        runners=RUNNERS,
    )
    run.scope = Scope(Branch(run, address.MISSION), _kept_lets(run, variables))
    durability = Durability(plan.options.durability)
    run.sinks = open_sinks(
        definitions,
        settings,
        durability=durability,
        shadow=_shadow_folder(run),
        syncs=run.keeps_steps and durability is not Durability.PROCESS,
    )
    run.stores = {name: sink.store for name, sink in run.sinks.items()}
    take_over(run, _writers(journal))
    return run


def _keeps_state(plan: MissionPlan, settings: Settings) -> bool:
    return plan.options.keeps_state and settings.keep_state and not settings.dry_run


def _keeps_steps(plan: MissionPlan, settings: Settings) -> bool:
    return plan.options.keeps_steps and _keeps_state(plan, settings)


def _open_journal(
    plan: MissionPlan,
    settings: Settings,
    configs: Mapping[str, SourceConfig],
    definitions: Mapping[str, StoreDefinition],
) -> Journal:
    stages = [list(stage.actions) for stage in plan.stages]
    durability = Durability(plan.options.durability)
    secrets = journal_secrets(plan, settings, configs)
    if settings.resume is not None:
        if not _keeps_state(plan, settings):
            raise ConfigurationError(
                f"mission `{plan.name}` keeps no state that could be resumed",
                location=plan.location,
                help="Remove `enableState: false`, or run without resuming.",
            )

        def check(state: ExecutionState) -> None:
            if not settings.accept_edits:
                check_unedited(plan, state)
            if not _keeps_steps(plan, settings):
                _refuse_lost_memory(plan, definitions, state)

        return Journal.resume(
            settings.state_dir,
            settings.resume,
            durability,
            stages=stages,
            secrets=secrets,
            check=check,
            accept_loss=settings.accept_loss,
        )
    begin = Begin(
        mission=plan.name,
        program_path=plan.path,
        program_hash=plan.digest,
        trigger=settings.trigger,
        stages=stages,
        checkpoint=plan.options.checkpoint,
        stores={
            name: {"adapter": definition.adapter, "target": definition.target}
            for name, definition in definitions.items()
        },
        metadata={**settings.metadata, STEPS: dict(plan.identities)},
    )
    if not _keeps_state(plan, settings):
        return Journal.volatile(begin)
    return Journal.create(settings.state_dir, begin, durability, secrets=secrets)


def _kept_lets(run: Run, variables: dict[str, Any]) -> dict[str, Any]:
    """Return the `let`s of file and mission as the execution first evaluated them."""
    kept = run.journal.state.frames.get(address.MISSION) if run.resumed else None
    if kept is not None:
        load = run.journal.load
        return {name: load(value) for name, value in kept.variables.items()}
    if variables:
        run.journal.step_done(
            address.MISSION, len(run.plan.lets) - 1, step_type="let", variables=variables
        )
    return variables


def _shadow_folder(run: Run) -> Path | None:
    if not run.keeps_steps:
        return None
    return Layout(run.settings.state_dir).journal(run.journal.execution_id) / SHADOWS


def _refuse_lost_memory(
    plan: MissionPlan, definitions: Mapping[str, StoreDefinition], state: ExecutionState
) -> None:
    """Refuse to go on past actions whose memory stores are gone with their process."""
    if not state.actions_run:
        return
    lost = [
        name
        for name, definition in definitions.items()
        if definition.adapter == "memory" and name in state.stores
    ]
    if lost:
        done = ", ".join(state.actions_run)
        raise ConfigurationError(
            f"the memory store `{lost[0]}` was filled by {done} and is gone",
            location=plan.stores[lost[0]].location,
            help="Start a new execution. With `checkpoint: afterStep` memory stores are kept.",
        )


def _writers(journal: Journal) -> list[str]:
    return [
        address.branch(number, index)
        for number, stage in enumerate(journal.state.stages)
        for index in range(len(stage.branches))
    ]


def _open_clients(run: Run, configs: Mapping[str, SourceConfig]) -> dict[str, Any]:
    make = run.settings.open_client
    if make is None:
        # The libraries behind it are slow to load; a mission with an error does without.
        from reqon.http import Clockwork, SourceClient

        async def sleep(seconds: float) -> None:
            # Nothing is under way between two attempts: a stop need not wait for the next.
            await run.pause(round(seconds * 1000))

        clockwork = Clockwork(sleep=sleep)
        return {name: SourceClient(config, clockwork=clockwork) for name, config in configs.items()}
    return {name: make(config) for name, config in configs.items()}
