"""Expressions over many values: filters, `any of`, and `match` as a value."""

from __future__ import annotations

from typing import Any

from reqon.engine.scope import Scope
from reqon.plan.expressions_core import Evaluate, Names, compile_expression, dispatch, failure
from reqon.plan.patterns import compile_arm
from reqon.values import MISSING, as_list, describe, truthy
from reqon_language.syntax import ast


@dispatch.register
def compile_filter(node: ast.Filter, names: Names) -> Evaluate:
    """Compile `source where condition`: an array of the elements for which it holds."""
    source = _compile_source(node.source, "where", names)
    condition = compile_expression(node.condition, names)

    def evaluate(scope: Scope) -> list[Any]:
        inner = scope.with_element(None)
        found = []
        for item in source(scope):
            inner.element = item
            if truthy(condition(inner)):
                found.append(item)
        return found

    return evaluate


@dispatch.register
def compile_any_of(node: ast.AnyOf, names: Names) -> Evaluate:
    """Compile `any of source where condition`: one element, or null.

    With a condition the first for which it holds, without one a random element.
    """
    source = _compile_source(node.source, "any of", names)
    if node.condition is None:
        return lambda scope: scope.run.random.choice(items) if (items := source(scope)) else None
    condition = compile_expression(node.condition, names)

    def evaluate(scope: Scope) -> Any:
        inner = scope.with_element(None)
        for item in source(scope):
            inner.element = item
            if truthy(condition(inner)):
                return item
        return None

    return evaluate


def _compile_source(node: ast.Expression, user: str, names: Names) -> Evaluate:
    """Compile what is searched to a list; null is an empty one."""
    evaluate = compile_expression(node, names)

    def source(scope: Scope) -> list[Any]:
        value = evaluate(scope)
        items = [] if value is None or value is MISSING else as_list(value)
        if items is None:
            raise failure(
                f"`{user}` needs an array or a store, got {describe(value)}", node.span, names
            )
        return items

    return source


@dispatch.register
def compile_match(node: ast.MatchExpression, names: Names) -> Evaluate:
    """Compile `match subject { pattern => value }`; null when no arm matches."""
    subject = None if node.subject is None else compile_expression(node.subject, names)
    arms = [
        (
            compile_arm(arm.pattern, arm.guard, names, subject=subject is not None),
            compile_expression(arm.value, names),
        )
        for arm in node.arms
    ]

    def evaluate(scope: Scope) -> Any:
        value = None if subject is None else subject(scope)
        for matches, result in arms:
            bindings = matches(value, scope)
            if bindings is not None:
                return result(scope.block(bindings) if bindings else scope)
        return None

    return evaluate
