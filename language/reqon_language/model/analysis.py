"""From a tree to the model of its file.

Which names surround a body is decided here, from declarations alone; what the body does with
them is `body.py`'s. Facts of bodies that did not change are taken over from a previous model.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reqon_language.model.body import facts_of
from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import Body, FileModel
from reqon_language.model.lent import NOTHING_LENT, Lent, Specs
from reqon_language.model.names import NONE, Names, names_of
from reqon_language.model.steps import bound_by
from reqon_language.model.store_types import infer_file
from reqon_language.model.summary import FileSummary, summarize
from reqon_language.syntax import Tree, ast


def analyze(
    tree: Tree,
    *,
    lent: Lent = NOTHING_LENT,
    previous: FileModel | None = None,
    specs: Specs | None = None,
) -> FileModel:
    """Analyze a file. `lent` is what other files of its project lend it.

    `specs` are the OpenAPI documents its sources name, as their callers have read them, by the
    text after `from`; a document that is not given is not known.

    With the model of an earlier version as `previous`, a declaration whose node is the same
    object and whose surrounding names are equal is not analyzed again.
    """
    program = tree.program
    summary = summarize(program)
    missions = tuple(program.missions())
    analysis = _Analysis(
        summary,
        lent.names,
        [error.span.start for error in tree.errors],
        {id(body.node): body.facts for body in previous.bodies} if previous else {},
    )
    bodies: list[Body] = []
    number = 0
    for item in program.items:
        if isinstance(item.node, ast.Mission):
            mission = ast.Placed(item.offset, item.node)
            bodies += _mission_bodies(analysis, mission, number)
            number += 1
    bodies += _file_bodies(analysis, program)
    bodies.sort(key=lambda body: body.extent.start)
    broken = tuple(analysis.broken(mission.node.span, mission.offset) for mission in missions)
    kept = (previous.bodies, previous.types) if previous else None
    types = infer_file(bodies, specs or {}, lent=lent, previous=kept)
    return FileModel(program, summary, tuple(bodies), missions, lent, broken, types)


@dataclass(frozen=True, slots=True)
class _Analysis:
    summary: FileSummary
    around: Names
    errors: Sequence[int]
    known: Mapping[int, BodyFacts]

    def body(self, item: ast.Placed[ast.FileItem], names: Names, mission: int | None) -> Body:
        facts = self.known.get(id(item.node))
        if facts is None or facts.names != names:
            facts = facts_of(item.node, names)
        broken = self.broken(item.node.span, item.offset)
        return Body(item.offset, item.node, facts, mission, broken)

    def broken(self, span: ast.Span, offset: int) -> bool:
        index = bisect_left(self.errors, span.start + offset)
        return index < len(self.errors) and self.errors[index] <= span.end + offset


def _mission_bodies(
    analysis: _Analysis, mission: ast.Placed[ast.Mission], number: int
) -> Iterator[Body]:
    own = names_of(d for d in analysis.summary.declarations if d.mission == number)
    shared = names_of(d for d in analysis.summary.declarations if d.mission is None)
    names = own.union(shared).union(analysis.around)
    exports = _exports(mission.node)
    inherited = _inherited(exports, _stage_of(mission.node))
    lets = shared.variables | analysis.around.variables
    every_export = frozenset[str]().union(*exports.values())
    for member in mission.node.members:
        placed: ast.Placed[ast.FileItem] = ast.Placed(mission.offset + member.offset, member.node)
        node = member.node
        if isinstance(node, ast.Let):
            inside = names.with_variables(lets, names.variables | every_export)
            lets |= {node.name.text}
        elif isinstance(node, ast.Action):
            inside = names.with_variables(names.variables | inherited[node.name.text], every_export)
        else:
            inside = names.with_variables(names.variables | every_export, NONE)
        yield analysis.body(placed, inside, number)


def _file_bodies(analysis: _Analysis, program: ast.Program) -> Iterator[Body]:
    """Analyze what stands outside missions, where the names of every mission are known."""
    names = names_of(d for d in analysis.summary.declarations if d.mission is None)
    names = names.union(names_of(analysis.summary.declarations)).union(analysis.around)
    items = [item for item in program.items if not isinstance(item.node, ast.Mission)]
    bound = frozenset(
        name.text for item in items if (name := _bound_outside(item.node)) is not None
    )
    lets = analysis.around.variables
    for item in items:
        name = _bound_outside(item.node)
        if name is not None:
            inside = names.with_variables(lets, names.variables | bound)
            lets |= {name.text}
        elif isinstance(item.node, ast.Action | ast.Pipeline):
            inside = names.with_variables(names.variables | bound, NONE)
        else:
            inside = names.with_variables(lets, names.variables | bound)
        yield analysis.body(ast.Placed(item.offset, item.node), inside, None)


_DECLARATIONS = (
    ast.Mission, ast.Source, ast.Store, ast.Schema, ast.Transform, ast.Action, ast.Pipeline,
    ast.Option, ast.Import,
)  # fmt: skip


def _bound_outside(item: ast.FileItem) -> ast.Identifier | None:
    """Return the variable a loose step of a file binds for what follows."""
    return None if isinstance(item, _DECLARATIONS) else bound_by(item)


def _exports(mission: ast.Mission) -> dict[str, frozenset[str]]:
    """Return the variables each action leaves to later stages (ruling D09)."""
    return {
        member.node.name.text: frozenset(
            name.text for step in member.node.body.steps if (name := bound_by(step)) is not None
        )
        for member in mission.members
        if isinstance(member.node, ast.Action)
    }


def _stage_of(mission: ast.Mission) -> dict[str, int]:
    """Return the last stage each action runs in, by the `run` that counts."""
    runs = [member.node for member in mission.members if isinstance(member.node, ast.Pipeline)]
    stages = runs[-1].stages if runs else ()
    return {action.text: index for index, stage in enumerate(stages) for action in stage.actions}


def _inherited(
    exports: Mapping[str, frozenset[str]], order: Mapping[str, int]
) -> dict[str, frozenset[str]]:
    """Return what each action can read of other actions: everything when its turn is unknown."""
    exporters = Counter(name for names in exports.values() for name in names)
    stages: dict[int, set[str]] = {}
    for action, stage in order.items():
        stages.setdefault(stage, set()).update(exports.get(action, NONE))
    before: dict[int, frozenset[str]] = {}
    earlier: frozenset[str] = NONE
    for stage in sorted(stages):
        before[stage] = earlier
        earlier |= stages[stage]
    return {
        action: before[order[action]]
        if action in order
        else frozenset(name for name in exporters if exporters[name] > (name in own))
        for action, own in exports.items()
    }
