"""RQ5007-RQ5009, RQ5401 and RQ5402: steps in places where they have no effect, or too much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.nearest import nearest
from reqon_language.rules.nesting import Spanned, around, loop_bodies, requests, word_span
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast

MISPLACED: Final = Rule(
    "RQ5007",
    "error",
    "nothing to continue, skip or retry",
    what="Reports `continue` outside `match` and loops, `skip` and `retry` outside actions, and, "
    "as a warning, a `retry` in front of the first request of its action.",
    why="There is nothing to go on behind, nothing to leave out and no request to send again: a "
    "`retry` begins the action anew.",
    fix="Remove it. To end the action early, use `skip`.",
    bad="""
        get "/orders"
        continue
    """,
    good="""
        get "/orders"
        match response {
          [] -> skip,
          _ -> continue
        }
    """,
    frame="steps",
)

UNREACHABLE: Final = Rule(
    "RQ5008",
    "warning",
    "step is never reached",
    what="Reports steps behind an `abort`, `skip`, `retry` or `continue` of the same block.",
    why="The block ends there; what follows has no effect.",
    fix="Remove the steps, or move them in front.",
    bad="""
        get "/orders"
        skip
        store response -> orders { key: .id }
    """,
    good="""
        get "/orders"
        store response -> orders { key: .id }
        skip
    """,
    frame="steps",
    tags=("unnecessary",),
)

UNLIMITED: Final = Rule(
    "RQ5009",
    "warning",
    "`retry` does not say how often",
    what="Reports a `retry` step without `maxAttempts`.",
    why="How often a request with an effect is sent again should be decided, not inherited: the "
    "default is three attempts, and then the mission fails.",
    fix="Add `maxAttempts`.",
    bad="""
        get "/orders"
        match response {
          { code: 404 } -> retry { delay: 5s },
          _ -> continue
        }
    """,
    good="""
        get "/orders"
        match response {
          { code: 404 } -> retry { delay: 5s, maxAttempts: 5 },
          _ -> continue
        }
    """,
    frame="steps",
)

EMPTY_VALIDATE: Final = Rule(
    "RQ5401",
    "error",
    "`validate` has no constraints",
    what="Reports a `validate` without a single `assume`, and an `assume` outside `validate`.",
    why="It looks like a check and lets everything pass.",
    fix="Add an `assume`, or remove the step.",
    bad="""
        get "/orders"
        validate response { }
    """,
    good="""
        get "/orders"
        validate response { assume length(response) > 0 }
    """,
    frame="steps",
)

NESTED_REQUEST: Final = Rule(
    "RQ5402",
    "warning",
    "request in a loop in a loop",
    what="Reports a request that two loops stand around.",
    why="It is sent once per item of one loop and item of the other: 100 by 100 are 10000 calls.",
    fix="Ask for many items with one request in the outer loop, or collect them in a store first.",
    bad="""
        for order in orders {
          for line in order.lines {
            put "/lines/{line.id}" { body: line }
          }
        }
    """,
    good="""
        for order in orders {
          put "/orders/{order.id}/lines" { body: order.lines }
        }
    """,
    frame="steps",
)

RULES: Final = (MISPLACED, UNREACHABLE, UNLIMITED, EMPTY_VALIDATE, NESTED_REQUEST)

_ENDING: Final = {
    ast.Abort: "abort", ast.Skip: "skip", ast.Retry: "retry", ast.Continue: "continue"
}  # fmt: skip


def check(body: Body) -> Iterator[Diagnostic]:
    """Report steps in useless or costly places."""
    facts = body.facts
    if isinstance(body.node, ast.Action):
        yield from _misplaced(body)
    elif isinstance(body.node, ast.Skip | ast.Retry | ast.Continue):
        word = _ENDING[type(body.node)]
        yield MISPLACED.at(body.node.span, f"`{word}` stands outside an action", help="remove it")
    for block in facts.of(ast.Block):
        yield from _unreachable(block)
    for retry in facts.of(ast.Retry):
        if retry.options is None or not any(
            not isinstance(entry, ast.Entry) or nearest(entry.key.text, ("maxAttempts",))
            for entry in retry.options.entries
        ):
            yield UNLIMITED.at(
                word_span(retry, "retry"),
                "`retry` does not say how often; it gives up after 3 attempts",
                help="add `maxAttempts: 5`",
            )
    for validate in facts.of(ast.Validate):
        if not validate.assumptions and not validate.strays and not body.broken:
            yield EMPTY_VALIDATE.at(
                word_span(validate, "validate"),
                "`validate` has no constraints",
                help="add `assume …`, or remove it",
            )
    yield from _nested(body)


def _misplaced(body: Body) -> Iterator[Diagnostic]:
    facts = body.facts
    if facts.of(ast.Continue):
        arms = [arm for match in facts.of(ast.Match) for arm in (*match.arms, *(match.catch or ()))]
        outer: list[ast.StepArm | ast.Block] = [*arms, *(loop.body for loop in facts.of(ast.For))]
        for step, stands_in in around(facts.of(ast.Continue), outer):
            if not stands_in:
                yield MISPLACED.at(
                    step.span,
                    "`continue` stands neither in a `match` nor in a loop",
                    help="remove it, or write `skip` to end the action",
                )
    yield from _early_retries(facts)


def _early_retries(facts: BodyFacts) -> Iterator[Diagnostic]:
    if not facts.of(ast.Retry):
        return
    asked = requests(facts)
    first = min((request.span.start for request in asked), default=None)
    loops = [loop for loop in loop_bodies(facts) if any(_within(one, loop) for one in asked)]
    for retry, around_it in around(facts.of(ast.Retry), loops):
        behind = first is not None and first < retry.span.start
        if around_it or behind or facts.of(ast.ElisionStep):
            continue
        yield MISPLACED.at(
            word_span(retry, "retry"),
            "there is no request to send again: the action begins anew",
            severity="warning",
            help="remove it, or make a request first",
        )


def _within(inner: Spanned, outer: Spanned) -> bool:
    return outer.span.start <= inner.span.start and inner.span.end <= outer.span.end


def _unreachable(block: ast.Block) -> Iterator[Diagnostic]:
    for index, step in enumerate(block.steps[:-1]):
        word = _ENDING.get(type(step))
        if word is not None:
            first, last = block.steps[index + 1], block.steps[-1]
            yield UNREACHABLE.at(
                ast.Span(first.span.start, last.span.end),
                f"this is never reached: `{word}` ends the block",
                help="remove it, or move it in front",
            )
            return


def _nested(body: Body) -> Iterator[Diagnostic]:
    loops = [loop.body for loop in body.facts.of(ast.For)]
    if len(loops) < 2:
        return
    for request, stands_in in around(requests(body.facts), loops):
        if len(stands_in) > 1:
            word = request.method if isinstance(request, ast.Fetch) else "call"
            yield NESTED_REQUEST.at(
                word_span(request, word),
                f"this request is sent once per item of {len(stands_in)} nested loops",
                help="ask for many items with one request, or collect them in a store first",
            )
