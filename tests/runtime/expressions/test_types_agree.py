"""The checker never contradicts the runtime: what it calls an error fails, or is constant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from reqon.errors import EvaluationError
from reqon_language.model import analyze
from reqon_language.model.inference import TypeProblem
from reqon_language.syntax import parse

VALUES = [
    "null", "true", "false", "0", "2", "1.5", '"2"', '"text"', '"2024-01-20"', "[1, 2]", '["a"]',
    "[]", "{}", "{ a: 1 }", "now()", "2h", "days(1)", "parseNumber(3)", "length([1])",
]  # fmt: skip
OPERATORS = ["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "in", "contains", "and", "or", "??"]


def problems(expressions: list[str]) -> Iterator[tuple[str, TypeProblem]]:
    """Yield each expression the checker objects to with what it objects to."""
    lets = "\n".join(f"  let x{number} = {text}" for number, text in enumerate(expressions))
    model = analyze(parse(f"mission M {{\n{lets}\n}}"))
    for expression, typed in zip(expressions, model.types.typed, strict=True):
        yield from ((expression, problem) for problem in typed.problems)


@pytest.mark.parametrize("operator", OPERATORS)
def test_what_the_checker_objects_to_fails_or_is_always_the_same(
    evaluate: Callable[..., Any], operator: str
) -> None:
    """For every pair of values: an objection means an exception, or a constant comparison."""
    pairs = [f"{left} {operator} {right}" for left, right in product(VALUES, VALUES)]
    for expression, problem in problems(pairs):
        if problem.kind in ("fallback", "constant") or "length" in problem.words:
            continue
        if operator in ("==", "!="):
            assert evaluate(expression) is (operator == "!="), expression
        else:
            with pytest.raises(EvaluationError):
                pytest.fail(f"{expression} gives {evaluate(expression)!r}")


def test_a_subscript_the_checker_objects_to_fails(evaluate: Callable[..., Any]) -> None:
    """Reading `value[index]` raises wherever RQ4020 says so."""
    objections = list(problems([f"({value})[{index}]" for value, index in product(VALUES, VALUES)]))
    assert objections
    for expression, _ in objections:
        with pytest.raises(EvaluationError):
            pytest.fail(f"{expression} gives {evaluate(expression)!r}")
