"""Which loops, matches and blocks stand around a step, told by their spans.

No rule lives here; the rules about flow ask these questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Protocol, TypeVar

from reqon_language.model.facts import BodyFacts
from reqon_language.syntax import ast


class Spanned(Protocol):
    """Anything with a place."""

    @property
    def span(self) -> ast.Span:
        """Relative to the declaration."""
        ...


Inner = TypeVar("Inner", bound=Spanned)
Outer = TypeVar("Outer", bound=Spanned)

REQUESTS: Final = (ast.Fetch, ast.OperationCall)


def around(inner: Iterable[Inner], outer: Iterable[Outer]) -> Iterator[tuple[Inner, list[Outer]]]:
    """Yield each of `inner` in order with those of `outer` around it, the outermost first."""
    pending = sorted(outer, key=lambda node: (node.span.start, -node.span.end), reverse=True)
    open_: list[Outer] = []
    for node in sorted(inner, key=lambda node: node.span.start):
        while pending and pending[-1].span.start <= node.span.start:
            open_.append(pending.pop())
        open_ = [other for other in open_ if node.span.end <= other.span.end]
        yield node, [other for other in open_ if other is not node]


def loop_bodies(facts: BodyFacts) -> list[ast.Block]:
    """Return the bodies of all loops."""
    return [loop.body for loop in facts.of(ast.For)]


def requests(facts: BodyFacts) -> list[ast.Fetch | ast.OperationCall]:
    """Return the requests of a body in order."""
    found: list[ast.Fetch | ast.OperationCall] = [
        *facts.of(ast.Fetch),
        *facts.of(ast.OperationCall),
    ]
    return sorted(found, key=lambda request: request.span.start)


def option(request: ast.Fetch | ast.OperationCall, key: str) -> ast.Entry | None:
    """Return an option of a request."""
    return request.options.get(key) if request.options is not None else None


def word_span(node: Spanned, word: str) -> ast.Span:
    """Return the span of the keyword a step begins with."""
    return ast.Span(node.span.start, node.span.start + len(word))


def sets_response(step: ast.Step) -> bool:
    """Whether a step leaves something new in `response` (4.2)."""
    if isinstance(step, ast.Apply):
        return step.binding is None
    return isinstance(step, (*REQUESTS, ast.Map, ast.Wait, ast.Pause, ast.RunStep))


def response_setters(facts: BodyFacts) -> list[ast.Step]:
    """Return the steps that set `response`, in order."""
    found = [step for block in facts.of(ast.Block) for step in block.steps if sets_response(step)]
    return sorted(found, key=lambda step: step.span.start)


def response_reads(facts: BodyFacts) -> list[ast.Span]:
    """Return where `response` is read, in order; a `validate` without a target reads it, too."""
    spans = [
        reference.span
        for reference in facts.references
        if reference.kind == "implicit" and reference.name == "response"
    ]
    spans += [
        word_span(validate, "validate")
        for validate in facts.of(ast.Validate)
        if validate.target is None
    ]
    return sorted(spans, key=lambda span: span.start)
