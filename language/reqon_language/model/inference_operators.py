"""The types of operators, after what the runtime does with them (language specification 4.2).

Strings may hold numbers and dates, so only what fails for every value is noted.
"""

from __future__ import annotations

from typing import Final

from reqon_language.model.inference import Inference
from reqon_language.model.shapes import fits, kinds
from reqon_language.model.types import (
    ANY,
    BOOLEAN,
    DATE,
    DURATION,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    ArrayOf,
    Type,
    join,
    widened,
    without_null,
)
from reqon_language.syntax import ast

_SCALAR: Final = frozenset({"string", "number", "boolean", "duration"})
_NUMERIC: Final = frozenset({"number", "duration"})
_ORDERED: Final = ("<", ">", "<=", ">=")
_COUNTS: Final = frozenset({"length", "count"})
_TESTS: Final = frozenset({"exists", "isEmpty", "length", "count", "hasKey"})


def infer_operator(run: Inference, node: ast.Binary, left: Type, right: Type) -> Type:
    """Return the type of `left operator right`."""
    operator = node.operator
    if operator in ("==", "!="):
        note_test(run, node)
        _check_equality(run, node, left, right)
        return BOOLEAN
    if operator in _ORDERED:
        _check_order(run, node, left, right)
        return BOOLEAN
    if operator in ("and", "or"):
        note_test(run, node.left)
        note_test(run, node.right)
        if operator == "or":
            _check_fallback(run, node, left)
        return join(left, right)
    if operator == "??":
        note_test(run, node.left)
        rest = without_null(left)
        return right if rest == NULL else join(rest, right)
    if operator in ("in", "not in", "contains", "startsWith", "endsWith"):
        _check_membership(run, node, left, right)
        return BOOLEAN
    return ANY if operator == ".." else _arithmetic(run, node, left, right)


def note_test(run: Inference, node: ast.Expression) -> None:
    """Remember which fields and functions a condition asks about."""
    if isinstance(node, ast.Member | ast.Field):
        run.tested.add(node.name.text)
    elif isinstance(node, ast.Unary | ast.TypeTest):
        note_test(run, node.operand)
    elif isinstance(node, ast.Binary):
        if node.operator in ("==", "!=", "and", "or", "??"):
            note_test(run, node.left)
            note_test(run, node.right)
        else:
            _note_counts(run, node.left)
            _note_counts(run, node.right)
    elif isinstance(node, ast.Call):
        name = _called(node)
        run.tested.add(name)
        if name in _TESTS:
            for argument in node.arguments:
                if not isinstance(argument, ast.Spread):
                    note_test(run, argument)


def _note_counts(run: Inference, node: ast.Expression) -> None:
    name = _called(node)
    if name in _COUNTS:
        run.tested.add(name)


def _called(node: ast.Expression) -> str:
    """Return the function a call names; `xs.length` names one, too."""
    function = node.function if isinstance(node, ast.Call) else node
    if isinstance(function, ast.Member):
        return function.name.text
    return function.text if isinstance(function, ast.Name) and function is not node else ""


def _check_equality(run: Inference, node: ast.Binary, left: Type, right: Type) -> None:
    shapes = run.environment.declared.shapes
    if fits(left, right, shapes) or fits(right, left, shapes):
        return
    alike = kinds(left, shapes) & kinds(right, shapes)
    if "null" in kinds(left, shapes) and "null" in kinds(right, shapes):
        return
    kind = "never equal" if alike else "operator"
    run.report(kind, node.span, (node.operator,), left, right)  # type: ignore[arg-type]


def _check_order(run: Inference, node: ast.Binary, left: Type, right: Type) -> None:
    shapes = run.environment.declared.shapes
    if NULL in (left, right):
        run.report("null comparison", node.span, (node.operator,))
        return
    _check_absent(run, node)
    first, second = kinds(left, shapes) - {"null"}, kinds(right, shapes) - {"null"}
    if "any" in first | second or not first or not second:
        unfit = {"object", "array", "boolean"}
        if (first and first <= unfit) or (second and second <= unfit):
            run.report("operator", node.span, (node.operator,), left, right)
        return
    ordered = ("string" in first and "string" in second) or (first & _NUMERIC and second & _NUMERIC)
    if not ordered:
        run.report("operator", node.span, (node.operator,), left, right)


def _check_fallback(run: Inference, node: ast.Binary, left: Type) -> None:
    """A default behind `or` also takes the place of false and 0."""
    right = node.right
    if not isinstance(right, ast.Literal) or isinstance(right.value, bool) or right.value is None:
        return
    if isinstance(node.left, ast.Literal | ast.Binary | ast.Unary):
        return
    rest = kinds(left, run.environment.declared.shapes) - {"null"}
    if rest and rest <= {"number", "boolean"}:
        run.report("fallback", node.span, (), widened(without_null(left)))


def _check_membership(run: Inference, node: ast.Binary, left: Type, right: Type) -> None:
    container = right if node.operator in ("in", "not in") else left
    found = kinds(container, run.environment.declared.shapes)
    tested = node.operator in ("in", "not in", "contains")
    if tested and found and found <= {"number", "boolean", "duration"}:
        run.report("operator", node.span, (node.operator,), left, right)


def _check_absent(run: Inference, node: ast.Binary) -> None:
    for operand in (node.left, node.right):
        name = run.optional.get(id(operand))
        if name is not None:
            run.report("may be absent", operand.span, (name,))


def _arithmetic(run: Inference, node: ast.Binary, left: Type, right: Type) -> Type:
    shapes = run.environment.declared.shapes
    first, second = kinds(left, shapes), kinds(right, shapes)
    if node.operator == "+":
        if first == {"string"} or second == {"string"}:
            moved = DURATION in (left, right) and DATE in (left, right)
            return DATE if moved else STRING
        if first == {"array"} and second == {"array"}:
            return ArrayOf(ANY)
        if "any" in first | second or "string" in first | second:
            return ANY
    if not _check_operands(run, node, left, right):
        return ANY
    if node.operator in ("/", "%"):
        _check_division(run, node)
    _check_absent(run, node)
    return _result(node.operator, left, right, first | second)


def _check_operands(run: Inference, node: ast.Binary, left: Type, right: Type) -> bool:
    shapes = run.environment.declared.shapes
    first, second = kinds(left, shapes), kinds(right, shapes)
    impossible = (
        any(found and found <= {"object", "null"} for found in (first, second))
        or (first == {"array"} and second and second <= _SCALAR)
        or (second == {"array"} and first and first <= _SCALAR)
        or (DATE in (left, right) and not _date_fits(node.operator, left, right))
    )
    if impossible:
        run.report("operator", node.span, (node.operator,), left, right)
    return not impossible


def _date_fits(operator: str, left: Type, right: Type) -> bool:
    """A date takes a duration or another date away, and nothing else."""
    if operator != "-":
        return False
    return widened(right) not in (NUMBER, INTEGER, BOOLEAN) and left not in (NUMBER, INTEGER)


def _check_division(run: Inference, node: ast.Binary) -> None:
    right = node.right
    name = _called(right)
    if isinstance(right, ast.Literal) and right.value == 0 and not isinstance(right.value, bool):
        run.report("division", right.span)
    elif name in _COUNTS:
        run.report("division", right.span, (name,))


def _result(operator: str, left: Type, right: Type, found: frozenset[str]) -> Type:
    if "any" in found or "array" in found or "null" in found:
        return ANY
    if left == DATE:
        return DATE if right == DURATION else DURATION if right == DATE else ANY
    if DURATION in (left, right):
        return NUMBER if operator == "/" and left == right else DURATION
    if "string" in found and operator == "-":
        return ANY
    whole = widened(left) == INTEGER and widened(right) == INTEGER and operator != "/"
    return INTEGER if whole else NUMBER
