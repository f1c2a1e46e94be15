"""Running missions from Python: `execute`, `execute_sync`, `execute_all`, `load_missions`.

The command line goes through the same functions. What fails in a mission is in the result;
what keeps it from beginning is raised.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reqon.credentials import AuthFile, load_auth_file, load_env
from reqon.engine.mission import Engine
from reqon.engine.result import ExecutionResult
from reqon.engine.settings import DEFAULT_STATE_DIR, Settings
from reqon.errors import ConfigurationError
from reqon.events import Listener
from reqon.journal import catalog
from reqon.plan import MissionPlan, compile_program
from reqon_language import parse


@dataclass(frozen=True, slots=True)
class Options:
    """How missions are executed; every field may be given to `execute` by name.

    `mission` chooses one of several. `state_dir` holds stores and execution state; by default
    it is `REQON_STATE_DIR`, else `.vague-data`. `auth` is a credentials file or the same by
    source name. `environ` replaces the environment, `env_files` extend it. `store_urls` are the
    databases of `sql` stores, by store or for all under `sql`. `resume` goes on with the latest
    execution that can be resumed, `execution_id` with that one. `accept_edits` does so although
    steps that ran were edited, `accept_loss` although the journal is damaged. `dry_run` sends
    nothing and writes nothing. `keep_state: false` leaves no record. `collect` puts the records
    of all stores into the result. `listener` hears every event.
    """

    mission: str | None = None
    state_dir: Path | str | None = None
    auth: Path | str | Mapping[str, Mapping[str, Any]] | None = field(default=None, repr=False)
    environ: Mapping[str, str] | None = field(default=None, repr=False)
    env_files: Sequence[Path | str] = ()
    store_urls: Mapping[str, str] = field(default_factory=dict, repr=False)
    resume: bool = False
    execution_id: str | None = None
    accept_edits: bool = False
    accept_loss: bool = False
    dry_run: bool = False
    keep_state: bool = True
    collect: bool = False
    metadata: Mapping[str, Any] = field(default_factory=dict)
    trigger: str = "manual"
    listener: Listener | None = None


async def execute(program: str | Path, **options: Any) -> ExecutionResult:
    """Run a mission and return what it came to.

    `program` is the text of a program, or the path of one. A program with several missions
    needs `mission=…`. The other options are those of `Options`. Raises `ProgramError` for a
    program that cannot run and `ConfigurationError` for what is missing around it.
    """
    chosen = Options(**options)
    plan = choose(load_missions(program), chosen.mission)
    return await Engine(plan, settings_for(plan, chosen), chosen.listener).run()


def execute_sync(program: str | Path, **options: Any) -> ExecutionResult:
    """Do what `execute` does, from code that is not asynchronous."""
    return asyncio.run(execute(program, **options))


async def execute_all(program: str | Path, **options: Any) -> list[ExecutionResult]:
    """Run all missions of a program in file order, also those after one that failed."""
    chosen = Options(**options)
    return [
        await Engine(plan, settings_for(plan, chosen), chosen.listener).run()
        for plan in load_missions(program)
    ]


def load_missions(program: str | Path) -> list[MissionPlan]:
    """Parse and compile a program; nothing runs. Raises `ProgramError`, `ConfigurationError`.

    A path is that of a file or of a mission folder, whose files are one program.
    """
    if isinstance(program, str):
        return compile_program(parse(program), "<program>")
    # Finding other files of a project is not needed for a text.
    from reqon.project.programs import load_program

    return load_program(program)


def choose(plans: Sequence[MissionPlan], name: str | None) -> MissionPlan:
    """Return the mission called `name`, or the only one. Raises `ConfigurationError`."""
    names = ", ".join(plan.name for plan in plans)
    if name is None and len(plans) == 1:
        return plans[0]
    if name is None:
        raise ConfigurationError(
            f"the program has {len(plans)} missions", help=f"Choose one of: {names}."
        )
    for plan in plans:
        if plan.name == name:
            return plan
    raise ConfigurationError(f"the program has no mission `{name}`", help=f"It has: {names}.")


def settings_for(plan: MissionPlan, options: Options) -> Settings:
    """Turn options into settings: environment and credentials read, the execution to resume found.

    Without an execution that can be resumed, `resume` begins a new one.
    """
    environ = dict(os.environ if options.environ is None else options.environ)
    environ = load_env([Path(path) for path in options.env_files], environ)
    state_dir = Path(options.state_dir or environ.get("REQON_STATE_DIR") or DEFAULT_STATE_DIR)
    settings = Settings(
        state_dir=state_dir,
        environ=environ,
        auth_file=_auth(options.auth),
        store_urls=options.store_urls,
        keep_state=options.keep_state,
        accept_edits=options.accept_edits,
        accept_loss=options.accept_loss,
        dry_run=options.dry_run,
        collect=options.collect,
        trigger=options.trigger,
        metadata=options.metadata,
    )
    return replace(settings, resume=_execution_to_resume(plan, options, state_dir))


def _auth(auth: Path | str | Mapping[str, Mapping[str, Any]] | None) -> AuthFile | None:
    if auth is None:
        return None
    if isinstance(auth, Mapping):
        return AuthFile("auth", auth)
    return load_auth_file(Path(auth))


def _execution_to_resume(plan: MissionPlan, options: Options, state_dir: Path) -> str | None:
    if options.execution_id is not None:
        found = catalog.find(state_dir, options.execution_id)
        if found is None or found.mission != plan.name:
            raise ConfigurationError(
                f"mission `{plan.name}` has no execution {options.execution_id} in {state_dir}",
                help=f"`reqon history {plan.name}` lists them.",
            )
        return found.execution_id
    if not options.resume:
        return None
    latest = catalog.latest_resumable(state_dir, plan.name)
    return latest.execution_id if latest is not None else None
