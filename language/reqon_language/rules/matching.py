"""RQ2007 and RQ4012: patterns that say nothing, and what a `match` does when nothing matches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.expressions import names_schema
from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast

NO_CATCH_ALL: Final = Rule(
    "RQ4012",
    "warning",
    "`match` has no catch-all arm",
    what="Reports a `match` step without an arm that matches everything.",
    why="A value that no arm matches stops the mission with an error.",
    fix='Add an arm `_ -> …`, such as `_ -> abort "unexpected response"`.',
    bad="""
        get "/orders"
        match response {
          { error: message } -> abort message
        }
    """,
    good="""
        get "/orders"
        match response {
          { error: message } -> abort message,
          _ -> continue
        }
    """,
    frame="steps",
)

EMPTY: Final = Rule(
    "RQ2007",
    "error",
    "empty pattern, or empty parallel stage",
    what="Reports the pattern `{}`, which names no field, and the stage `[]`, which names no "
    "action.",
    why="`{}` looks like an empty object but takes every object, whatever it holds; an empty stage "
    "runs nothing.",
    fix="Name the fields, or write `_` for any value; name the actions, or remove the stage.",
    bad="""
        get "/orders"
        match response {
          {} -> abort "no orders",
          _ -> continue
        }
    """,
    good="""
        get "/orders"
        match response {
          { orders: [] } -> abort "no orders",
          _ -> continue
        }
    """,
    frame="steps",
)

RULES: Final = (EMPTY, NO_CATCH_ALL)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report empty patterns, and `match` steps that may find no arm."""
    if not body.broken:
        yield from _empty(body)
    for match in body.facts.of(ast.Match):
        if (
            match.catch is None
            and (match.arms or not body.broken)
            and not is_exhaustive(body.facts, match)
        ):
            every = "a value that none of these arms matches" if match.arms else "every value"
            yield NO_CATCH_ALL.at(
                ast.Span(match.span.start, match.span.start + len("match")),
                f"{every} stops the mission",
                help='add a last arm: `_ -> abort "…"`, or `_ -> continue`',
            )


def _empty(body: Body) -> Iterator[Diagnostic]:
    for pattern in body.facts.of(ast.ObjectPattern):
        if not pattern.entries:
            yield EMPTY.at(
                pattern.span,
                "this pattern names no field, so it takes every object",
                help="name the fields it must have, or write `_` for any value",
            )
    if isinstance(body.node, ast.Pipeline):
        for stage in body.node.stages:
            if not stage.actions:
                yield EMPTY.at(
                    stage.span,
                    "this stage names no action",
                    help="name the actions to run, or remove the stage",
                )


def is_left_out(pattern: ast.Pattern) -> bool:
    """Whether a pattern is that of a `...` in place of an arm."""
    match pattern:
        case ast.ExpressionPattern(expression=ast.Elision()):
            return True
    return False


def is_exhaustive(facts: BodyFacts, match: ast.Match) -> bool:
    """Whether one of the arms matches every value."""
    schemas = facts.names.schemas
    for arm in match.arms:
        pattern = arm.pattern
        if arm.guard is not None:
            continue
        if isinstance(pattern, ast.Wildcard) or is_left_out(pattern):
            return True
        if match.subject is None:
            found = isinstance(pattern, ast.LiteralPattern) and pattern.value is True
        else:
            found = isinstance(pattern, ast.NamePattern) and not (
                pattern.text in schemas or names_schema(pattern.text)
            )
        if found:
            return True
    return False
