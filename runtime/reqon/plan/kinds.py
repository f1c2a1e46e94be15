"""Which kinds of steps there are: from a step as written to the function that compiles it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reqon.plan.context import Compiler
from reqon.plan.steps.apply import compile_apply
from reqon.plan.steps.branch import compile_if, compile_try
from reqon.plan.steps.directives import (
    compile_abort,
    compile_continue,
    compile_jump,
    compile_retry_directive,
    compile_run,
    compile_skip,
)
from reqon.plan.steps.fetch import compile_fetch
from reqon.plan.steps.let import compile_let
from reqon.plan.steps.loop import compile_loop
from reqon.plan.steps.map import compile_map
from reqon.plan.steps.match import compile_match
from reqon.plan.steps.queue import compile_queue
from reqon.plan.steps.remove import compile_clear, compile_delete
from reqon.plan.steps.store import compile_store_write
from reqon.plan.steps.validate import compile_validate
from reqon_language.syntax import ast

COMPILERS: Final[Mapping[type, Compiler]] = {
    ast.Fetch: compile_fetch,
    ast.For: compile_loop,
    ast.Map: compile_map,
    ast.Apply: compile_apply,
    ast.Validate: compile_validate,
    ast.StoreStep: compile_store_write,
    ast.Match: compile_match,
    ast.Let: compile_let,
    ast.If: compile_if,
    ast.Try: compile_try,
    ast.Skip: compile_skip,
    ast.Continue: compile_continue,
    ast.Abort: compile_abort,
    ast.Retry: compile_retry_directive,
    ast.Queue: compile_queue,
    ast.Jump: compile_jump,
    ast.RunStep: compile_run,
    ast.DeleteRecord: compile_delete,
    ast.Clear: compile_clear,
}
"""The kinds of steps this runtime runs; any other is refused before anything runs."""
