"""Hashes of steps as written, and whether an execution may go on with an edited mission.

Comments, layout and the place in the file do not count (durability specification, section 8).
A step is known by its definition path: `Close.0.2` is step 2 in the body of the loop that is
step 0 of action `Close`, `Close.1:0.0` the first step of arm 0 of step 1. The runtime asks this
before it resumes, the checker while the mission is edited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from msgspec import Struct

from reqon_language.model.branches import branches_of
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class Completed:
    """What of a mission an execution has done, or is in the middle of.

    `stages` are the actions of each stage of `run` that began. `steps` are the hashes of all
    steps as they were when the execution began. `bound` are the definition paths of the steps
    that may not change, and whether that holds for all steps below them, too.
    """

    stages: tuple[tuple[str, ...], ...]
    steps: Mapping[str, str]
    bound: tuple[tuple[str, bool], ...]


def changed_stage(completed: Completed, stages: Sequence[Sequence[str]]) -> int | None:
    """Return the first stage that began and is not what it was, counted from zero."""
    for number, actions in enumerate(completed.stages):
        if number >= len(stages) or tuple(stages[number]) != actions:
            return number
    return None


def changed_steps(completed: Completed, now: Mapping[str, str]) -> Iterator[str]:
    """Yield the definition paths of the steps that ran and are not what they were.

    `now` are the `identities` of the mission as it is.
    """
    for path, deep in completed.bound:
        below = (f"{path}.", f"{path}:")
        if path in completed.steps and now.get(path) != completed.steps[path]:
            yield path
        for step in completed.steps if deep else ():
            if step.startswith(below) and now.get(step) != completed.steps[step]:
                yield step


def step_number(path: str) -> int:
    """Return which step of its action a definition path leads to or into, counted from one."""
    _, _, rest = path.partition(".")
    return int(rest.partition(".")[0].partition(":")[0]) + 1


def steps_of(action: ast.Action) -> Iterator[tuple[str, ast.Step]]:
    """Yield the steps of an action, at any depth, with their definition paths."""
    return _steps(action.name.text, action.body)


def definition_paths(actions: Mapping[str, ast.Action]) -> dict[int, str]:
    """Return the definition path of every step, by the `id` of the step."""
    return {
        id(step): path
        for name, action in actions.items()
        for path, step in _steps(name, action.body)
    }


def step_at(path: str, action: ast.Action) -> ast.Step | None:
    """Return the step of `action` at a definition path, None when there is none (any more)."""
    return next((step for at, step in _steps(action.name.text, action.body) if at == path), None)


def identities(actions: Mapping[str, ast.Action]) -> dict[str, str]:
    """Return the hash of every step; that of a step with blocks leaves the blocks out."""
    found: dict[str, str] = {}
    for name, action in actions.items():
        for path, step in _steps(name, action.body):
            called = actions.get(step.action.text) if isinstance(step, ast.RunStep) else None
            found[path] = identity(step, called)
    return found


def identity(step: ast.Step, called: ast.Action | None = None) -> str:
    """Return the hash of one step; `called` is the action that a `run` step runs."""
    return _hash((_header(step), plain(called)))


def _steps(path: str, block: ast.Block) -> Iterator[tuple[str, Any]]:
    for index, step in enumerate(block.steps):
        here = f"{path}.{index}"
        yield here, step
        if isinstance(step, ast.For):
            yield from _steps(here, step.body)
        for number, inner in enumerate(branches_of(step)):
            yield from _steps(f"{here}:{number}", inner)


def _header(node: object) -> object:
    """Return a step as plain values, without the steps inside it."""
    if isinstance(node, ast.Block):
        return "…"
    return plain(node, _header)


def plain(node: object, inner: Any = None) -> object:
    """Return a node as nested tuples, without its places in the text."""
    inner = inner or plain
    if isinstance(node, tuple):
        return tuple(inner(item) for item in node)
    if not isinstance(node, Struct):
        return node
    return (
        type(node).__name__,
        *(
            inner(getattr(node, name))
            for name in node.__struct_fields__
            if name not in {"span", "arrow", "inline"}
        ),
    )


def _hash(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:16]
