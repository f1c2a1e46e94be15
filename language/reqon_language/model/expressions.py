"""Names inside expressions and patterns (language specification 2.6 and 3.1).

Options, whose values are not all expressions, are walked in `options.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

from msgspec import structs

from reqon_language.functions import FUNCTIONS
from reqon_language.model.facts import Collected
from reqon_language.model.references import Reference
from reqon_language.model.scopes import Element, Scope
from reqon_language.syntax import ast
from reqon_language.vocabulary.words import IMPLICIT_NAMES, PRIMITIVE_TYPES, REQUEST_NAMES


def walk(collected: Collected, scope: Scope, node: ast.Expression | ast.Spread) -> None:
    """Collect the references of an expression read in `scope`.

    Chains such as `a.b.c + d` lean to the left and may be long; they are taken in a loop, so
    only real nesting, which the parser limits, costs stack.
    """
    chain: list[ast.Expression | ast.Spread] = []
    left = left_of(node)
    while left is not None:
        chain.append(node)
        node, left = left, left_of(left)
    while True:
        walker = _WALKERS.get(type(node))
        if walker is not None:
            walker(collected, scope, node)
        if not chain:
            return
        node = chain.pop()


def left_of(node: ast.Expression | ast.Spread) -> ast.Expression | None:
    """Return the operand on the left of a link in a chain."""
    left = _LEFT.get(type(node))
    return left(node) if left is not None else None


def _called(node: ast.Call) -> ast.Expression | None:
    if isinstance(node.function, ast.Name):
        return None
    return node.function.object if isinstance(node.function, ast.Member) else node.function


_LEFT: Final[dict[type, Callable[[Any], ast.Expression | None]]] = {
    ast.Binary: attrgetter("left"),
    ast.Member: attrgetter("object"),
    ast.Subscript: attrgetter("object"),
    ast.Call: _called,
    ast.TypeTest: attrgetter("operand"),
    ast.Pipe: attrgetter("source"),
}


def walk_element(
    collected: Collected, scope: Scope, node: ast.Expression, element: Element
) -> None:
    """Walk an expression that is computed for a current element."""
    walk(collected, collected.open(node.span, scope, element), node)


def refer_name(collected: Collected, scope: Scope, name: ast.Name, *, otherwise: str = "") -> None:
    """Resolve a bare name as rule 3.1 orders: variable, implicit name, store, field.

    `otherwise` is the place of the reference when a store was expected there.
    """
    text, span = name.text, name.span
    binding = scope.find(text)
    if binding is not None:
        if binding.kind == "implicit":
            collected.refer("implicit", name)
        elif binding.kind == "field":
            collected.references.append(Reference("field", text, span))
        else:
            collected.references.append(Reference("variable", text, span, binding=binding.span))
    elif collected.knows("variable", text):
        collected.refer("variable", name)
    elif text in IMPLICIT_NAMES or (text in REQUEST_NAMES and scope.in_request()):
        collected.refer("implicit", name)
    elif collected.knows("store", text):
        collected.refer("store", name)
    elif text == "_":
        pass
    elif otherwise:
        collected.refer("store", name, known=False, place=otherwise)
    elif scope.current_element() is not None:
        collected.references.append(Reference("field", text, span, problem="bare field"))
    else:
        collected.refer("name", name, known=False)


def walk_pattern(
    collected: Collected, scope: Scope, pattern: ast.Pattern, *, condition: bool = False
) -> None:
    """Collect what a pattern refers to and bind its names in `scope`.

    Without a subject an arm's pattern is a `condition`: a name in it is read, not bound.
    """
    collected.note(pattern)
    if isinstance(pattern, ast.NamePattern):
        _walk_name_pattern(collected, scope, pattern, condition=condition)
    elif isinstance(pattern, ast.ArrayPattern):
        for item in pattern.items:
            walk_pattern(collected, scope, item)
    elif isinstance(pattern, ast.ObjectPattern):
        for entry in pattern.entries:
            walk_pattern(collected, scope, entry.pattern)
    elif isinstance(pattern, ast.ExpressionPattern):
        walk(collected, scope, pattern.expression)


def _walk_name_pattern(
    collected: Collected, scope: Scope, pattern: ast.NamePattern, *, condition: bool
) -> None:
    name = ast.Name(pattern.span, pattern.text)
    if condition:
        refer_name(collected, scope, name)
    elif collected.knows("schema", pattern.text):
        collected.refer("schema", name, place="pattern")
    elif names_schema(pattern.text):
        collected.refer("schema", name, known=False, place="pattern")
    else:
        collected.bind(scope, name, "pattern", pattern.span.end)


def names_schema(text: str) -> bool:
    """Whether an undeclared name in a pattern is a schema's by the naming convention (1.3)."""
    return text[:1].isupper()


def refer_type(collected: Collected, name: ast.Identifier, place: str) -> None:
    """Refer to the schema a type word names; primitive types and dotted names are none."""
    if collected.knows("schema", name.text):
        collected.refer("schema", name, place=place)
    elif name.text not in PRIMITIVE_TYPES and "." not in name.text:
        collected.refer("schema", name, known=False, place=place)


def _name(collected: Collected, scope: Scope, node: ast.Name) -> None:
    refer_name(collected, scope, node)


def _field(collected: Collected, scope: Scope, node: ast.Field) -> None:
    if not node.name.text:
        return
    found = scope.current_element() is not None
    collected.references.append(
        Reference("field", node.name.text, node.span, problem=None if found else "no element")
    )


def _subscript(collected: Collected, scope: Scope, node: ast.Subscript) -> None:
    walk(collected, scope, node.index)


def _call(collected: Collected, scope: Scope, node: ast.Call) -> None:
    _walk_call(collected, scope, node, None)


def _walk_call(
    collected: Collected, scope: Scope, node: ast.Call, piped: ast.Expression | None
) -> None:
    """Walk a call; `piped` is the first argument when it stands before a `|`."""
    collected.note(node)
    function, receiver, known = node.function, piped, ""
    if isinstance(function, ast.Member):
        receiver, known = function.object, function.name.text
        collected.refer("function", function.name, known=known in FUNCTIONS, place="method")
    elif isinstance(function, ast.Name):
        known = function.text
        collected.refer("function", function, known=known in FUNCTIONS)
    _walk_arguments(collected, scope, node, known, receiver)
    if known == "env" and node.arguments:
        _refer_environment(collected, node.arguments[0])


def _walk_arguments(
    collected: Collected,
    scope: Scope,
    node: ast.Call,
    function: str,
    receiver: ast.Expression | None,
) -> None:
    """Walk arguments, those evaluated per element in an element scope.

    What an unknown function does with its arguments is unknown, so `.field` is let pass.
    """
    signature = FUNCTIONS.get(function)
    shift = 0 if receiver is None else 1
    subject = receiver if receiver is not None else _first(node)
    for index, argument in enumerate(node.arguments):
        parameter = signature.parameter(index + shift) if signature else None
        per_element = parameter.per_element if parameter else signature is None
        if per_element and not isinstance(argument, ast.Lambda | ast.Spread):
            walk_element(collected, scope, argument, Element("argument", subject))
        else:
            walk(collected, scope, argument)


def _first(node: ast.Call) -> ast.Expression | None:
    first = node.arguments[0] if node.arguments else None
    return None if isinstance(first, ast.Spread) else first


def _refer_environment(collected: Collected, argument: ast.Expression | ast.Spread) -> None:
    if isinstance(argument, ast.Literal) and isinstance(argument.value, str):
        collected.references.append(Reference("environment", argument.value, argument.span))


def _lambda(collected: Collected, scope: Scope, node: ast.Lambda) -> None:
    inner = collected.open(node.span, scope)
    for parameter in node.parameters:
        collected.bind(inner, parameter, "lambda", parameter.span.end)
    walk(collected, inner, node.body)


def _unary(collected: Collected, scope: Scope, node: ast.Unary) -> None:
    collected.note(node)
    walk(collected, scope, node.operand)


def _binary(collected: Collected, scope: Scope, node: ast.Binary) -> None:
    collected.note(node)
    walk(collected, scope, node.right)


def _type_test(collected: Collected, _scope: Scope, node: ast.TypeTest) -> None:
    refer_type(collected, node.type_name, "type test")


def _conditional(collected: Collected, scope: Scope, node: ast.Conditional) -> None:
    walk(collected, scope, node.condition)
    walk(collected, scope, node.then)
    if node.otherwise is not None:
        walk(collected, scope, node.otherwise)


def _filter(collected: Collected, scope: Scope, node: ast.Filter) -> None:
    walk(collected, scope, node.source)
    walk_element(collected, scope, node.condition, Element("where", node.source))


def _any_of(collected: Collected, scope: Scope, node: ast.AnyOf) -> None:
    walk(collected, scope, node.source)
    if node.condition is not None:
        walk_element(collected, scope, node.condition, Element("where", node.source))


def _pipe(collected: Collected, scope: Scope, node: ast.Pipe) -> None:
    if isinstance(node.target, ast.Call) and isinstance(node.target.function, ast.Name):
        collected.note(node)
        _walk_call(collected, scope, node.target, node.source)
    else:
        if isinstance(node.target, ast.Weighted) or isinstance(node.source, ast.Weighted):
            collected.note(node)
        walk(collected, scope, node.target)


def _weighted(collected: Collected, scope: Scope, node: ast.Weighted) -> None:
    walk(collected, scope, node.value)


def _array(collected: Collected, scope: Scope, node: ast.Array) -> None:
    for item in node.items:
        walk(collected, scope, item)


def _spread(collected: Collected, scope: Scope, node: ast.Spread) -> None:
    walk(collected, scope, node.value)


def _object(collected: Collected, scope: Scope, node: ast.Object) -> None:
    keys = [entry.key.text for entry in node.entries if isinstance(entry, ast.Entry)]
    if len(set(keys)) < len(keys):
        collected.note(node)
    for entry in node.entries:
        if isinstance(entry, ast.Entry):
            walk(collected, scope, entry.value)
            if entry.shorthand and collected.references:
                _mark_shorthand(collected, entry.value.span)
            if entry.block is not None:
                collected.note(entry)
        else:
            walk(collected, scope, entry)


def _mark_shorthand(collected: Collected, span: ast.Span) -> None:
    """Say of a bare field that it stands for its key as well."""
    last = collected.references[-1]
    if last.span == span and last.problem == "bare field":
        collected.references[-1] = structs.replace(last, place="shorthand")


def _elision(collected: Collected, _scope: Scope, node: ast.Elision) -> None:
    collected.note(node)


def _match(collected: Collected, scope: Scope, node: ast.MatchExpression) -> None:
    collected.note(node)
    if node.subject is not None:
        walk(collected, scope, node.subject)
    for arm in node.arms:
        inner = collected.open(arm.span, scope)
        walk_pattern(collected, inner, arm.pattern, condition=node.subject is None)
        if arm.guard is not None:
            walk_element(collected, inner, arm.guard, Element("guard", node.subject))
        walk(collected, inner, arm.value)


_WALKERS: dict[type, Callable[[Collected, Scope, Any], None]] = {
    ast.Name: _name,
    ast.Field: _field,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.Lambda: _lambda,
    ast.Unary: _unary,
    ast.Binary: _binary,
    ast.TypeTest: _type_test,
    ast.Conditional: _conditional,
    ast.Filter: _filter,
    ast.AnyOf: _any_of,
    ast.Pipe: _pipe,
    ast.Weighted: _weighted,
    ast.Array: _array,
    ast.Spread: _spread,
    ast.Object: _object,
    ast.Elision: _elision,
    ast.MatchExpression: _match,
}
