"""RQ4019: weights of a superposition that are no shares of a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast

SUM: Final = Rule(
    "RQ4019",
    "warning",
    "weights do not add up",
    what="Reports a choice between values whose weights add up to neither 1 nor 100. It is silent "
    "where one of the values has no weight: that one takes the rest.",
    why="Most often a value was added or removed and the other weights were left as they were.",
    fix="Change the weights so that they add up to 1, or to 100.",
    bad="""
        schema Order { id: string, status: 0.7: "paid" | 0.2: "open" }
        dataset Demo { orders: 100 of Order }
    """,
    good="""
        schema Order { id: string, status: 0.8: "paid" | 0.2: "open" }
        dataset Demo { orders: 100 of Order }
    """,
)

RULES: Final = (SUM,)

_WHOLES: Final = (1, 100)
_TOLERANCE: Final = 1e-6


def check(body: Body) -> Iterator[Diagnostic]:
    """Report weights that do not add up, in types and in values."""
    for union in body.facts.of(ast.UnionType):
        yield from _judge(
            [
                option.weight if isinstance(option, ast.WeightedType) else None
                for option in union.options
            ]
        )
    pipes = body.facts.of(ast.Pipe)
    inner = {id(pipe.source) for pipe in pipes}
    for pipe in pipes:
        if id(pipe) not in inner:
            yield from _judge(_weights(pipe))


def _weights(pipe: ast.Pipe) -> list[ast.Literal | None]:
    """Return the weights of `a | b | c`, the last one first."""
    found: list[ast.Literal | None] = []
    value: ast.Expression = pipe
    while isinstance(value, ast.Pipe):
        found.append(value.target.weight if isinstance(value.target, ast.Weighted) else None)
        value = value.source
    return [*found, value.weight if isinstance(value, ast.Weighted) else None]


def _judge(weights: Sequence[ast.Literal | None]) -> Iterator[Diagnostic]:
    """Report weights, one for each value, that add up to no whole."""
    given = [weight for weight in weights if weight is not None]
    shares = [weight.value for weight in given if isinstance(weight.value, int | float)]
    if not given or len(given) < len(weights) or len(shares) < len(given):
        return
    total = sum(shares)
    if any(abs(total - whole) < _TOLERANCE for whole in _WHOLES):
        return
    span = ast.Span(
        min(weight.span.start for weight in given), max(weight.span.end for weight in given)
    )
    yield SUM.at(
        span,
        f"weights of a superposition sum to {total:g}, not 1 or 100",
        help="change one of the weights",
    )
