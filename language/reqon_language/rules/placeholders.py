"""RQ2009 and RQ2010: programs that are not finished, or not whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body, FileModel
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.options import DECLARING
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast

ELISION: Final = Rule(
    "RQ2009",
    "info",
    "placeholder is to be filled in",
    what="Points out a `...` that stands for something left out.",
    why="A mission that reaches a placeholder stops with an error.",
    fix="Write what belongs there, or remove the `...`.",
    bad="""
        for order in orders {
          ...
        }
    """,
    good="""
        for order in orders {
          post "/orders" { body: order }
        }
    """,
    frame="steps",
)

SNIPPET: Final = Rule(
    "RQ2010",
    "warning",
    "statement stands outside a mission",
    what="Reports steps, `run` and mission options at file level, and actions of a file "
    "without a mission.",
    why="Only missions run; what stands outside one has no effect of its own.",
    fix="Put it into a `mission Name { … }`.",
    bad="""
        action Wait {
          pause { duration: "7d" }
        }
    """,
    good="""
        mission Example {
          checkpoint: afterStep
          action Wait {
            pause { duration: "7d" }
          }
          run Wait
        }
    """,
)

RULES: Final = (ELISION, SNIPPET)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report placeholders."""
    message = "placeholder: fill this in before running the mission"
    for step in body.facts.of(ast.ElisionStep):
        yield ELISION.at(step.span, message)
    for value in body.facts.of(ast.Elision):
        yield ELISION.at(value.span, message)


def check_file(model: FileModel, *, shared: bool = False) -> Iterator[Diagnostic]:
    """Report what only means something inside a mission, once per run of such items.

    The actions of a file are fine where others use what it declares (`shared`).
    """
    alone = not model.missions and model.alone and not shared
    previous = False
    for item in model.program.items:
        node = item.node
        if isinstance(node, ast.Let):
            continue
        loose = _is_loose(node, alone=alone)
        if loose and not previous:
            span = node.name.span if isinstance(node, ast.Action) else node.span
            what = "an action" if isinstance(node, ast.Action) else "this"
            yield SNIPPET.at(
                span.shift(item.offset),
                f"{what} only means something inside a mission",
                help="put it into `mission Name { … }`",
            )
        previous = loose


def _is_loose(node: ast.FileItem, *, alone: bool) -> bool:
    """Whether an item needs a mission around it; an action does so in a file on its own."""
    if isinstance(node, ast.Action):
        return alone
    if isinstance(node, ast.Option) and node.entry.key.text in DECLARING:
        return False  # told to be no option at all
    return not isinstance(
        node,
        ast.Mission
        | ast.Source
        | ast.Store
        | ast.Schema
        | ast.Transform
        | ast.Dataset
        | ast.Context
        | ast.Distribution
        | ast.Contract
        | ast.Let
        | ast.Import
        | ast.ElisionStep,
    )
