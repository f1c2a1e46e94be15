"""RQ8001, RQ8006 and RQ8007: files of a project that are missing or stand in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body, FileModel
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.rules.surroundings import Surroundings
from reqon_language.syntax import ast

NO_ROOT: Final = Rule(
    "RQ8001",
    "error",
    "folder has no `mission.vague`",
    what="Reports the first action of a file in a folder that was given to be checked or run, "
    "when no file of the folder declares a mission.",
    why="The files are parts of a mission, and nothing says which or runs the actions.",
    fix="Add a `mission.vague` with the mission, its sources and its `run`.",
    bad="""
        store orders: file("orders")
        action Clean { clear orders }
    """,
    good="""
        store orders: file("orders")
        mission Example {
          action Clean { clear orders }
          run Clean
        }
    """,
    surroundings=Surroundings(rootless="order-sync"),
)

MIXED: Final = Rule(
    "RQ8006",
    "warning",
    "`.vague` and `.reqon` in one mission",
    what="Reports a part of a mission folder whose suffix is not that of its root.",
    why="It is part of the mission, but the 0.2 reference ignores it.",
    fix="Give all files of the folder one suffix.",
    bad="""
        schema Order { id: string }
    """,
    good="""
        // Nothing to declare.
    """,
    surroundings=Surroundings(root="mission.vague", file="order.reqon"),
)

IMPORT: Final = Rule(
    "RQ8007",
    "error",
    "import leads nowhere",
    what="Reports an import of a file that does not exist, that does not declare the name, or "
    "that imports this file in turn.",
    why="What the name stands for is not known.",
    fix="Correct the path, which is relative to this file, or the name. Of files that import each "
    "other, move what both need into a third.",
    bad="""
        import { Order } from "./shcemas.vague"
    """,
    good="""
        import { Order } from "./schemas.vague"
    """,
    surroundings=Surroundings(imports={"./shcemas.vague": "there is no such file"}),
)

RULES: Final = (NO_ROOT, MIXED, IMPORT)


def check_surrounded(model: FileModel, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """Report what is wrong with the place of a file, and with what it imports."""
    loose = model.loose.bodies
    if loose and _is_mixed(surroundings):
        yield MIXED.at(
            _name_of(loose[0]),
            f"`{surroundings.file}` has another suffix than `{surroundings.root}`",
            help="give all files of the folder one suffix",
        )
    if surroundings.rootless is not None and not model.missions:
        action = next((body for body in loose if isinstance(body.node, ast.Action)), None)
        if action is not None:
            yield NO_ROOT.at(
                _name_of(action),
                f"no mission runs this: the folder `{surroundings.rootless}` has no "
                "`mission.vague`",
                help="add a `mission.vague` with the mission and its `run`",
            )
    problems = surroundings.imports or {}
    for body in loose if problems else ():
        if isinstance(body.node, ast.Import):
            path = body.node.path
            problem = problems.get(str(path.value))
            if problem is not None:
                yield IMPORT.at(
                    path.span.shift(body.offset),
                    f"cannot import from `{path.value}`: {problem}",
                    help="paths are relative to this file",
                )


def _is_mixed(surroundings: Surroundings) -> bool:
    if surroundings.root is None or surroundings.file is None:
        return False
    return _suffix(surroundings.root) != _suffix(surroundings.file)


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]


def _name_of(body: Body) -> ast.Span:
    """Return where the name of a declaration stands; of what has none, its first word."""
    node = body.node
    if isinstance(node, ast.Source | ast.Store | ast.Schema | ast.Transform | ast.Action | ast.Let):
        return node.name.span.shift(body.offset)
    return ast.Span(body.extent.start, body.extent.start + 1)
