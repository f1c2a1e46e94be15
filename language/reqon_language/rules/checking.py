"""Run all rules over a file.

A rule that looks at one declaration alone is asked again only when that declaration's facts
changed (architecture invariant 4), or, if it goes by all the names around it, when these did; the
others are cheap and always asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from reqon_language.model.analysis import analyze
from reqon_language.model.file import Body, FileModel, Section
from reqon_language.model.inference import Typed
from reqon_language.model.kept import Kept
from reqon_language.model.project import ALONE, Beside, Project
from reqon_language.rules import (
    addresses,
    bindings,
    credentials,
    cycles,
    declarations,
    declared,
    durability,
    environment,
    files,
    functions,
    keys,
    matching,
    names,
    options,
    pagination,
    pipeline,
    placeholders,
    project,
    repetition,
    requests,
    responses,
    resuming,
    schedule,
    secrets,
    sources,
    specs,
    spelling,
    stages,
    steps,
    stores,
    suppression,
    suspension,
    syntax,
    targets,
    types,
    types_requests,
    types_schemas,
    units,
    unused,
    values,
    variants,
    weights,
    words,
)
from reqon_language.rules.diagnostic import SEVERITIES, Diagnostic
from reqon_language.rules.mission import MissionView, view_of
from reqon_language.rules.rule import Rule
from reqon_language.rules.settings import DEFAULT, Settings
from reqon_language.rules.surroundings import NOTHING_KNOWN, Surroundings
from reqon_language.syntax import Tree, ast

FAMILIES: Final = (
    syntax, spelling, options, placeholders, names, declared, functions, bindings, unused,
    declarations, pipeline, stages, cycles, words, values, variants, matching, responses, steps,
    requests, keys, stores, targets, sources, addresses, secrets, credentials, environment,
    pagination, suspension, schedule, units, durability, repetition, project, suppression, types,
    types_schemas, types_requests,
    weights, files, specs, resuming,
)  # fmt: skip
RULES: Final[Mapping[str, Rule]] = dict(
    sorted((rule.code, rule) for family in FAMILIES for rule in family.RULES)
)
"""Every rule by its code."""

_BODY_CHECKS: Final[tuple[Callable[[Body], Iterator[Diagnostic]], ...]] = (
    syntax.check,
    options.check,
    declarations.check,
    placeholders.check,
    functions.check,
    bindings.check,
    unused.check,
    weights.check,
    values.check,
    variants.check,
    matching.check,
    responses.check,
    steps.check,
    requests.check,
    keys.check,
    stores.check,
    sources.check,
    addresses.check,
    secrets.check,
    environment.check,
    pagination.check,
    suspension.check,
    schedule.check,
    durability.check,
    repetition.check,
    pipeline.check,
    project.check,
)
_NAME_CHECKS: Final[tuple[Callable[[Body], Iterator[Diagnostic]], ...]] = (
    names.check,
    declared.check,
    words.check,
)
"""What goes by all the names around a declaration, as it looks for the one that was meant."""
_TYPE_CHECKS: Final[tuple[Callable[[Typed, bool], Iterator[Diagnostic]], ...]] = (
    types.check_types,
    keys.check_types,
    responses.check_types,
    types_schemas.check_schemas,
    types_requests.check_requests,
)
_TEXT_CHECKS: Final[tuple[Callable[[Body, str], Iterator[Diagnostic]], ...]] = (
    spelling.check_arrows,
    spelling.check_separators,
    values.check_text,
    schedule.check_text,
)
_MISSION_CHECKS: Final[tuple[Callable[[MissionView], Iterator[Diagnostic]], ...]] = (
    declarations.check_mission,
    unused.check_mission,
    pipeline.check_mission,
    stages.check_mission,
    cycles.check_mission,
    variants.check_mission,
    responses.check_mission,
    suspension.check_mission,
    schedule.check_mission,
    durability.check_mission,
    repetition.check_mission,
    targets.check_mission,
    project.check_mission,
)
_FILE_CHECKS: Final[tuple[Callable[[FileModel], Iterator[Diagnostic]], ...]] = (
    declarations.check_file,
    repetition.check_file,
)
_OPEN: Final = frozenset(
    code for code, rule in RULES.items() if rule.surroundings is not NOTHING_KNOWN
)
"""The rules whose findings depend on what the caller knows."""

Found: TypeAlias = tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SectionReport:
    """What the rules found in a section of a file; all spans count from the section.

    `findings` are all of them, kept while `section` and `typed` are the same objects. `named` are
    its bodies with what was found by the names around them; `types` are the types of its bodies,
    each with whether the body is broken, and what was found in them.
    """

    section: Section
    typed: tuple[Typed, ...]
    findings: Found
    named: Kept[Body]
    types: Kept[tuple[Typed, bool]]


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """The model of a file and its diagnostics in source order.

    `sections` are the reports of its missions and of what is outside; `around` is what they
    depend on beside themselves.
    """

    model: FileModel
    diagnostics: Found
    sections: tuple[SectionReport, ...]
    around: tuple[object, ...]

    def settle(self) -> None:
        """Let go of what only the next version would need, of a file that nobody edits."""
        for section in self.sections:
            section.section.kept.forget()
            section.named.forget()
            section.types.forget()


def check(tree: Tree, surroundings: Surroundings = NOTHING_KNOWN) -> list[Diagnostic]:
    """Return the diagnostics of one file in source order: syntax errors and all rules."""
    return list(report(tree, surroundings=surroundings).diagnostics)


def report(
    tree: Tree,
    *,
    previous: Report | None = None,
    settings: Settings = DEFAULT,
    surroundings: Surroundings = NOTHING_KNOWN,
) -> Report:
    """Check a file that stands alone.

    With the report of an earlier version as `previous`, unchanged declarations are not checked
    again. `settings` say what is wanted, `surroundings` what is known of the world around the
    file.
    """
    before = previous.model if previous else None
    model = analyze(tree, previous=before, specs=surroundings.specs)
    return _report(tree, model, ALONE, previous, settings, surroundings, {})


def report_in(
    project: Project,
    path: str,
    *,
    previous: Report | None = None,
    settings: Settings = DEFAULT,
    surroundings: Surroundings = NOTHING_KNOWN,
) -> Report:
    """Check the file at `path` as part of a project; otherwise as `report`."""
    file = project.files[path]
    beside = project.beside(path)
    actions = project.actions(path) if surroundings.waiting else {}
    return _report(file.tree, file.model, beside, previous, settings, surroundings, actions)


def _report(
    tree: Tree,
    model: FileModel,
    beside: Beside,
    previous: Report | None,
    settings: Settings,
    surroundings: Surroundings,
    actions: Mapping[str, ast.Action],
) -> Report:
    text = tree.lines.text
    shared = (id(body.facts) for body in model.loose.bodies)
    depends = (beside.used, model.alone, *shared)
    known = previous.sections if previous else ()
    still = previous is not None and previous.around == depends
    kept = {id(old.section): old for old in known} if still else {}
    reports: list[SectionReport] = []
    found = list(syntax.check_tree(tree, model))
    for number, (placed, inferred) in enumerate(
        zip(model.sections, model.types.sections, strict=True)
    ):
        old = kept.get(id(placed.node))
        if old is None or old.typed is not inferred.typed:
            before = known[number] if number < len(known) else None
            view = view_of(placed.node, model, beside.used)
            old = _check_section(placed, inferred.typed, view, text, before)
        reports.append(old)
        found += [finding.shift(placed.offset) for finding in old.findings]
    for start, stretch in _between(model, text):
        found += [finding.shift(start) for finding in spelling.check_text(stretch)]
    found += [finding for ask_file in _FILE_CHECKS for finding in ask_file(model)]
    found += project.check_file(model, beside.used, surroundings)
    used = surroundings.rootless is not None or bool(beside.used)
    found += placeholders.check_file(model, shared=used)
    found += declarations.check_beside(model, beside.earlier)
    found += _surrounded(model, surroundings, actions)
    found = values.causes(found)
    found = suppression.suppress(found, tree.lines, RULES.keys(), _OPEN)
    wanted = settings.apply(sorted(found, key=_order))
    return Report(model, wanted, tuple(reports), depends)


def _check_section(
    placed: ast.Placed[Section],
    inferred: tuple[Typed, ...],
    view: MissionView | None,
    text: str,
    before: SectionReport | None,
) -> SectionReport:
    """Ask every rule that looks at single declarations or at one mission."""
    section = placed.node
    found: list[Diagnostic] = []

    def in_body(body: Body) -> Found:
        start = placed.offset + body.offset
        return tuple(_body_findings(body, text[start : start + body.node.span.end]))

    broken = [body.broken for body in section.bodies]
    named = Kept(section.bodies, before.named if before is not None else None, _same_names)
    earlier = before.types if before is not None else None
    types = Kept([*zip(inferred, broken, strict=True)], earlier, _same_types)
    kept = (
        section.kept.given(_body_findings, None, in_body),
        named.each(_name_findings),
        types.each(_type_findings),
    )
    for body, *each in zip(section.bodies, *kept, strict=True):
        for findings in each:
            if findings:
                found += [finding.shift(body.offset) for finding in findings]
    if view is not None:
        found += [finding for ask_mission in _MISSION_CHECKS for finding in ask_mission(view)]
    for start, stretch in _gaps(placed, text):
        found += [finding.shift(start) for finding in spelling.check_text(stretch)]
    return SectionReport(section, inferred, tuple(found), named, types)


def _body_findings(body: Body, text: str) -> Iterator[Diagnostic]:
    """Yield what the rules about single declarations find, relative to the declaration."""
    for ask in _BODY_CHECKS:
        yield from ask(body)
    for ask_text in _TEXT_CHECKS:
        yield from ask_text(body, text)
    yield from spelling.check_text(text)


def _name_findings(body: Body) -> Found:
    """Return what the rules find that go by all the names around a declaration, relative to it."""
    return tuple(finding for ask in _NAME_CHECKS for finding in ask(body))


def _same_names(one: Body, other: Body) -> bool:
    return one.facts is other.facts and one.names == other.names


def _type_findings(typed: tuple[Typed, bool]) -> Found:
    """Return what the rules about types find in a declaration, relative to it."""
    types, broken = typed
    return tuple(finding for ask in _TYPE_CHECKS for finding in ask(types, broken))


def _same_types(one: tuple[Typed, bool], other: tuple[Typed, bool]) -> bool:
    """Whether the same is wrong; of the declarations around it a problem tells what was asked."""
    return one[0].problems is other[0].problems and one[1] == other[1]


def _surrounded(
    model: FileModel, surroundings: Surroundings, actions: Mapping[str, ast.Action]
) -> Iterator[Diagnostic]:
    """Yield what only a caller who knows the world around the file can be told."""
    if surroundings is NOTHING_KNOWN:
        return
    in_body = partial(_in_surroundings, surroundings=surroundings)
    for section in model.sections:
        found = section.node.kept.given(_in_surroundings, surroundings, in_body)
        for body, findings in zip(section.node.bodies, found, strict=True) if any(found) else ():
            yield from (finding.shift(section.offset + body.offset) for finding in findings)
    yield from files.check_surrounded(model, surroundings)
    yield from specs.check_surrounded(model, surroundings)
    yield from resuming.check_surrounded(model, surroundings, actions)


def _in_surroundings(body: Body, *, surroundings: Surroundings) -> Found:
    asked = (
        schedule.check_surrounded,
        credentials.check_surrounded,
        environment.check_surrounded,
    )
    return tuple(finding for ask in asked for finding in ask(body, surroundings))


def _gaps(placed: ast.Placed[Section], text: str) -> Iterator[tuple[int, str]]:
    """Yield what stands in a mission between its members, at relative offsets."""
    section, begin = placed.node, placed.offset
    if section.mission is None:
        return
    at = section.mission.span.start
    for body in section.bodies:
        gap = text[begin + at : begin + body.offset]
        if gap and not gap.isspace():
            yield at, gap
        at = body.offset + body.node.span.end
    yield at, text[begin + at : begin + section.mission.span.end]


def _between(model: FileModel, text: str) -> Iterator[tuple[int, str]]:
    """Yield what stands between the missions and items of a file, with its offset."""
    at = 0
    for item in model.program.items:
        extent = item.node.span.shift(item.offset)
        if extent.start > at:
            yield at, text[at : extent.start]
        at = extent.end
    yield at, text[at:]


def _order(diagnostic: Diagnostic) -> tuple[int, int, int, str, str]:
    span = diagnostic.span
    severity = SEVERITIES.index(diagnostic.severity)
    return span.start, span.end, severity, diagnostic.code, diagnostic.message
