"""Reading: names, fields of the current element, members, subscripts.

The order in which a bare name is resolved is that of language specification 3.1 and C.1.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from reqon.engine.scope import ABSENT, Scope
from reqon.errors import EvaluationError
from reqon.plan.expressions_core import (
    Evaluate,
    Names,
    compile_expression,
    dispatch,
    failure,
    place,
)
from reqon.values import MISSING, StoreView, get_field, get_item
from reqon_language.syntax import ast


@dispatch.register
def compile_name(node: ast.Name, names: Names) -> Evaluate:
    """Compile a bare name: a variable, `response`, a store or a field of the element."""
    if node.text == "response":
        return _read_response
    if node.text in names.stores:
        return _variable_or_store(node, names)
    return _variable_or_field(node, names)


def _read_response(scope: Scope) -> Any:
    """Read `response`, which a lambda's parameter may be called as well."""
    bound = scope.lookup("response")
    return scope.get_response() if bound is ABSENT else bound


def _variable_or_store(node: ast.Name, names: Names) -> Evaluate:
    name = node.text

    def read(scope: Scope) -> Any:
        bound = scope.lookup(name)
        if bound is not ABSENT:
            return bound
        store = scope.run.stores.get(name)
        if store is None:
            raise failure(f"store `{name}` is not open in this run", node.span, names)
        return StoreView(name, store)

    return read


def _variable_or_field(node: ast.Name, names: Names) -> Evaluate:
    name = node.text

    def read(scope: Scope) -> Any:
        value = scope.variables.get(name, ABSENT)
        if value is not ABSENT:
            return value
        value = scope.lookup(name)
        if value is not ABSENT:
            return value
        element = scope.element
        if isinstance(element, dict) and name in element:
            return element[name]
        raise _undefined(node, scope, names)

    return read


def _undefined(node: ast.Name, scope: Scope, names: Names) -> EvaluationError:
    if scope.element is not ABSENT:
        way_out = f"Write `.{node.text}` to read a field that may be missing."
    else:
        near = get_close_matches(node.text, _visible(scope, names), n=1)
        way_out = f"Did you mean `{near[0]}`?" if near else "Bind it with `let` before this."
    return failure(f"`{node.text}` is not defined", node.span, names, help=way_out)


def _visible(scope: Scope, names: Names) -> set[str]:
    visible = {"response", *names.stores}
    level: Scope | None = scope
    while level is not None:
        visible.update(level.variables)
        level = level.parent
    return visible


@dispatch.register
def compile_field(node: ast.Field, names: Names) -> Evaluate:
    """Compile `.name`, which never looks at variables."""
    name = node.name.text

    def read(scope: Scope) -> Any:
        element = scope.element
        if type(element) is dict:
            return element.get(name, MISSING)
        if element is ABSENT:
            raise failure(
                f"`.{name}` has no current element here",
                node.span,
                names,
                help=f"Name the object: `response.{name}`.",
            )
        return get_field(element, name)

    return read


@dispatch.register
def compile_member(node: ast.Member, names: Names) -> Evaluate:
    """Compile `object.name`; what is not there reads as missing."""
    evaluate = compile_expression(node.object, names)
    name = node.name.text

    def read(scope: Scope) -> Any:
        value = evaluate(scope)
        if type(value) is dict:
            return value.get(name, MISSING)
        return get_field(value, name)

    return read


@dispatch.register
def compile_subscript(node: ast.Subscript, names: Names) -> Evaluate:
    """Compile `object[index]`: an array element, a member or a store's record."""
    container = compile_expression(node.object, names)
    index = compile_expression(node.index, names)

    def read(scope: Scope) -> Any:
        value, at = container(scope), index(scope)
        if type(value) is list and type(at) is int:
            return value[at] if -len(value) <= at < len(value) else MISSING
        try:
            return get_item(value, at)
        except EvaluationError as error:
            place(error, node.span, names)
            raise

    return read
