"""The options of stores, of the other steps, and of actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reqon_language.vocabulary.enumerations import DURABILITIES, TRIGGERS
from reqon_language.vocabulary.specs import BlockSpec, OptionSpec, block

STEPS: Final[Mapping[str, BlockSpec]] = {
    "store": block(
        "store",
        OptionSpec(
            "batch", ("count", "block"), "How many records are written at once.", block="batch"
        ),
    ),
    "batch": block(
        "batch",
        OptionSpec("size", ("count",), "How many records are written at once."),
        OptionSpec("maxDelay", ("duration",), "The longest a record waits to be written."),
        OptionSpec("durability", ("word",), "What a batch survives.", words=DURABILITIES),
    ),
    "store step": block(
        "store",
        OptionSpec(
            "key", ("value",), "What a record is stored under.", element=True, default="`.id`"
        ),
        OptionSpec("partial", ("flag",), "Merge into the record, and mark it incomplete."),
        OptionSpec("upsert", ("flag",), "Merge into the record, or add it."),
    ),
    "wait": block(
        "wait",
        OptionSpec("timeout", ("duration",), "How long to wait.", default="`5m`"),
        OptionSpec("path", ("path",), "The path the events are sent to."),
        OptionSpec(
            "expectedEvents",
            ("count", "list"),
            "How many events, or which, to wait for.",
            default="`1`",
        ),
        OptionSpec("eventFilter", ("value",), "Which events count.", element=True),
        OptionSpec("retry", ("block", "flag"), "Wait again after a time-out.", block="retry"),
        OptionSpec(
            "retryOnTimeout", ("block", "flag"), "Wait again after a time-out.", block="retry"
        ),
        OptionSpec("storage", ("store", "block"), "The store events are kept in.", block="storage"),
    ),
    "storage": block(
        "storage",
        OptionSpec("target", ("store",), "The store events are kept in.", required=True),
        OptionSpec("key", ("value",), "What an event is stored under.", element=True),
    ),
    "pause": block(
        "pause",
        OptionSpec("duration", ("duration",), "How long to pause at most.", required=True),
        OptionSpec("persist", ("store",), "The store the paused state is kept in."),
        OptionSpec(
            "resumeOn",
            ("triggers",),
            "What resumes the mission.",
            words=TRIGGERS,
            default="`timeout`",
        ),
    ),
    "queue": block(
        "queue",
        OptionSpec(
            "item",
            ("value",),
            "What is queued.",
            default="the matched value",
        ),
        OptionSpec("key", ("value",), "What it is queued under.", element=True),
    ),
    "action": block(
        "action",
        OptionSpec("concurrency", ("count",), "How many iterations of its loops run at once."),
    ),
}
