"""The step lists inside a step that run at most once: arms, branches, what follows a failure."""

from __future__ import annotations

from reqon_language.syntax import ast


def branches_of(step: ast.Step) -> list[ast.Block]:
    """Return the blocks of a step in the order of the text; the body of a loop is none of them."""
    match step:
        case ast.Match(arms=arms, catch=catch):
            return [arm.body for arm in (*arms, *(catch or ()))]
        case ast.If(then=then, otherwise=otherwise):
            return [then] if otherwise is None else [then, otherwise]
        case ast.Try(body=body, catch=catch_block):
            return [body, catch_block]
        case ast.Validate(otherwise=ast.Block() as otherwise):
            return [otherwise]
    return []
