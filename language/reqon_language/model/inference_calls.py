"""The types of calls: what arguments are evaluated for, and what a function returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from reqon_language.functions import FUNCTIONS
from reqon_language.model.inference import Inference, State
from reqon_language.model.shapes import element_of
from reqon_language.model.signatures import returned
from reqon_language.model.types import ANY, Type
from reqon_language.syntax import ast

Infer: TypeAlias = Callable[[Inference, State, ast.Expression], Type]
"""Expressions hand their own function down: arguments are expressions again."""


def infer_call(
    run: Inference, state: State, node: ast.Call, receiver: Type | None, infer: Infer
) -> Type:
    """Return the type of a call; `receiver` is what a method-style call is made on."""
    if isinstance(node.function, ast.Name):
        return _infer_arguments(run, state, node, node.function.text, receiver, infer)
    if isinstance(node.function, ast.Member):
        name = node.function.name.text
        return _infer_arguments(run, state, node, name, receiver, infer)
    return _infer_arguments(run, state, node, "", None, infer)


def infer_piped(run: Inference, state: State, node: ast.Pipe, of: Type, infer: Infer) -> Type:
    """Return the type of `value | f(…)`, where the value is the first argument."""
    target = node.target
    if isinstance(target, ast.Call) and isinstance(target.function, ast.Name):
        return _infer_arguments(run, state, target, target.function.text, of, infer)
    infer(run, state, target)
    return ANY


def _infer_arguments(
    run: Inference,
    state: State,
    node: ast.Call,
    name: str,
    receiver: Type | None,
    infer: Infer,
) -> Type:
    shapes = run.environment.declared.shapes
    function = FUNCTIONS.get(name)
    shift = 0 if receiver is None else 1
    first = receiver
    value: Type = ANY
    for index, argument in enumerate(node.arguments):
        if isinstance(argument, ast.Spread):
            infer(run, state, argument.value)
            continue
        parameter = function.parameter(index + shift) if function else None
        per_element = parameter.per_element if parameter else function is None
        if not per_element:
            of = infer(run, state, argument)
            first = of if first is None else first
            continue
        element = element_of(first, shapes) if function and first is not None else ANY
        if isinstance(argument, ast.Lambda):
            value = _infer_lambda(run, state, argument, element, infer)
        else:
            value = infer(run, state.with_element(element), argument)
    element = element_of(first, shapes) if first is not None else ANY
    return returned(name, element, value)


def _infer_lambda(
    run: Inference, state: State, node: ast.Lambda, element: Type, infer: Infer
) -> Type:
    inner = state.copy()
    for index, parameter in enumerate(node.parameters):
        inner.variables[parameter.text] = ANY if index else element
        run.record(parameter.span, inner.variables[parameter.text])
    return infer(run, inner, node.body)
