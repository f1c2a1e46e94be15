"""RQ40xx and RQ5002, values: operators, conditions and loops that cannot do what they say.

What is not known is let pass: a string may hold a number, and `any` may be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from reqon_language.model.inference import ProblemKind, Typed, TypeProblem
from reqon_language.model.types import INTEGER, Type, display
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule

OPERATOR: Final = Rule(
    "RQ4003",
    "error",
    "operator cannot be applied to its operands",
    what="Reports an operator between values it is not defined for.",
    why="The mission fails when it comes to the operator, or the answer is always the same.",
    fix="Convert one of the operands, for example with `toNumber` or `toString`.",
    bad='get "/orders"\nvalidate response { assume length(.items) > "10" }',
    good='get "/orders"\nvalidate response { assume length(.items) > 10 }',
    frame="steps",
)

CONSTANT: Final = Rule(
    "RQ4004",
    "error",
    "condition is always true or always false",
    what="Reports a condition that does not depend on anything.",
    why="One of the two ways is never taken.",
    fix="Remove the condition, or compare with a value that can occur.",
    bad='get "/orders"\nif false { skip }',
    good='get "/orders"\nif length(response.items) == 0 { skip }',
    frame="steps",
)

NULL_COMPARISON: Final = Rule(
    "RQ4015",
    "warning",
    "null has no order",
    what="Reports `<`, `>`, `<=` and `>=` with null.",
    why="Null can be neither smaller nor greater; the mission fails at the comparison.",
    fix="Ask with `== null` or `!= null`.",
    bad='get "/orders/1"\nvalidate response { assume .total > null }',
    good='get "/orders/1"\nvalidate response { assume .total != null }',
    frame="steps",
)

DIVISION: Final = Rule(
    "RQ4016",
    "warning",
    "possible division by zero",
    what="Reports a division by 0, or by a length that nothing tests.",
    why="A list may be empty; the mission fails at the division.",
    fix="Test the length first, or write the comparison without a division.",
    bad='get "/orders/1"\nvalidate response { assume .total / length(.lines) < 100 }',
    good='get "/orders/1"\nvalidate response { assume .total < 100 * length(.lines) }',
    frame="steps",
)

FALLBACK: Final = Rule(
    "RQ4017",
    "warning",
    "`or` also replaces 0 and false",
    what="Reports `or` with a default behind a number or a boolean.",
    why="`or` takes the default for 0 and false, too; `??` takes it for null alone.",
    fix="Write `??`.",
    bad='get "/orders/1"\nvalidate response { assume (parseNumber(.total) or 1) > 0 }',
    good='get "/orders/1"\nvalidate response { assume (parseNumber(.total) ?? 1) > 0 }',
    frame="steps",
)

SUBSCRIPT: Final = Rule(
    "RQ4020",
    "error",
    "value has no elements to read with `[…]`",
    what="Reports `[…]` on a number or a boolean, and an array read by anything but a number.",
    why="The mission fails when it comes to the subscript.",
    fix="Read from an array, a string, an object or a store.",
    bad='get "/orders"\nvalidate response { assume length(.items)[0] == 1 }',
    good='get "/orders"\nvalidate response { assume length(.items[0]) == 1 }',
    frame="steps",
)

LOOP: Final = Rule(
    "RQ5002",
    "error",
    "`for` needs an array or a store",
    what="Reports a loop over a value that has no items.",
    why="The mission fails when it comes to the loop.",
    fix="Loop over the list inside the value, or put the value into `[…]`.",
    bad='for order in { id: "1" } { store order -> orders { key: .id } }',
    good='for order in [{ id: "1" }] { store order -> orders { key: .id } }',
    frame="steps",
)

RULES: Final = (OPERATOR, CONSTANT, NULL_COMPARISON, DIVISION, FALLBACK, SUBSCRIPT, LOOP)


def check_types(typed: Typed, broken: bool) -> Iterator[Diagnostic]:
    """Report values that operators, conditions, subscripts and loops have no use for."""
    for problem in certain(typed, broken=broken):
        render = _RENDER.get(problem.kind)
        if render is not None:
            yield render(problem)


def certain(typed: Typed, *, broken: bool) -> Iterator[TypeProblem]:
    """Yield what is wrong for sure: in a `broken` declaration what is missing may be unreadable."""
    return (problem for problem in typed.problems if not (broken and problem.kind in _MISSING))


def named(of: Type) -> str:
    """Return a type in backquotes, long objects cut short."""
    return f"`{display(of, 1)}`"


def _operator(problem: TypeProblem) -> Diagnostic:
    operator = problem.words[0]
    operands = " and ".join(map(named, problem.types))
    if operator in ("==", "!="):
        always = "false" if operator == "==" else "true"
        message = f"`{operator}` between {operands} is always {always}"
        return OPERATOR.at(problem.span, message, help="convert one side to the other's type")
    message = f"operator `{operator}` cannot be applied to {operands}"
    return OPERATOR.at(problem.span, message, help="convert an operand, or read a part of it")


def _never_equal(problem: TypeProblem) -> Diagnostic:
    left, right = problem.types
    always = "false" if problem.words[0] == "==" else "true"
    message = f"condition is always {always}: {named(left)} is never {named(right)}"
    return CONSTANT.at(problem.span, message, help="compare with a value that can occur")


def _constant(problem: TypeProblem) -> Diagnostic:
    message = f"condition is always {problem.words[0]}"
    return CONSTANT.at(problem.span, message, help="remove it, or ask for something")


def _null_comparison(problem: TypeProblem) -> Diagnostic:
    message = f"`{problem.words[0]}` with null fails when the mission runs"
    return NULL_COMPARISON.at(problem.span, message, help="ask with `== null` or `!= null`")


def _division(problem: TypeProblem) -> Diagnostic:
    if not problem.words:
        return DIVISION.at(problem.span, "division by zero", help="divide by something else")
    message = "possible division by zero: the length may be 0"
    return DIVISION.at(problem.span, message, help="test it first: `if length(xs) == 0`")


def _fallback(problem: TypeProblem) -> Diagnostic:
    of = problem.types[0]
    empty = "false" if display(of) == "boolean" else "0"
    article = "an" if of == INTEGER else "a"
    message = f"`or` behind {article} {display(of)} takes the default for {empty}, too"
    return FALLBACK.at(problem.span, message, help="write `??`, which tests for null alone")


def _subscript(problem: TypeProblem) -> Diagnostic:
    if len(problem.types) > 1:
        array, index = problem.types
        message = f"{named(array)} is read by a whole number, not by {named(index)}"
        return SUBSCRIPT.at(problem.span, message, help="give the position, from 0")
    message = f"{named(problem.types[0])} has no elements to read with `[…]`"
    return SUBSCRIPT.at(problem.span, message, help="read from an array, a string or an object")


def _loop(problem: TypeProblem) -> Diagnostic:
    message = f"`for` needs an array or a store, got {named(problem.types[0])}"
    return LOOP.at(problem.span, message, help="loop over the list inside it")


_MISSING: Final[frozenset[ProblemKind]] = frozenset(
    {"missing fields", "path parameter", "required", "body"}
)
_RENDER: Final[Mapping[ProblemKind, Callable[[TypeProblem], Diagnostic]]] = {
    "operator": _operator,
    "never equal": _never_equal,
    "constant": _constant,
    "null comparison": _null_comparison,
    "division": _division,
    "fallback": _fallback,
    "subscript": _subscript,
    "loop": _loop,
}
