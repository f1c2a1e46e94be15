"""RQ301x, calls: functions that do not exist and arguments that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.functions import FUNCTIONS, Function
from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.nearest import unknown
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast
from reqon_language.syntax.foreign_signs import METHODS

UNKNOWN: Final = Rule(
    "RQ3011",
    "error",
    "function is unknown",
    what="Reports a call of a function that is not built in.",
    why="The mission would fail when it reaches the call.",
    fix="Correct the name; the reference lists every function.",
    bad='post "/total" { body: summ(response.totals) }',
    good='post "/total" { body: sum(response.totals) }',
    frame="steps",
)

ARGUMENTS: Final = Rule(
    "RQ3012",
    "error",
    "wrong number of arguments",
    what="Reports a call with more or fewer arguments than the function takes.",
    why="The mission would fail when it reaches the call.",
    fix="Give the arguments that the signature asks for.",
    bad='post "/date" { body: formatDate(now()) }',
    good='post "/date" { body: formatDate(now(), "YYYY-MM-DD") }',
    frame="steps",
)

RULES: Final = (UNKNOWN, ARGUMENTS)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report calls of unknown functions, and calls with too many or too few arguments."""
    facts = body.facts
    unresolved = {
        (reference.span.start, reference.span.end)
        for reference in facts.references
        if reference.kind == "name"
    }
    for reference in facts.references:
        if reference.kind == "function" and reference.problem:
            name = reference.name
            message = f"function `{name}` is unknown"
            if name.lower() in METHODS:
                way_out = f'a request is a step: write `{name} "/orders"`, then read `response`'
                yield UNKNOWN.at(reference.span, message, help=way_out)
                continue
            yield unknown(UNKNOWN, reference.span, message, FUNCTIONS, word=name)
    piped = {id(pipe.target) for pipe in facts.of(ast.Pipe)}
    for call in facts.of(ast.Call):
        receiver = call.function.object if isinstance(call.function, ast.Member) else None
        if receiver is not None and (receiver.span.start, receiver.span.end) in unresolved:
            continue
        function = _called(call)
        given = len(call.arguments) + (receiver is not None or id(call) in piped)
        if function is None or any(isinstance(part, ast.Spread) for part in call.arguments):
            continue
        most = function.max_arguments
        if given < function.min_arguments or (most is not None and given > most):
            yield _wrong_count(call, function, given)


def _called(call: ast.Call) -> Function | None:
    if isinstance(call.function, ast.Name):
        return FUNCTIONS.get(call.function.text)
    if isinstance(call.function, ast.Member):
        return FUNCTIONS.get(call.function.name.text)
    return None


def _wrong_count(call: ast.Call, function: Function, given: int) -> Diagnostic:
    least, most = function.min_arguments, function.max_arguments
    if most is None:
        wanted = f"at least {least}"
    elif least == most:
        wanted = str(least)
    else:
        wanted = f"{least} to {most}"
    plural = "" if wanted == "1" else "s"
    return ARGUMENTS.at(
        call.span,
        f"`{function.name}` takes {wanted} argument{plural}, got {given}",
        help=f"the signature is `{function.signature}`",
    )
