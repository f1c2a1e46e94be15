"""`if condition { … } else { … }` and `try { … } catch { … }`."""

from __future__ import annotations

from dataclasses import dataclass

from reqon.plan.blocks import compile_block
from reqon.plan.context import Context
from reqon.plan.expressions import Evaluate
from reqon.plan.mission import Block
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class If:
    """Run one of two step lists."""

    condition: Evaluate
    then: Block
    otherwise: Block | None


@dataclass(frozen=True, slots=True)
class Try:
    """Run steps, and others when one of them fails; `error` is bound in `catch`."""

    body: Block
    catch: Block


def compile_if(step: ast.If, context: Context) -> If:
    """Compile an `if`."""
    return If(
        condition=context.expression(step.condition),
        then=compile_block(step.then, context),
        otherwise=compile_block(step.otherwise, context) if step.otherwise else None,
    )


def compile_try(step: ast.Try, context: Context) -> Try:
    """Compile a `try`."""
    return Try(compile_block(step.body, context), compile_block(step.catch, context))
