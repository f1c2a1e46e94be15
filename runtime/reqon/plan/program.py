"""`compile_program`: a parsed file becomes the plans of its missions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from reqon.errors import EvaluationError, Location
from reqon.plan.blocks import compile_block
from reqon.plan.context import Context
from reqon.plan.declarations import Declarations, Declared, gather
from reqon.plan.errors import MissingDeclarationError, PlanError, UnsupportedError
from reqon.plan.expressions import Names, compile_expression
from reqon.plan.kinds import COMPILERS
from reqon.plan.lent import OtherFile, lent_by
from reqon.plan.liveness import live_responses
from reqon.plan.mission import ActionPlan, LetPlan, MissionPlan
from reqon.plan.options import compile_options
from reqon.plan.pipeline import compile_stages
from reqon.plan.sources import compile_source
from reqon.plan.stores import compile_store
from reqon.plan.walk import walk
from reqon_language import Tree
from reqon_language.model.identity import definition_paths, identities
from reqon_language.syntax import ast
from reqon_language.text import LineIndex


def compile_program(tree: Tree, path: str, others: Sequence[OtherFile] = ()) -> list[MissionPlan]:
    """Return the plans of all missions of a file, in file order.

    `path` is what messages call the file, `others` are the files that lend declarations to it.
    Raises `ProgramError` for text that does not parse,
    for what has no meaning and for what this runtime does not support; `ConfigurationError` for
    a mission that lacks a source or a store it uses (ruling D35). Nothing runs.
    """
    lines = tree.lines
    for file in (OtherFile(tree, path), *others):
        _check_syntax(file.tree, file.tree.lines, file.path)
    digest = _digest([tree, *(file.tree for file in others)])
    lent = lent_by(others)
    plans: list[MissionPlan] = []
    for placed in tree.program.missions():
        found = gather(tree.program, placed, lines, path, lent)
        try:
            plan = _compile_mission(found, path, digest)
        except EvaluationError as error:
            raise PlanError(error.message, location=error.location, help=error.help) from error
        if any(plan.name == other.name for other in plans):
            raise PlanError(
                f"mission `{plan.name}` is declared twice",
                location=plan.location,
                help="Rename one of them.",
            )
        plans.append(plan)
    if not plans:
        raise PlanError(
            "there is no mission in the program",
            location=Location(path, 1, 1),
            help="Wrap the declarations in `mission Name { … }`.",
        )
    return plans


def _digest(trees: Sequence[Tree]) -> str:
    """Return what tells one text of a program from another, all its files taken together."""
    texts = [tree.lines.text.encode("utf-8", "surrogatepass") for tree in trees]
    if len(texts) == 1:
        return sha256(texts[0]).hexdigest()
    return sha256(b"".join(sha256(text).digest() for text in texts)).hexdigest()


def _check_syntax(tree: Tree, lines: LineIndex, path: str) -> None:
    if not tree.errors:
        return
    first = tree.errors[0]
    position = lines.position(first.span.start)
    more = f" (and {len(tree.errors) - 1} more)" if len(tree.errors) > 1 else ""
    raise PlanError(
        f"{first.message}{more}",
        location=Location(path, position.line + 1, position.column + 1),
        help="`reqon check` lists all errors.",
    )


def _compile_mission(found: Declarations, path: str, digest: str) -> MissionPlan:
    mission = found.mission
    names = Names(
        stores=frozenset(found.stores),
        schemas={name: declared.node for name, declared in found.schemas.items()},
        locate=mission.locate,
    )
    actions = {name: declared.node for name, declared in found.actions.items()}
    if not found.pipelines:
        raise MissingDeclarationError(
            f"mission `{mission.node.name.text}` has no `run`",
            location=mission.location,
            help=_suggested_run(actions),
        )
    pipeline = found.pipelines[-1]
    transforms = {name: declared.node for name, declared in found.transforms.items()}
    liveness = live_responses(pipeline.node.stages, actions, transforms)
    context = Context(
        names=names,
        snippet=mission.snippet,
        sources=tuple(found.sources),
        stores=tuple(found.stores),
        actions=tuple(actions),
        transforms=found.transforms,
        live=liveness.steps,
        paths=definition_paths(actions),
        compilers=COMPILERS,
    )
    return MissionPlan(
        name=mission.node.name.text,
        path=path,
        digest=digest,
        location=mission.location,
        options=compile_options(found.options, actions.values()),
        lets=tuple(_compile_let(declared, names) for declared in found.lets),
        sources={
            name: compile_source(declared, _placed(names, declared))
            for name, declared in found.sources.items()
        },
        stores={
            name: compile_store(declared, _placed(names, declared))
            for name, declared in found.stores.items()
        },
        actions=_compile_actions(found.actions, context, liveness.actions),
        stages=compile_stages(pipeline, context),
        identities=identities(actions),
        environment=_environment(found),
    )


def _environment(found: Declarations) -> frozenset[str]:
    """Return the names of the variables that `env` is asked for."""
    spaces = (found.sources, found.stores, found.transforms, found.actions)
    nodes: list[object] = [declared.node for space in spaces for declared in space.values()]
    nodes.extend(declared.node for declared in found.lets)
    return frozenset(
        str(name.value)
        for top in nodes
        for call in walk(top)
        if isinstance(call, ast.Call)
        and isinstance(call.function, ast.Name)
        and call.function.text == "env"
        and call.arguments
        and isinstance(name := call.arguments[0], ast.Literal)
    )


def _compile_actions(
    actions: Mapping[str, Declared[ast.Action]], context: Context, live: frozenset[str]
) -> dict[str, ActionPlan]:
    plans = {}
    for name, declared in actions.items():
        for option in declared.node.options:
            raise UnsupportedError(
                f"option `{option.key.text}` of an action is not supported by this runtime yet",
                location=declared.locate(option.span),
                help="Remove it; nothing was run.",
            )
        inside = replace(context, names=_placed(context.names, declared), snippet=declared.snippet)
        block = compile_block(declared.node.body, inside)
        plans[name] = ActionPlan(name, declared.location, block, name in live)
    return plans


def _compile_let(declared: Declared[ast.Let], names: Names) -> LetPlan:
    let = declared.node
    value = compile_expression(let.value, _placed(names, declared))
    return LetPlan(let.name.text, value, declared.location)


def _placed(names: Names, declared: Declared[Any]) -> Names:
    return replace(names, locate=declared.locate)


def _suggested_run(actions: Mapping[str, ast.Action]) -> str:
    if not actions:
        return "Declare an action and write `run` and its name."
    return f"Add `run {' then '.join(actions)}`."
