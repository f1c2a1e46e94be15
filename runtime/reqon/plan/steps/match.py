"""`match subject { pattern where guard -> … } catch { … }`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reqon.plan.blocks import compile_block
from reqon.plan.context import Context
from reqon.plan.expressions import Evaluate
from reqon.plan.mission import Block
from reqon.plan.patterns import Pattern, compile_arm
from reqon_language.syntax import ast

_DIRECTIVES = (ast.Skip, ast.Continue, ast.Abort, ast.Retry)


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm; `pattern` includes its guard.

    `names_shape` is false for `_` and a plain binding, which take anything: such an arm has not
    said that it wants a failed response, so that stays refused by other steps (ruling D38).
    `acts` is false when the body only says where to go on: a resume may choose it anew.
    """

    pattern: Pattern
    body: Block
    names_shape: bool
    acts: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The first arm that matches runs. Arms of `catch` are numbered after the other arms."""

    subject: Evaluate | None
    arms: tuple[Arm, ...]
    catch: tuple[Arm, ...] | None

    def arm(self, number: int) -> Arm:
        """Return an arm by its number."""
        return (*self.arms, *(self.catch or ()))[number]


def compile_match(step: ast.Match, context: Context) -> Match:
    """Compile a `match`; without a subject the patterns are conditions."""
    inner = replace(context, in_match=True)
    has_subject = step.subject is not None
    return Match(
        subject=context.expression(step.subject) if step.subject is not None else None,
        arms=tuple(_arm(arm, inner, subject=has_subject) for arm in step.arms),
        catch=(
            tuple(_arm(arm, inner, subject=True) for arm in step.catch)
            if step.catch is not None
            else None
        ),
    )


def _arm(arm: ast.StepArm, context: Context, *, subject: bool) -> Arm:
    return Arm(
        pattern=compile_arm(arm.pattern, arm.guard, context.names, subject=subject),
        body=compile_block(arm.body, context),
        names_shape=arm.guard is not None or not _takes_anything(arm.pattern, context),
        acts=not all(isinstance(step, _DIRECTIVES) for step in arm.body.steps),
    )


def _takes_anything(pattern: ast.Pattern, context: Context) -> bool:
    match pattern:
        case ast.Wildcard():
            return True
        case ast.NamePattern(text=name):
            return name not in context.names.schemas and not name[:1].isupper()
    return False
