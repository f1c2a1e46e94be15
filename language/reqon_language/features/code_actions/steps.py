"""What steps need from, and leave to, the steps around them: what decides whether they can move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reqon_language.features.code_actions.selection import Selection
from reqon_language.rules.nodes import below
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span

_LEAVES: Final = (ast.Skip, ast.Continue, ast.Retry, ast.Jump, ast.ElisionStep)
_SETS: Final = (ast.Fetch, ast.OperationCall, ast.Map, ast.RunStep, ast.Generate)


def leaves(steps: Sequence[ast.Step]) -> bool:
    """Whether a step ends, repeats or jumps out of what is around it, or is still to be written."""
    return any(isinstance(node, _LEAVES) for step in steps for node in below(step, object))


def sets_response(steps: Sequence[ast.Step]) -> bool:
    """Whether `response` is certainly something else after the steps."""
    return any(_sets(step) for step in steps)


def _sets(step: ast.Step) -> bool:
    return isinstance(step, _SETS) or (isinstance(step, ast.Apply) and step.binding is None)


def repeated_after(selection: Selection, offset: int) -> bool:
    """Whether a `retry` behind a place of the declaration may go back to a request before it."""
    body = selection.body
    return body is None or any(node.span.start >= offset for node in below(body.node, ast.Retry))


def reads_response(selection: Selection, steps: Sequence[ast.Step]) -> bool:
    """Whether the steps read the `response` they find, not one they set themselves."""
    for step in steps:
        if _reads(selection, step):
            return True
        if _sets(step):
            return False
    return False


def _reads(selection: Selection, step: ast.Step) -> bool:
    implied = any(node.target is None for node in below(step, ast.Validate))
    return implied or any(
        one.kind == "implicit" and one.name == "response" for one in selection.references(step.span)
    )


def response_read_after(selection: Selection, offset: int) -> bool:
    """Whether anything behind a place of the declaration reads `response`."""
    body = selection.body
    if body is None:
        return True
    rest = Span(offset, body.node.span.end)
    implied = any(
        node.target is None and node.span.start >= offset for node in below(body.node, ast.Validate)
    )
    return implied or any(
        one.kind == "implicit" and one.name == "response" for one in selection.references(rest)
    )


def bound_inside(selection: Selection, span: Span) -> set[Span]:
    """Return where the variables are bound that are bound in a stretch of the declaration."""
    scopes = selection.body.facts.scopes if selection.body is not None else ()
    return {
        binding.span
        for scope in scopes
        for binding in scope.bindings
        if span.start <= binding.span.start < span.end
    }
