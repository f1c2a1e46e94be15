"""The options of missions: when they run, and what of a run is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reqon_language.vocabulary.enumerations import (
    CHECKPOINT_MODES,
    DURABILITIES,
    PARALLEL_MODES,
    SCHEDULE_KINDS,
    STATE_STORES,
    TRACE_MODES,
)
from reqon_language.vocabulary.specs import BlockSpec, OptionSpec, block

_TIME_ZONE = OptionSpec(
    "timezone",
    ("text",),
    'The time zone of the schedule, such as "Europe/Berlin".',
    default="the time zone of the system",
)
_SKIP_IF_RUNNING = OptionSpec(
    "skipIfRunning",
    ("flag",),
    "Skip a scheduled run while the previous one still runs.",
    default="`true`",
)

MISSIONS: Final[Mapping[str, BlockSpec]] = {
    "mission": block(
        "mission",
        OptionSpec(
            "schedule",
            ("schedule",),
            "When the daemon runs the mission.",
            words=SCHEDULE_KINDS,
            block="schedule",
        ),
        OptionSpec(
            "maxConcurrency",
            ("count",),
            "How many actions of a stage, or runs of the mission, may run at once.",
        ),
        _SKIP_IF_RUNNING,
        OptionSpec(
            "retryOnFailure",
            ("block", "count"),
            "Run the mission again after a failure.",
            block="retry",
        ),
        _TIME_ZONE,
        OptionSpec(
            "runImmediately", ("flag",), "Run once when the daemon starts.", default="`true`"
        ),
        OptionSpec("timeout", ("duration",), "How long one run may take."),
        OptionSpec("jitter", ("duration",), "Delay each scheduled run by up to this long."),
        OptionSpec(
            "parallelMode",
            ("word",),
            "What happens when one action of a parallel stage fails.",
            words=PARALLEL_MODES,
            default="`wait-all`",
        ),
        OptionSpec(
            "checkpoint",
            ("word",),
            "When the position is saved, so that a run can be resumed.",
            words=CHECKPOINT_MODES,
            block="checkpoint",
        ),
        OptionSpec("trace", ("word",), "What is recorded about each step.", words=TRACE_MODES),
        OptionSpec("stateRetention", ("duration",), "How long execution records are kept."),
        OptionSpec(
            "stateStore",
            ("word",),
            "Where execution state is kept.",
            words=STATE_STORES,
            default="`file`",
        ),
        OptionSpec("enableState", ("flag",), "Whether execution state is kept."),
        OptionSpec(
            "durability",
            ("word",),
            "What saved state survives.",
            words=DURABILITIES,
            default="`power` with `checkpoint: afterStep`, else `process`",
        ),
    ),
    "schedule": block(
        "schedule",
        _TIME_ZONE,
        OptionSpec("maxConcurrency", ("count",), "How many runs may overlap.", default="`1`"),
        _SKIP_IF_RUNNING,
        OptionSpec("retry", ("block",), "Repeat a failed scheduled run.", block="schedule retry"),
    ),
    "schedule retry": block(
        "schedule retry",
        OptionSpec("maxRetries", ("count",), "How often a failed run is repeated."),
        OptionSpec("delaySeconds", ("number",), "How long to wait before, in seconds.", unit="s"),
    ),
    "checkpoint": block(
        "checkpoint", OptionSpec("store", ("store",), "The store checkpoints go to.")
    ),
}
