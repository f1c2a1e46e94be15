"""Lower steps and blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from msgspec import structs

from reqon_language.syntax import ast
from reqon_language.syntax.green import Node, Token
from reqon_language.syntax.lower.assumptions import assumption, severity_word
from reqon_language.syntax.lower.expressions import (
    entry,
    next_expression,
    optional_object,
    required_object,
)
from reqon_language.syntax.lower.patterns import arm_left_out, pattern
from reqon_language.syntax.lower.reader import Reader, identifier, kind_of, span_of
from reqon_language.syntax.lower.types import next_qualified_name


def block(reader: Reader) -> ast.Block:
    """Lower `{ … }` around steps."""
    steps = [
        step(child, at, reader.depth)
        for child, at in reader.rest()
        if isinstance(child, Node) and kind_of(child) in STEPS
    ]
    return ast.Block(reader.span, tuple(steps))


def step(node: Node, at: int, depth: int) -> ast.Step:
    """Lower one step."""
    return STEPS[kind_of(node)](Reader(node, at, depth))


def next_block(reader: Reader) -> ast.Block:
    """Take the next child as a block; an empty one stands in where there is none."""
    found = reader.node_of("block")
    if found is None:
        return ast.Block(ast.Span(reader.at, reader.at), ())
    return block(Reader(*found, reader.depth))


def _fetch(reader: Reader) -> ast.Fetch:
    method = cast("Token", reader.take()[0]).text.lower()
    source = reader.identifier() if reader.at_token("SOURCE_PREFIX") else None
    path = next_expression(reader)
    overruled = None
    if reader.accept("FROM"):
        overruled, source = source, reader.identifier()
    options = optional_object(reader)
    return ast.Fetch(reader.span, method, source, path, options, overruled)  # type: ignore[arg-type]


def _call(reader: Reader) -> ast.OperationCall:
    reader.take()
    source = reader.identifier()
    reader.take()
    return ast.OperationCall(reader.span, source, reader.identifier(), optional_object(reader))


def _for(reader: Reader) -> ast.For:
    reader.take()
    variable = reader.identifier()
    reader.take()
    collection = next_expression(reader)
    condition = next_expression(reader) if reader.accept("WHERE") else None
    every = concurrency = on_error = None
    parallel = False
    while not reader.at_node("block") and reader.peek():
        child, at = reader.take()
        if isinstance(child, Token):
            parallel = True
            continue
        clause = Reader(child, at, reader.depth)
        clause.take()
        if kind_of(child) == "checkpoint_every":
            clause.take()
            every = next_expression(clause)
        elif kind_of(child) == "concurrency":
            concurrency = next_expression(clause)
        else:
            policy = clause.identifier()
            store = clause.identifier() if clause.peek() else None
            on_error = ast.OnError(clause.span, policy, store)
    body = next_block(reader)
    return ast.For(
        reader.span, variable, collection, condition, every, concurrency, parallel, on_error, body
    )


def _map(reader: Reader) -> ast.Map:
    reader.take()
    source = next_expression(reader)
    reader.take()
    return ast.Map(reader.span, source, reader.identifier(), optional_object(reader))


def _apply(reader: Reader) -> ast.Apply:
    reader.take()
    transform = reader.identifier()
    reader.take()
    source = next_expression(reader)
    binding = reader.identifier() if reader.accept("AS") else None
    return ast.Apply(reader.span, transform, source, binding)


def _validate(reader: Reader) -> ast.Validate:
    reader.take()
    target = None
    if not reader.at_token("LBRACE", "NL_LBRACE"):
        target = next_expression(reader)
    assumptions: list[ast.Assume] = []
    strays: list[ast.Entry] = []
    otherwise = None
    while reader.peek():
        child, at = reader.take()
        if isinstance(child, Token):
            continue
        inner = Reader(child, at, reader.depth)
        if kind_of(child) == "assume":
            assumptions.append(assumption(inner))
        elif kind_of(child) == "elision":
            left_out = ast.Elision(inner.span)
            assumptions.append(ast.Assume(inner.span, (left_out,)))
        elif kind_of(child) == "entry":
            meta = entry(inner)
            annotated = _annotate(assumptions[-1], meta) if assumptions else None
            if annotated is None:
                strays.append(meta)
            else:
                assumptions[-1] = annotated
        elif kind_of(child) == "block":
            otherwise = block(inner)
    return ast.Validate(reader.span, target, tuple(assumptions), otherwise, tuple(strays))


def _annotate(assume: ast.Assume, meta: ast.Entry) -> ast.Assume | None:
    """Return a constraint with what an entry behind it says of it; None if that is nothing."""
    span = ast.Span(assume.span.start, meta.span.end)
    if meta.key.text == "message":
        return structs.replace(assume, span=span, message=meta.value)
    if meta.key.text == "severity" and (severity := severity_word(meta.value)) is not None:
        return structs.replace(assume, span=span, severity=severity)
    return None


def _store(reader: Reader) -> ast.StoreStep:
    reader.take()
    each = reader.accept("EACH") is not None
    value = next_expression(reader)
    reader.take()
    target = reader.identifier()
    return ast.StoreStep(reader.span, value, target, each, optional_object(reader))


def _match(reader: Reader) -> ast.Match:
    reader.take()
    subject = None
    if not reader.at_token("LBRACE", "NL_LBRACE"):
        subject = next_expression(reader)
    arms: list[ast.StepArm] = []
    catch: tuple[ast.StepArm, ...] | None = None
    for child, at in reader.rest():
        if not isinstance(child, Node):
            continue
        if kind_of(child) == "catch_arms":
            catch = tuple(_arms(Reader(child, at, reader.depth)))
        else:
            arms += _arm_of(child, at, reader.depth)
    return ast.Match(reader.span, subject, tuple(arms), catch)


def _arms(reader: Reader) -> Iterator[ast.StepArm]:
    """Lower the arms among the children that remain."""
    for child, at in reader.rest():
        if isinstance(child, Node):
            yield from _arm_of(child, at, reader.depth)


def _arm_of(node: Node, at: int, depth: int) -> list[ast.StepArm]:
    """Lower an arm, or `...` in place of one; anything else is none."""
    kind = kind_of(node)
    if kind == "elision":
        span = span_of(node, at)
        end = ast.Span(span.end, span.end)
        return [ast.StepArm(span, arm_left_out(span), None, end, ast.Block(end, (), inline=True))]
    return [_arm(Reader(node, at, depth))] if kind == "step_arm" else []


def _arm(reader: Reader) -> ast.StepArm:
    shape = pattern(next_expression(reader))
    guard = next_expression(reader) if reader.accept("WHERE") else None
    arrow = span_of(*reader.take())
    body, at = reader.take()
    span = span_of(body, at)
    steps: tuple[ast.Step, ...] = ()
    if isinstance(body, Node) and kind_of(body) == "block":
        return ast.StepArm(reader.span, shape, guard, arrow, block(Reader(body, at, reader.depth)))
    if isinstance(body, Node) and kind_of(body) == "arm_action":
        steps = (ast.RunStep(span, identifier(body.children[0], at)),)
    elif isinstance(body, Node) and kind_of(body) in STEPS:
        steps = (step(body, at, reader.depth),)
    return ast.StepArm(reader.span, shape, guard, arrow, ast.Block(span, steps, inline=True))


def let(reader: Reader) -> ast.Let:
    """Lower `let name = value`."""
    reader.take()
    name = reader.identifier()
    reader.take()
    return ast.Let(reader.span, name, next_expression(reader))


def _wait(reader: Reader) -> ast.Wait:
    reader.take()
    return ast.Wait(reader.span, required_object(reader))


def _pause(reader: Reader) -> ast.Pause:
    reader.take()
    return ast.Pause(reader.span, required_object(reader))


def _abort(reader: Reader) -> ast.Abort:
    reader.take()
    return ast.Abort(reader.span, next_expression(reader) if reader.peek() else None)


def _retry(reader: Reader) -> ast.Retry:
    reader.take()
    return ast.Retry(reader.span, optional_object(reader))


def _queue(reader: Reader) -> ast.Queue:
    reader.take()
    target = reader.identifier() if reader.at_token("NAME") else None
    return ast.Queue(reader.span, target, optional_object(reader))


def _jump(reader: Reader) -> ast.Jump:
    reader.take()
    action = reader.identifier()
    if not reader.accept("THEN"):
        return ast.Jump(reader.span, action, None)
    return ast.Jump(reader.span, action, "retry" if reader.accept("RETRY") else "continue")


def _run(reader: Reader) -> ast.RunStep:
    reader.take()
    stage = reader.node_of("stage")
    if stage is None:
        return ast.RunStep(reader.span, ast.Identifier(reader.span, ""))
    inner = Reader(*stage, reader.depth)
    inner.accept("LSQB", "NL_LSQB")
    if not inner.at_token("NAME"):
        return ast.RunStep(reader.span, ast.Identifier(inner.span, ""))
    return ast.RunStep(reader.span, inner.identifier())


def _delete_record(reader: Reader) -> ast.DeleteRecord:
    reader.take()
    store = reader.identifier()
    reader.take()
    return ast.DeleteRecord(reader.span, store, next_expression(reader))


def _clear(reader: Reader) -> ast.Clear:
    reader.take()
    return ast.Clear(reader.span, reader.identifier())


def _if(reader: Reader) -> ast.If:
    reader.take()
    condition = next_expression(reader)
    then = next_block(reader)
    otherwise = None
    if reader.accept("ELSE"):
        chained = reader.node_of("if")
        if chained:
            inner = _if(Reader(*chained, reader.depth))
            otherwise = ast.Block(inner.span, (inner,), inline=True)
        else:
            otherwise = next_block(reader)
    return ast.If(reader.span, condition, then, otherwise)


def _try(reader: Reader) -> ast.Try:
    reader.take()
    body = next_block(reader)
    if not reader.at_token("CATCH_ARMS"):
        reader.take()
        return ast.Try(reader.span, body, next_block(reader))
    word, at = reader.take()
    start = at + word.lead
    arms = tuple(_arms(reader))
    span = ast.Span(start, reader.span.end)
    match = ast.Match(span, ast.Name(ast.Span(start, start), "error"), arms, None)
    return ast.Try(reader.span, body, ast.Block(span, (match,), inline=True))


def _generate(reader: Reader) -> ast.Generate:
    reader.take()
    count = next_expression(reader)
    reader.take()
    made = next_qualified_name(reader)
    binding = reader.identifier() if reader.accept("AS") else None
    return ast.Generate(reader.span, count, made, binding, optional_object(reader))


def _custom(reader: Reader) -> ast.Custom:
    return ast.Custom(reader.span, reader.identifier(), required_object(reader))


STEPS: dict[str, Callable[[Reader], ast.Step]] = {
    "fetch": _fetch,
    "call_operation": _call,
    "for": _for,
    "map": _map,
    "apply": _apply,
    "validate": _validate,
    "store_step": _store,
    "match": _match,
    "let": let,
    "wait": _wait,
    "pause": _pause,
    "skip": lambda reader: ast.Skip(reader.span),
    "continue": lambda reader: ast.Continue(reader.span),
    "abort": _abort,
    "retry": _retry,
    "queue": _queue,
    "jump": _jump,
    "run": _run,
    "delete_record": _delete_record,
    "clear": _clear,
    "if": _if,
    "try": _try,
    "generate": _generate,
    "custom": _custom,
    "elision": lambda reader: ast.ElisionStep(reader.span),
}
"""How each kind of node that is a step is lowered."""
