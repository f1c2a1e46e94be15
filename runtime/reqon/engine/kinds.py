"""Which function runs which kind of step; the counterpart of `plan.kinds`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reqon.engine.run import Runner
from reqon.engine.steps.apply import run_apply
from reqon.engine.steps.branch import run_if, run_try
from reqon.engine.steps.directives import (
    run_abort,
    run_action_step,
    run_continue,
    run_jump,
    run_retry,
    run_skip,
)
from reqon.engine.steps.fetch import run_fetch
from reqon.engine.steps.let import run_let
from reqon.engine.steps.loop import run_loop
from reqon.engine.steps.map import run_map
from reqon.engine.steps.match import run_match
from reqon.engine.steps.queue import run_queue
from reqon.engine.steps.remove import run_clear, run_delete
from reqon.engine.steps.store import run_store
from reqon.engine.steps.validate import run_validate
from reqon.plan.steps.apply import Apply
from reqon.plan.steps.branch import If, Try
from reqon.plan.steps.directives import Abort, Continue, Jump, Retry, RunAction, Skip
from reqon.plan.steps.fetch import Fetch
from reqon.plan.steps.let import Let
from reqon.plan.steps.loop import Loop
from reqon.plan.steps.map import Map
from reqon.plan.steps.match import Match
from reqon.plan.steps.queue import Queue
from reqon.plan.steps.remove import Clear, DeleteRecord
from reqon.plan.steps.store import StoreWrite
from reqon.plan.steps.validate import Validate

RUNNERS: Final[Mapping[type, Runner]] = {
    Fetch: run_fetch,
    Loop: run_loop,
    Map: run_map,
    Apply: run_apply,
    Validate: run_validate,
    StoreWrite: run_store,
    Match: run_match,
    Let: run_let,
    If: run_if,
    Try: run_try,
    Skip: run_skip,
    Continue: run_continue,
    Abort: run_abort,
    Retry: run_retry,
    Queue: run_queue,
    Jump: run_jump,
    RunAction: run_action_step,
    DeleteRecord: run_delete,
    Clear: run_clear,
}
