"""Running one of the blocks of a step, so that a resumed run enters the same one again."""

from __future__ import annotations

from typing import Any

from reqon.engine.blocks import run_block
from reqon.engine.run import Frame
from reqon.engine.signals import Signal
from reqon.journal.state import ArmState
from reqon.plan.mission import Block, Step


def chosen_before(step: Step, frame: Frame) -> ArmState | None:
    """Return the block an earlier run had entered, None when this step begins afresh."""
    return frame.resume.arms.get(step.index) if frame.resume is not None else None


def recalled(arm: ArmState, frame: Frame) -> dict[str, Any]:
    """Return the bindings of a block an earlier run had entered."""
    load = frame.run.journal.load
    return {name: load(value) for name, value in arm.bindings.items()}


def choose(step: Step, frame: Frame, number: int, bindings: dict[str, Any] | None = None) -> None:
    """Journal which block is about to run."""
    if frame.run.keeps_steps:
        frame.run.journal.arm_chosen(frame.address, step.index, number, bindings or {})


async def run_chosen(
    block: Block,
    step: Step,
    frame: Frame,
    number: int,
    bindings: dict[str, Any] | None = None,
    subject: Any = None,
) -> Signal | None:
    """Run a block of a step."""
    inner = frame.block(step, number, bindings)
    if subject is not None:
        inner.subject = subject
    return await run_block(block, inner)
