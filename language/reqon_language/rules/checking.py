"""Run all rules over a file.

A rule that looks at one declaration alone is asked again only when that declaration's facts
changed (architecture invariant 4); the others are cheap and always asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from reqon_language.model.analysis import analyze
from reqon_language.model.file import Body, FileModel, Section
from reqon_language.model.inference import Typed
from reqon_language.model.project import ALONE, Beside, Project
from reqon_language.rules import (
    addresses,
    bindings,
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
    requests, keys, stores, targets, sources, addresses, secrets, environment, pagination,
    suspension, schedule, units, durability, repetition, project, suppression, types,
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
    names.check,
    declared.check,
    functions.check,
    bindings.check,
    unused.check,
    words.check,
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
_TYPE_CHECKS: Final[tuple[Callable[[Typed, bool], Iterator[Diagnostic]], ...]] = (
    types.check_types,
    keys.check_types,
    responses.check_types,
    types_schemas.check_schemas,
    types_requests.check_requests,
)
_TEXT_CHECKS: Final[tuple[Callable[[Body, str], Iterator[Diagnostic]], ...]] = (
    spelling.check_arrows,
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

    `findings` are all of them, kept while `section` and `typed` are the same objects; `bodies`
    those of each body by the id of its facts or types, and `spellings` those of each stretch of
    text, kept for the next version of the section.
    """

    section: Section
    typed: tuple[Typed, ...]
    findings: Found
    bodies: Mapping[tuple[int, bool], Found]
    spellings: Mapping[str, Found]


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
    return _report(tree, model, ALONE, previous, settings, surroundings)


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
    return _report(file.tree, file.model, beside, previous, settings, surroundings)


def _report(
    tree: Tree,
    model: FileModel,
    beside: Beside,
    previous: Report | None,
    settings: Settings,
    surroundings: Surroundings,
) -> Report:
    text = tree.lines.text
    shared = (id(body.facts) for body in model.loose.bodies)
    depends = (beside.used, model.alone, *shared)
    known = previous.sections if previous and previous.around == depends else ()
    kept = {id(old.section): old for old in known}
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
    found += _surrounded(model, beside, surroundings)
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
    bodies: dict[tuple[int, bool], Found] = {}
    known = before.bodies if before else {}
    for body, typed in zip(section.bodies, inferred, strict=True):
        start = placed.offset + body.offset
        own = text[start : start + body.node.span.end]
        for key, ask in (
            ((id(body.facts), body.broken), partial(_body_findings, body, own)),
            ((id(typed), body.broken), partial(_type_findings, typed, broken=body.broken)),
        ):
            relative = known.get(key)
            if relative is None:
                relative = tuple(ask())
            bodies[key] = relative
            found += [finding.shift(body.offset) for finding in relative]
    if view is not None:
        found += [finding for ask_mission in _MISSION_CHECKS for finding in ask_mission(view)]
    spellings: dict[str, Found] = {}
    for start, stretch in _stretches(placed, text):
        if spelling.NOTABLE.search(stretch):
            spelt = before.spellings.get(stretch) if before else None
            spellings[stretch] = tuple(spelling.check_text(stretch)) if spelt is None else spelt
            found += [finding.shift(start) for finding in spellings[stretch]]
    return SectionReport(section, inferred, tuple(found), bodies, spellings)


def _body_findings(body: Body, text: str) -> Iterator[Diagnostic]:
    """Yield what the rules about single declarations find, relative to the declaration."""
    for ask in _BODY_CHECKS:
        yield from ask(body)
    for ask_text in _TEXT_CHECKS:
        yield from ask_text(body, text)


def _type_findings(typed: Typed, *, broken: bool) -> Iterator[Diagnostic]:
    for ask in _TYPE_CHECKS:
        yield from ask(typed, broken)


def _surrounded(
    model: FileModel, beside: Beside, surroundings: Surroundings
) -> Iterator[Diagnostic]:
    """Yield what only a caller who knows the world around the file can be told."""
    if surroundings is NOTHING_KNOWN:
        return
    for section, body in model.placed():
        for ask in (schedule.check_surrounded, environment.check_surrounded):
            for finding in ask(body, surroundings):
                yield finding.shift(section.offset + body.offset)
    yield from files.check_surrounded(model, surroundings)
    yield from specs.check_surrounded(model, surroundings)
    yield from resuming.check_surrounded(model, surroundings, beside.actions)


def _stretches(placed: ast.Placed[Section], text: str) -> Iterator[tuple[int, str]]:
    """Yield the bodies of a section and what stands between them, at relative offsets."""
    section, begin = placed.node, placed.offset
    at = section.mission.span.start if section.mission else None
    for body in section.bodies:
        extent = body.extent
        if at is not None:
            yield at, text[begin + at : begin + extent.start]
            at = extent.end
        yield extent.start, text[begin + extent.start : begin + extent.end]
    if section.mission is not None and at is not None:
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
