"""RQ2012, RQ2013, RQ4018 and RQ6019: expressions that are not what they seem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import call_of, flag_of, number_of, text_of
from reqon_language.syntax import ast

CHAIN: Final = Rule(
    "RQ2012",
    "warning",
    "comparison of a comparison",
    what="Reports `a == b == c` and its like without parentheses.",
    why="The result of the first comparison, `true` or `false`, is compared with the last value.",
    fix="Join two comparisons with `and`.",
    bad="""
        get "/orders"
        validate response { assume .sent == .paid == true }
    """,
    good="""
        get "/orders"
        validate response { assume .sent == true and .paid == true }
    """,
    frame="steps",
)

NO_ELSE: Final = Rule(
    "RQ2013",
    "error",
    "`if` without `else` where a value is needed",
    what="Reports an operand of an arithmetic operation that is an `if` without `else`.",
    why="Where the condition does not hold it is null, and null is no number.",
    fix="Add an `else`.",
    bad="""
        get "/orders"
        post "/total" { body: { total: 100 - (if response.member then 10) } }
    """,
    good="""
        get "/orders"
        post "/total" { body: { total: 100 - (if response.member then 10 else 0) } }
    """,
    frame="steps",
)

EMPTY_RANGE: Final = Rule(
    "RQ4018",
    "error",
    "range is empty, or none of numbers",
    what="Reports a range whose first number is above its last, or whose ends are no numbers.",
    why="Nothing lies in it.",
    fix="Swap the two.",
    bad="""
        get "/orders"
        validate response { assume .count in 100..1 }
    """,
    good="""
        get "/orders"
        validate response { assume .count in 1..100 }
    """,
    frame="steps",
)

OPEN_ENVIRONMENT: Final = Rule(
    "RQ6019",
    "warning",
    "environment variable is chosen at run time",
    what="Reports an `env()` whose argument is not a string.",
    why="Data from outside could choose which variable is read, secrets included.",
    fix="Name the variable.",
    bad="""
        get "/orders"
        post "/copy" { body: env(response.name) }
    """,
    good="""
        get "/orders"
        post "/copy" { body: env("REGION") }
    """,
    frame="steps",
)

RULES: Final = (CHAIN, NO_ELSE, EMPTY_RANGE, OPEN_ENVIRONMENT)

_COMPARISONS: Final = frozenset({"==", "!=", "<", ">", "<=", ">="})
_ARITHMETIC: Final = frozenset({"-", "*", "/", "%"})


def check(body: Body) -> Iterator[Diagnostic]:
    """Report misleading expressions."""
    facts = body.facts
    for node in facts.of(ast.Binary):
        if node.operator in _ARITHMETIC:
            yield from _halves(node.left, node.right)
        elif node.operator == "..":
            yield from _range(node)
    for unary in facts.of(ast.Unary):
        if unary.operator != "not":
            yield from _halves(unary.operand)
    for call in facts.of(ast.Call):
        if call_of(call, "env"):
            yield from _environment(call)


def check_text(body: Body, text: str) -> Iterator[Diagnostic]:
    """Report comparisons of comparisons; only the text still has parentheses."""
    for node in body.facts.of(ast.Binary):
        left = node.left
        if not isinstance(left, ast.Binary) or not {node.operator, left.operator} <= _COMPARISONS:
            continue
        if ")" not in text[left.span.end : node.right.span.start]:
            yield CHAIN.at(
                node.span,
                f"this compares the result of the first `{left.operator}`, `true` or `false`",
                help="join two comparisons with `and`",
            )


def causes(found: list[Diagnostic]) -> list[Diagnostic]:
    """Return the findings without those that only follow from a chain of comparisons.

    A chain that fails when it is evaluated is an error.
    """
    chains = {one.span for one in found if one.code == CHAIN.code}
    if not chains:
        return found
    failing = {one.span for one in found if one.code == "RQ4003" and one.span in chains}
    return [
        replace(one, severity="error") if one.code == CHAIN.code and one.span in failing else one
        for one in found
        if one.code != "RQ4003" or one.span not in failing
    ]


def _halves(*operands: ast.Expression) -> Iterator[Diagnostic]:
    for operand in operands:
        if isinstance(operand, ast.Conditional) and operand.otherwise is None:
            yield NO_ELSE.at(
                operand.span,
                "this is null where the condition does not hold, and null is no number",
                help="add `else 0`",
            )


def _range(node: ast.Binary) -> Iterator[Diagnostic]:
    first, last = number_of(node.left), number_of(node.right)
    if first is not None and last is not None:
        if first > last:
            message = f"the range {first}..{last} is empty"
            yield EMPTY_RANGE.at(node.span, message, suggestion=f"{last}..{first}")
        return
    for end in (node.left, node.right):
        if flag_of(end) is not None:
            yield EMPTY_RANGE.at(end.span, "a range goes from a number to a number")


def _environment(call: ast.Call) -> Iterator[Diagnostic]:
    name = call.arguments[0] if call.arguments else None
    if name is not None and text_of(name) is None:
        yield OPEN_ENVIRONMENT.at(
            name.span,
            "the variable to read is chosen at run time",
            help='name it: `env("REGION")`',
        )
