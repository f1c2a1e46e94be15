"""The options of a mission, and which of them the engine follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from reqon.plan import constants
from reqon.plan.declarations import Declared
from reqon.plan.errors import PlanError, nearest
from reqon.plan.mission import CheckpointMode, DurabilityMode, MissionOptions, ParallelMode
from reqon.plan.walk import walk
from reqon_language.syntax import ast

_MODES: tuple[CheckpointMode, ...] = ("afterStep", "onFailure")
_TRACES: tuple[Literal["full", "minimal"], ...] = ("full", "minimal")
_PARALLEL: tuple[ParallelMode, ...] = ("wait-all", "fail-fast", "continue")
_DURABILITY: tuple[DurabilityMode, ...] = ("process", "power", "strict")
SCHEDULING = (
    "schedule",
    "skipIfRunning",
    "retryOnFailure",
    "timezone",
    "runImmediately",
    "timeout",
    "jitter",
)
"""Options read by whoever decides when a mission runs; the engine has no use for them."""
_KNOWN = (
    "checkpoint",
    "stateRetention",
    "stateStore",
    "enableState",
    "trace",
    "maxConcurrency",
    "parallelMode",
    "durability",
)


def compile_options(
    options: Mapping[str, Declared[ast.Option]], actions: Iterable[ast.Action]
) -> MissionOptions:
    """Read the mission options; `actions` tell whether a loop declares `checkpoint every`."""
    for name, option in options.items():
        if name not in _KNOWN and name not in SCHEDULING:
            raise PlanError(
                f"a mission has no option `{name}`",
                location=option.location,
                help=nearest(name, (*_KNOWN, *SCHEDULING)),
            )
    checkpoint = _word(options, "checkpoint", _MODES)
    enabled = _flag(options.get("enableState"))
    wants_steps = checkpoint is not None or enabled is True or _has_loop_checkpoint(actions)
    _word(options, "stateStore", ("file",))
    return MissionOptions(
        checkpoint=checkpoint,
        keeps_state=enabled is not False,
        keeps_steps=wants_steps and enabled is not False,
        durability=_word(options, "durability", _DURABILITY)
        or ("power" if checkpoint == "afterStep" else "process"),
        retention_ms=_milliseconds(options.get("stateRetention")),
        trace=_word(options, "trace", _TRACES),
        max_concurrency=_integer(options.get("maxConcurrency")),
        parallel_mode=_word(options, "parallelMode", _PARALLEL) or "wait-all",
    )


def _word(
    options: Mapping[str, Declared[ast.Option]],
    name: str,
    choices: tuple[constants.Choice, ...],
) -> constants.Choice | None:
    option = options.get(name)
    if option is None:
        return None
    return constants.word(option.node.entry.value, choices, option.locate)


def _flag(option: Declared[ast.Option] | None) -> bool | None:
    return None if option is None else constants.flag(option.node.entry.value, option.locate)


def _integer(option: Declared[ast.Option] | None) -> int | None:
    return None if option is None else constants.integer(option.node.entry.value, option.locate)


def _milliseconds(option: Declared[ast.Option] | None) -> int | None:
    if option is None:
        return None
    return constants.milliseconds(option.node.entry.value, option.locate)


def _has_loop_checkpoint(actions: Iterable[ast.Action]) -> bool:
    return any(
        isinstance(node, ast.For) and node.checkpoint_every is not None
        for action in actions
        for node in walk(action)
    )
