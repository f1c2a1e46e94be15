"""The steps that say where to go on: `skip`, `continue`, `abort`, `retry`, `jump`, `run`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reqon.plan.context import Context
from reqon.plan.errors import PlanError
from reqon.plan.expressions import Evaluate
from reqon.plan.retry import RetryOptions, compile_retry
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class Skip:
    """End the innermost iteration, or the action (ruling D15)."""


@dataclass(frozen=True, slots=True)
class Continue:
    """Go on behind the `match`; in a loop outside any `match`, with the next item."""


@dataclass(frozen=True, slots=True)
class Abort:
    """Fail the mission."""

    message: Evaluate | None


@dataclass(frozen=True, slots=True)
class Retry:
    """Issue the latest request again (ruling D16)."""

    options: RetryOptions


@dataclass(frozen=True, slots=True)
class Jump:
    """Run an action, then go on or issue the latest request again."""

    action: str
    after: Literal["retry", "continue"]


@dataclass(frozen=True, slots=True)
class RunAction:
    """Run an action as a step; its final `response` becomes the caller's."""

    action: str


def compile_skip(step: ast.Skip, context: Context) -> Skip:
    """Compile a `skip`."""
    del step, context
    return Skip()


def compile_continue(step: ast.Continue, context: Context) -> Continue:
    """Compile a `continue`."""
    if not context.in_match and not context.in_loop:
        raise PlanError(
            "`continue` stands neither in a `match` nor in a loop",
            location=context.at(step.span),
            help="Remove it, or write `skip` to end the action.",
        )
    return Continue()


def compile_abort(step: ast.Abort, context: Context) -> Abort:
    """Compile an `abort`."""
    return Abort(context.expression(step.message) if step.message is not None else None)


def compile_retry_directive(step: ast.Retry, context: Context) -> Retry:
    """Compile a `retry` directive."""
    return Retry(compile_retry(step.options, context.locate))


def compile_jump(step: ast.Jump, context: Context) -> Jump:
    """Compile a `jump`."""
    return Jump(context.action(step.action), step.after or "continue")


def compile_run(step: ast.RunStep, context: Context) -> RunAction:
    """Compile a `run` inside an action."""
    return RunAction(context.action(step.action))
