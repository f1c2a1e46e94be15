"""The types of expressions (language specification 2.6, 3.1 and 4.2)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from reqon_language.model.expressions import left_of
from reqon_language.model.identity import plain
from reqon_language.model.inference import Inference, Known, State
from reqon_language.model.inference_calls import infer_call, infer_piped
from reqon_language.model.inference_keys import name_matched
from reqon_language.model.inference_operators import infer_operator, note_test
from reqon_language.model.inference_patterns import bind_pattern
from reqon_language.model.shapes import Read, element_of, expand, kinds, read_field
from reqon_language.model.types import (
    ANY,
    BOOLEAN,
    DURATION,
    NULL,
    NUMBER,
    STRING,
    ArrayOf,
    FieldOf,
    ObjectOf,
    StoreOf,
    Type,
    bounded,
    is_nullable,
    join,
    literal,
    widened,
    without_null,
)
from reqon_language.syntax import ast
from reqon_language.vocabulary.words import IMPLICIT_NAMES

_MOST_ITEMS: Final = 16
_PAGE_MEMBERS: Final = frozenset({"data", "items"})
_READS: Final = (ast.Name, ast.Field, ast.Member)
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt,
    "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def infer(run: Inference, state: State, node: ast.Expression) -> Type:
    """Return the type of an expression, noting what is wrong with it.

    Chains lean to the left and may be long; only real nesting costs stack.
    """
    chain: list[ast.Expression] = []
    left = left_of(node)
    while left is not None:
        chain.append(node)
        node, left = left, left_of(left)
    leaf = _LEAVES.get(type(node))
    of = bounded(leaf(run, state, node)) if leaf is not None else ANY
    run.record(node.span, of)
    while chain:
        node = chain.pop()
        of = bounded(_LINKS[type(node)](run, state, node, of))
        run.record(node.span, of)
    return of


def infer_condition(run: Inference, state: State, node: ast.Expression) -> Type:
    """Return the type of a condition; one that is written as a constant is noted."""
    note_test(run, node)
    always = _constant(node)
    if always is not None:
        run.report("constant", node.span, (str(always).lower(),))
    return infer(run, state, node)


def _constant(node: ast.Expression) -> bool | None:
    """Return what a condition always is, where both sides are written down or the same."""
    if isinstance(node, ast.Literal):
        return node.value if isinstance(node.value, bool) else None
    if not isinstance(node, ast.Binary) or node.operator not in _COMPARE:
        return None
    left, right = node.left, node.right
    if isinstance(left, ast.Literal) and isinstance(right, ast.Literal):
        unlike = left.value != right.value and node.operator in ("==", "!=")
        if unlike or left.value is None or type(left.value) is not type(right.value):
            return None
        return _COMPARE[node.operator](left.value, right.value)
    same = isinstance(left, _READS) and plain(left) == plain(right)
    return _COMPARE[node.operator](0, 0) if same else None


def _literal(_run: Inference, _state: State, node: ast.Literal) -> Type:
    return literal(node.value)


def _duration(_run: Inference, _state: State, _node: ast.Duration) -> Type:
    return DURATION


def _name(run: Inference, state: State, node: ast.Name) -> Type:
    text = node.text
    if text in state.variables:
        return state.variables[text]
    if run.is_variable(text):
        return run.environment.variables.get(text, ANY)
    if text == "response":
        return state.response
    if text in IMPLICIT_NAMES:
        return ANY
    if run.adapter(text) is not None:
        return StoreOf(run.environment.stores.get(text, ANY))
    if state.element is not None:
        if run.recording:
            run.elements.append(Known(node.span.start, node.span.end, state.element))
        run.read_field(node, state.element)
        return read_field(state.element, text, run.environment.declared.shapes).type
    return ANY


def _field(run: Inference, state: State, node: ast.Field) -> Type:
    if state.element is None:
        return ANY
    if run.recording:
        run.elements.append(Known(node.span.start, node.span.end, state.element))
    if not node.name.text:
        return ANY
    run.read_field(node.name, state.element)
    shapes = run.environment.declared.shapes
    return _noted(run, node, node.name, read_field(state.element, node.name.text, shapes))


def _member(run: Inference, _state: State, node: ast.Member, of: Type) -> Type:
    if not node.name.text:
        return ANY
    name = node.name.text
    run.read_field(node.name, of, node.object)
    read = read_field(of, name, run.environment.declared.shapes)
    if isinstance(of, ArrayOf) and of.listing and name in _PAGE_MEMBERS:
        run.report("listing", ast.Span(node.object.span.end, node.span.end), (name,))
    return _noted(run, node, node.name, read)


def _noted(run: Inference, node: ast.Expression, name: ast.Identifier, read: Read) -> Type:
    if read.missing_from is not None:
        run.report("no field", name.span, (name.text,), read.missing_from)
    elif read.optional:
        run.optional[id(node)] = name.text
    return read.type


def _subscript(run: Inference, state: State, node: ast.Subscript, of: Type) -> Type:
    shapes = run.environment.declared.shapes
    index = infer(run, state, node.index)
    if index == NULL:
        return NULL
    found = kinds(of, shapes) - {"null"}
    if found and found <= {"number", "boolean", "duration"}:
        run.report("subscript", node.span, (), without_null(of))
        return ANY
    shape = expand(of, shapes)
    if isinstance(shape, StoreOf):
        return join(shape.element, NULL)
    if isinstance(shape, ArrayOf):
        by = kinds(index, shapes)
        if by and by <= {"string", "boolean", "object", "array"}:
            run.report("subscript", node.index.span, (), of, widened(index))
        return join(shape.element, NULL)
    if isinstance(shape, ObjectOf) and isinstance(node.index, ast.Literal):
        return read_field(shape, str(node.index.value), shapes).type
    return join(STRING, NULL) if found == {"string"} else ANY


def _lambda(run: Inference, state: State, node: ast.Lambda) -> Type:
    inner = state.copy()
    inner.variables |= {parameter.text: ANY for parameter in node.parameters}
    infer(run, inner, node.body)
    return ANY


def _unary(run: Inference, state: State, node: ast.Unary) -> Type:
    of = infer(run, state, node.operand)
    if node.operator == "not":
        note_test(run, node.operand)
        return BOOLEAN
    found = kinds(of, run.environment.declared.shapes)
    if found and found <= {"object", "array", "null"}:
        run.report("operator", node.span, (node.operator,), of)
    return of if found == {"number"} and widened(of) == of else NUMBER


def _binary(run: Inference, state: State, node: ast.Binary, left: Type) -> Type:
    return infer_operator(run, node, left, infer(run, state, node.right))


def _type_test(run: Inference, _state: State, node: ast.TypeTest, _of: Type) -> Type:
    note_test(run, node)
    return BOOLEAN


def _conditional(run: Inference, state: State, node: ast.Conditional) -> Type:
    infer_condition(run, state, node.condition)
    then = infer(run, state, node.then)
    otherwise = NULL if node.otherwise is None else infer(run, state, node.otherwise)
    return join(then, otherwise)


def _filter(run: Inference, state: State, node: ast.Filter) -> Type:
    element = element_of(infer(run, state, node.source), run.environment.declared.shapes)
    infer_condition(run, state.with_element(element), node.condition)
    return ArrayOf(element)


def _any_of(run: Inference, state: State, node: ast.AnyOf) -> Type:
    element = element_of(infer(run, state, node.source), run.environment.declared.shapes)
    if node.condition is not None:
        infer_condition(run, state.with_element(element), node.condition)
    return join(element, NULL)


def _array(run: Inference, state: State, node: ast.Array) -> Type:
    found: list[Type] = []
    for item in node.items:
        if isinstance(item, ast.Spread):
            spread = infer(run, state, item.value)
            found.append(element_of(spread, run.environment.declared.shapes))
        else:
            found.append(widened(infer(run, state, item)))
    return ArrayOf(join(*found) if len(found) <= _MOST_ITEMS else ANY)


def _object(run: Inference, state: State, node: ast.Object) -> Type:
    return infer_object(run, state, node)


def infer_object(run: Inference, state: State, node: ast.Object) -> ObjectOf:
    """Return the type of an object; what is spread into it may leave it open."""
    fields: dict[str, FieldOf] = {}
    unknown = False
    for entry in node.entries:
        if isinstance(entry, ast.Entry):
            of = widened(infer(run, state, entry.value))
            optional = is_nullable(of)
            fields[entry.key.text] = FieldOf(entry.key.text, without_null(of), optional)
        elif isinstance(entry, ast.Spread):
            spread = infer(run, state, entry.value)
            shape = expand(spread, run.environment.declared.shapes)
            if isinstance(shape, ObjectOf):
                fields |= {member.name: member for member in shape.fields}
            unknown |= not isinstance(shape, ObjectOf) or shape.open
        else:
            unknown = True
    return ObjectOf(tuple(fields.values()), open=unknown)


def _match(run: Inference, state: State, node: ast.MatchExpression) -> Type:
    subject = infer(run, state, node.subject) if node.subject is not None else ANY
    if node.subject is not None:
        note_test(run, node.subject)
    found: list[Type] = []
    whole = False
    for arm in node.arms:
        inner = state.copy()
        if node.subject is None and isinstance(arm.pattern, ast.ExpressionPattern):
            infer_condition(run, inner, arm.pattern.expression)
        narrowed = bind_pattern(run, inner, arm.pattern, subject)
        if arm.guard is not None:
            infer_condition(run, inner.with_element(narrowed), arm.guard)
        name_matched(run, arm.pattern, subject)
        whole |= isinstance(arm.pattern, ast.Wildcard) and arm.guard is None
        found.append(infer(run, inner, arm.value))
    return join(*found) if whole else join(*found, NULL)


def _call_leaf(run: Inference, state: State, node: ast.Call) -> Type:
    return infer_call(run, state, node, None, infer)


def _call_link(run: Inference, state: State, node: ast.Call, receiver: Type) -> Type:
    return infer_call(run, state, node, receiver, infer)


def _pipe(run: Inference, state: State, node: ast.Pipe, of: Type) -> Type:
    return infer_piped(run, state, node, of, infer)


_LEAVES: Final[dict[type, Callable[[Inference, State, Any], Type]]] = {
    ast.Literal: _literal,
    ast.Duration: _duration,
    ast.Name: _name,
    ast.Field: _field,
    ast.Call: _call_leaf,
    ast.Lambda: _lambda,
    ast.Unary: _unary,
    ast.Conditional: _conditional,
    ast.Filter: _filter,
    ast.AnyOf: _any_of,
    ast.Array: _array,
    ast.Object: _object,
    ast.MatchExpression: _match,
}
_LINKS: Final[dict[type, Callable[[Inference, State, Any, Type], Type]]] = {
    ast.Member: _member,
    ast.Subscript: _subscript,
    ast.Call: _call_link,
    ast.Binary: _binary,
    ast.TypeTest: _type_test,
    ast.Pipe: _pipe,
}
