"""The table of built-in functions, as editors and checks read it."""

from __future__ import annotations

import pytest

from reqon_language.functions import FUNCTIONS, nearest_function
from reqon_language.syntax import parse_expression

DOCUMENTED = """
    length count first last sum avg median product min max includes isEmpty map filter reduce find
    findIndex sort sortBy unique flatten concat chunks range all some none exists keys values
    entries hasKey pick omit merge get lowercase uppercase capitalize kebabCase snakeCase camelCase
    substring split join replace trim trimStart trimEnd slugify upper lower round floor ceil abs
    pow sqrt toString toNumber toBoolean toArray parseNumber parseDecimal parseDate fromUnix
    timestamp now today daysAgo daysFromNow formatDate year month day hour minute dayOfWeek addDays
    addMonths addHours subtractDays diffDays isBefore isAfter days hours minutes env uuid
    generateId
"""
"""The union of language specification 2.8, without the generators of data descriptions."""


def test_every_documented_function_is_in_the_table() -> None:
    """The table is the specification's union, each function once and under its own name."""
    assert sorted(FUNCTIONS) == sorted(DOCUMENTED.split())
    assert all(name == function.name for name, function in FUNCTIONS.items())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_entry_is_fit_to_be_shown(name: str) -> None:
    """A sentence, an example that parses and calls the function, names that do not repeat."""
    function = FUNCTIONS[name]
    assert function.doc.endswith(".")
    assert f"{name}(" in function.example
    assert not parse_expression(function.example)[1]
    names = [parameter.name for parameter in function.parameters]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_optional_parameters_come_last(name: str) -> None:
    """Arguments are given by position: nothing may follow what can be left out."""
    kinds = [item.optional or item.variadic for item in FUNCTIONS[name].parameters]
    assert kinds == sorted(kinds)
    assert not any(item.variadic for item in FUNCTIONS[name].parameters[:-1])


@pytest.mark.parametrize(
    ("name", "signature", "least", "most"),
    [
        ("round", "round(x: number, digits?: number): number", 1, 2),
        ("max", "max(...values: any): any", 0, None),
        ("now", "now(): date", 0, 0),
    ],
)
def test_arity(name: str, signature: str, least: int, most: int | None) -> None:
    """How many arguments a function takes follows from its parameters."""
    function = FUNCTIONS[name]
    assert function.signature.replace("integer", "number") == signature
    assert (function.min_arguments, function.max_arguments) == (least, most)


def test_a_variadic_parameter_takes_all_further_arguments() -> None:
    """Any argument from the last parameter on belongs to it; elsewhere there is none."""
    pick, now = FUNCTIONS["pick"], FUNCTIONS["now"]
    assert [pick.parameter(at) for at in (0, 1, 5)] == [*pick.parameters, pick.parameters[1]]
    assert now.parameter(0) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("lenght", "length"), ("tolowercase", "lowercase"), ("SORTBY", "sortBy"), ("zzzzz", None)],
)
def test_a_misspelt_name_is_recognised(typed: str, meant: str | None) -> None:
    """The nearest name is proposed, and none when nothing is near."""
    assert nearest_function(typed) == meant
