"""RQ301x, variables that hide or repeat another name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.rule import Rule

SHADOWS: Final = Rule(
    "RQ3014",
    "hint",
    "name hides another one",
    what="Points out a variable named like an outer variable, a store or an implicit name, "
    "and a member of a mission named like a declaration of its file.",
    why="Inside its block the outer name can no longer be reached.",
    fix="Choose another name.",
    bad="""
        for orders in orders {
          post "/orders" { body: orders }
        }
    """,
    good="""
        for order in orders {
          post "/orders" { body: order }
        }
    """,
    frame="steps",
)

REBOUND: Final = Rule(
    "RQ3015",
    "error",
    "variable is already bound",
    what="Reports a second `let` of one name in the same block, and a variable named `response`.",
    why="Variables do not change: a second binding would make the first one's readers wrong.",
    fix="Choose another name for the second value.",
    bad="""
        let page = 1
        let page = 2
        get "/orders" { params: { page: page } }
    """,
    good="""
        let page = 1
        let next = 2
        get "/orders" { params: { page: page, next: next } }
    """,
    frame="steps",
)

RULES: Final = (SHADOWS, REBOUND)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report bindings that clash with another name."""
    for clash in body.facts.clashes:
        binding = clash.binding
        related = (
            [Related(clash.earlier, f"`{binding.name}` is bound here")] if clash.earlier else []
        )
        if clash.how == "shadows":
            yield SHADOWS.at(binding.span, f"`{binding.name}` hides {clash.what}", related=related)
        elif clash.earlier is None:
            yield REBOUND.at(
                binding.span,
                f"`{binding.name}` is set by requests and mappings and cannot be bound",
                help="choose another name",
            )
        else:
            yield REBOUND.at(
                binding.span,
                f"`{binding.name}` is already bound in this block",
                help="choose another name; variables do not change",
                related=related,
            )
