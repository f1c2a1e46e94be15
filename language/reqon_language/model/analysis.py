"""From a tree to the model of its file.

Which names surround a body is decided here, from declarations alone; what the body does with
them is `body.py`'s. Sections, and facts of bodies, that did not change are taken over from a
previous model.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from reqon_language.model.body import facts_of
from reqon_language.model.file import Body, FileModel, Section
from reqon_language.model.kept import Kept
from reqon_language.model.lent import NOTHING_LENT, Lent, Specs
from reqon_language.model.names import NONE, Names, names_of
from reqon_language.model.steps import bound_by
from reqon_language.model.store_types import infer_file
from reqon_language.model.summary import Declaration, declared, declares
from reqon_language.syntax import Tree, ast

Bodies: TypeAlias = Mapping[int, Body]
"""The bodies from before, by the id of their node."""


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
    object is not analyzed again, unless a word it asks for means something else around it.
    """
    program = tree.program
    before = [section.node for section in previous.sections] if previous else []
    loose = [item for item in program.items if not isinstance(item.node, ast.Mission)]
    shared = tuple(name for item in loose for name in declared(item.node, item.offset, None))
    analysis = _Analysis(
        lent.names,
        names_of(shared).union(lent.names),
        [error.span.start for error in tree.errors],
        {id(section.mission): section for section in before},
    )
    missions = list(program.missions())
    kept = [analysis.known_section(mission, number) for number, mission in enumerate(missions)]
    known = _by_node({*before}.difference(kept))
    sections = [
        section or _mission_section(analysis, mission, number, before, known)
        for number, (mission, section) in enumerate(zip(missions, kept, strict=True))
    ]
    data = not missions and _is_data(loose, among_missions=lent.folder)
    outside = before[-1] if before else None
    sections.append(_loose_section(analysis, loose, shared, sections, known, outside, data=data))
    types = infer_file(
        sections,
        specs or {},
        lent=lent,
        previous=previous.types if previous else None,
    )
    offsets = (*(mission.offset for mission in missions), 0)
    placed = tuple(ast.Placed(at, section) for at, section in zip(offsets, sections, strict=True))
    return FileModel(program, placed, lent, types)


def with_lent(model: FileModel, lent: Lent, specs: Specs) -> FileModel:
    """Return the model of the same file where other files lend the same names, but mean or store
    something else by them.
    """
    sections = [section.node for section in model.sections]
    types = infer_file(sections, specs, lent=lent, previous=model.types)
    return replace(model, lent=lent, types=types)


@dataclass(frozen=True, slots=True)
class _Analysis:
    """What all sections of one analysis share.

    `outside` are the names other files lend, `names` all that is declared outside missions;
    `errors` are the offsets of all syntax errors, `known` the earlier sections by the id of their
    mission.
    """

    outside: Names
    names: Names
    errors: Sequence[int]
    known: Mapping[int, Section]

    def known_section(self, placed: ast.Placed[ast.Mission], number: int) -> Section | None:
        """Return the earlier section of a mission, if it still holds."""
        known = self.known.get(id(placed.node))
        if known is None or known.number != number or known.around != self.names:
            return None
        return known if known.errors == self.errors_in(placed.node.span, placed.offset) else None

    def errors_in(self, span: ast.Span, offset: int) -> tuple[int, ...]:
        """Return the syntax errors in a span that is relative to `offset`, relative likewise."""
        first = bisect_left(self.errors, span.start + offset)
        last = bisect_right(self.errors, span.end + offset)
        return tuple(error - offset for error in self.errors[first:last])

    def body(
        self,
        item: ast.Placed[ast.FileItem],
        at: int,
        names: Names,
        known: Bodies,
        mission: int | None,
    ) -> Body:
        """Return the body of an item whose offset counts from `at`; known facts are kept."""
        was = known.get(id(item.node))
        if was is not None and was.names.alike(names, was.facts.words):
            facts = was.facts
        else:
            facts = facts_of(item.node, names)
        broken = bool(self.errors_in(item.node.span, at + item.offset))
        return Body(item.offset, item.node, facts, names, mission, broken)


def _by_node(sections: Iterable[Section]) -> Bodies:
    return {id(body.node): body for section in sections for body in section.bodies}


def _mission_section(
    analysis: _Analysis,
    placed: ast.Placed[ast.Mission],
    number: int,
    before: Sequence[Section],
    known: Bodies,
) -> Section:
    mission, offset = placed.node, placed.offset
    old = before[number] if number < len(before) else None
    errors = analysis.errors_in(mission.span, offset)
    if old is not None and old.around == analysis.names and _alike(old, mission, number):
        own, names = old.own, old.names
        declarations = tuple(_moved(old, mission))
        bodies = tuple(_same_names(old, mission, errors))
    else:
        declarations = tuple(
            declaration
            for member in mission.members
            for declaration in declared(member.node, member.offset, number)
        )
        own = names_of(declarations)
        names = own.union(analysis.names)
        if old is not None:
            names = names.keeping(old.names)
        bodies = tuple(_mission_bodies(analysis, placed, number, names, known))
    kept = Kept(bodies, old.kept if old is not None else None, _same)
    around = analysis.names
    return Section(mission, number, around, own, names, errors, declarations, bodies, kept)


def _same(one: Body, other: Body) -> bool:
    """Whether all is the same of two bodies but the place."""
    return one.facts is other.facts and one.broken == other.broken


def _alike(old: Section, mission: ast.Mission, number: int) -> bool:
    """Whether the members of a mission give each other the same names as before."""
    if old.mission is None or old.number != number:
        return False
    before, now = old.mission.members, mission.members
    return len(before) == len(now) and all(
        was.node is member.node or _given(was.node) == _given(member.node)
        for was, member in zip(before, now, strict=True)
    )


def _given(node: ast.MissionMember) -> tuple[object, ...]:
    """Return all that the other members of a mission see of one."""
    names = [(one.kind, one.name, one.detail) for one in declared(node, 0, None)]
    if isinstance(node, ast.Action):
        return (ast.Action, node.name.text, *names, _exports_of(node))
    if isinstance(node, ast.Pipeline):
        stages = [tuple(action.text for action in stage.actions) for stage in node.stages]
        return (ast.Pipeline, *stages)
    return (type(node), *names)


def _moved(old: Section, mission: ast.Mission) -> Iterator[Declaration]:
    """Yield the declarations of a mission that has the same ones as before."""
    earlier = iter(old.declarations)
    before = old.mission.members if old.mission is not None else ()
    for was, now in zip(before, mission.members, strict=True):
        if was is now or was.node is now.node:
            if declares(now.node):
                delta = now.offset - was.offset
                yield next(earlier).shift(delta) if delta else next(earlier)
        else:
            for declaration in declared(now.node, now.offset, old.number):
                next(earlier)
                yield declaration


def _same_names(old: Section, mission: ast.Mission, errors: tuple[int, ...]) -> Iterator[Body]:
    """Yield the bodies of a mission whose members have the same names around them as before."""
    for was, member in zip(old.bodies, mission.members, strict=True):
        node, at = member.node, member.offset
        broken = bool(errors) and _between(errors, node.span.shift(at))
        if was.node is not node:
            facts = facts_of(node, was.names)
            yield Body(at, node, facts, was.names, old.number, broken)
        elif was.offset == at and was.broken == broken:
            yield was
        else:
            yield Body(at, node, was.facts, was.names, old.number, broken)


def _between(errors: Sequence[int], span: ast.Span) -> bool:
    """Whether one of the errors, which are in order, lies in a span."""
    return bisect_left(errors, span.start) < bisect_right(errors, span.end)


def _mission_bodies(
    analysis: _Analysis,
    placed: ast.Placed[ast.Mission],
    number: int,
    names: Names,
    known: Bodies,
) -> Iterator[Body]:
    exports = _exports(placed.node)
    inherited = _inherited(exports, _stage_of(placed.node))
    lets = analysis.names.variables
    every_export = frozenset[str]().union(*exports.values())
    bound = names.variables | every_export
    around = names.with_variables(bound, NONE)
    for member in placed.node.members:
        node = member.node
        inside = around
        if isinstance(node, ast.Let):
            inside = names.with_variables(lets, bound)
            lets |= {node.name.text}
        elif isinstance(node, ast.Action):
            inside = names.with_variables(names.variables | inherited[node.name.text], every_export)
        item: ast.Placed[ast.FileItem] = ast.Placed(member.offset, node)
        yield analysis.body(item, placed.offset, inside, known, number)


def _loose_section(
    analysis: _Analysis,
    items: Sequence[ast.Placed[ast.FileItem]],
    declarations: tuple[Declaration, ...],
    sections: Sequence[Section],
    known: Bodies,
    old: Section | None,
    *,
    data: bool,
) -> Section:
    """Analyze what stands outside missions, where the names of every mission are known."""
    own = names_of(declarations)
    names = own
    if items:
        for section in sections:
            names = names.union(section.own)
        names = replace(names.union(analysis.names), data=data)
    bodies = tuple(_loose_bodies(analysis, items, names, known))
    kept = Kept(bodies, old.kept if old is not None else None, _same)
    return Section(None, None, analysis.names, own, names, (), declarations, bodies, kept)


def _loose_bodies(
    analysis: _Analysis,
    items: Sequence[ast.Placed[ast.FileItem]],
    names: Names,
    known: Bodies,
) -> Iterator[Body]:
    bound = names.variables | {
        name.text for item in items if (name := _bound_outside(item.node)) is not None
    }
    lets = analysis.outside.variables
    for item in items:
        name = _bound_outside(item.node)
        if name is not None:
            inside = names.with_variables(lets, bound)
            lets |= {name.text}
        elif isinstance(item.node, ast.Action | ast.Pipeline):
            inside = names.with_variables(bound, NONE)
        else:
            inside = names.with_variables(lets, bound)
        yield analysis.body(item, 0, inside, known, None)


_DATA = (ast.Dataset, ast.Context, ast.Distribution, ast.Contract)
_DECLARATIONS = (
    ast.Mission, ast.Source, ast.Store, ast.Schema, ast.Transform, ast.Action, ast.Pipeline,
    ast.Option, ast.Import, *_DATA,
)  # fmt: skip


def _is_data(items: Sequence[ast.Placed[ast.FileItem]], *, among_missions: bool) -> bool:
    """Whether a file without missions only describes data.

    In the folder of a mission it may do so for that mission, unless it makes up data itself.
    """
    describing = (ast.Schema, ast.Let, ast.Import, *_DATA)
    return all(isinstance(item.node, describing) for item in items) and (
        not among_missions or any(isinstance(item.node, _DATA) for item in items)
    )


def _bound_outside(item: ast.FileItem) -> ast.Identifier | None:
    """Return the variable a loose step of a file binds for what follows."""
    return None if isinstance(item, _DECLARATIONS) else bound_by(item)


def _exports(mission: ast.Mission) -> dict[str, frozenset[str]]:
    """Return the variables each action leaves to later stages (ruling D09)."""
    return {
        member.node.name.text: _exports_of(member.node)
        for member in mission.members
        if isinstance(member.node, ast.Action)
    }


def _exports_of(action: ast.Action) -> frozenset[str]:
    return frozenset(
        name.text for step in action.body.steps if (name := bound_by(step)) is not None
    )


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
        else frozenset(name for name in exporters if exporters[name] > (name in own)) or NONE
        for action, own in exports.items()
    }
