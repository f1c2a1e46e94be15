"""A step list becomes a `Block`: each step compiled by its kind, listings joined to stores."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reqon.plan.context import Context
from reqon.plan.describe import describe
from reqon.plan.errors import PlanError, UnsupportedError
from reqon.plan.mission import Block, Step
from reqon.plan.steps.fetch import Fetch, before_request
from reqon.plan.steps.store import StoreWrite
from reqon.plan.walk import mentions
from reqon_language.syntax import ast

_UNSUPPORTED = {
    ast.OperationCall: "call",
    ast.Wait: "wait",
    ast.Pause: "pause",
    ast.Generate: "generate",
    ast.Custom: "custom",
}


def compile_block(block: ast.Block, context: Context) -> Block:
    """Compile a step list. Raises `PlanError` for a step that cannot run."""
    following = (*block.steps[1:], None)
    steps = [
        _compile(index, step, replace(context, following=following[index]))
        for index, step in enumerate(block.steps)
    ]
    joined = tuple(_join_listings(steps, block, context))
    fetches = tuple(at for at, step in enumerate(joined) if isinstance(step.work, Fetch))
    return Block(joined, fetches)


def _compile(index: int, step: ast.Step, context: Context) -> Step:
    compiler = context.compilers.get(type(step))
    if compiler is None:
        raise _refusal(step, context)
    kind, title = _names(step)
    return Step(
        index=index,
        last=index,
        path=context.paths[id(step)],
        kind=kind,
        title=title,
        location=context.at(step.span),
        binds=_binds(step),
        takes_response=_takes_response(step),
        keeps_response=id(step) in context.live and _sets_response(step),
        work=compiler(step, context),
    )


def _join_listings(steps: list[Step], block: ast.Block, context: Context) -> list[Step]:
    """Let a listing flow into the `store response` behind it where nothing reads it later."""
    joined: list[Step] = []
    for step, written in zip(steps, block.steps, strict=True):
        before = joined[-1] if joined else None
        if before is not None and id(written) not in context.live and _flows(before, step):
            work = replace(before.work, sink=step)
            joined[-1] = replace(before, last=step.index, keeps_response=False, work=work)
        else:
            joined.append(step)
    return joined


def _flows(listing: Step, store: Step) -> bool:
    fetch, write = listing.work, store.work
    return (
        isinstance(fetch, Fetch)
        and fetch.paging is not None
        and fetch.sink is None
        and isinstance(write, StoreWrite)
        and write.is_response
    )


def _refusal(step: ast.Step, context: Context) -> PlanError:
    location = context.at(step.span)
    if isinstance(step, ast.ElisionStep):
        return PlanError(
            "`...` is a placeholder and must be filled in before running",
            location=location,
            help="Write the steps out.",
        )
    name = step.name.text if isinstance(step, ast.Custom) else _UNSUPPORTED[type(step)]
    return UnsupportedError(
        f"the step `{name}` is not supported by this runtime yet",
        location=location,
        help="Remove it; nothing was run.",
    )


def _names(step: ast.Step) -> tuple[str, str]:
    """Return the kind of a step, for events and files, and its name in messages."""
    match step:
        case ast.Fetch(method=method, path=ast.Literal(value=path)):
            return "fetch", f'{method} "{path}"'
        case ast.Fetch(method=method):
            return "fetch", f"{method} …"
        case ast.For(variable=variable, collection=collection):
            return "for", f"for {variable.text} in {describe(collection)}"
        case ast.Map(target=target):
            return "map", f"map → {target.text}"
        case ast.Apply(transform=transform):
            return "apply", f"apply {transform.text}"
        case ast.Validate(target=target):
            return "validate", f"validate {describe(target)}" if target else "validate"
        case ast.StoreStep(target=target):
            return "store", f"store → {target.text}"
        case ast.Match(subject=subject):
            return "match", f"match {describe(subject)}" if subject else "match"
        case ast.Let(name=name):
            return "let", f"let {name.text}"
        case ast.Queue():
            return "queue", "queue"
        case ast.Jump(action=action):
            return "jump", f"jump {action.text}"
        case ast.RunStep(action=action):
            return "run", f"run {action.text}"
        case ast.DeleteRecord(store=store):
            return "delete", f"delete {store.text}[…]"
        case ast.Clear(store=store):
            return "clear", f"clear {store.text}"
    kind = type(step).__name__.lower()
    return kind, kind


def _takes_response(step: Any) -> bool:
    match step:
        case ast.For():
            return mentions((step.collection, step.condition), "response")
        case ast.Validate():
            return step.target is None or mentions((step.target, step.assumptions), "response")
        case ast.Fetch():
            return mentions((step.path, before_request(step.options)), "response")
        case ast.Map() | ast.Apply() | ast.StoreStep() | ast.Let() | ast.DeleteRecord():
            return mentions(step, "response")
    return False


def _sets_response(step: Any) -> bool:
    match step:
        case ast.Fetch() | ast.Map() | ast.RunStep() | ast.Apply(binding=None):
            return True
    return False


def _binds(step: Any) -> tuple[str, ...]:
    match step:
        case ast.Let(name=name):
            return (name.text,)
        case ast.Apply(binding=ast.Identifier(text=name)):
            return (name,)
        case ast.Map(mappings=None, target=target):
            return (target.text,)
    return ()
