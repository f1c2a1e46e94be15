"""RQ4012: what a `match` does when nothing matches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.expressions import names_schema
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

RULES: Final = (NO_CATCH_ALL,)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report `match` steps that may find no arm."""
    for match in body.facts.of(ast.Match):
        if match.catch is None and match.arms and not _is_exhaustive(body, match):
            yield NO_CATCH_ALL.at(
                ast.Span(match.span.start, match.span.start + len("match")),
                "a value that none of these arms matches stops the mission",
                help='add a last arm: `_ -> abort "…"`, or `_ -> continue`',
            )


def _is_exhaustive(body: Body, match: ast.Match) -> bool:
    schemas = body.facts.names.schemas
    for arm in match.arms:
        pattern = arm.pattern
        if arm.guard is not None:
            continue
        if isinstance(pattern, ast.Wildcard):
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
