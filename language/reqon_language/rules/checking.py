"""Run all rules over a file.

A rule that looks at one declaration alone is asked again only when that declaration's facts
changed (architecture invariant 4); the others are cheap and always asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reqon_language.model.analysis import analyze
from reqon_language.model.file import Body, FileModel
from reqon_language.model.inference import Typed
from reqon_language.model.project import ALONE, Beside, Project
from reqon_language.rules import (
    bindings,
    cycles,
    declarations,
    declared,
    durability,
    environment,
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
    schedule,
    sources,
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
    words,
)
from reqon_language.rules.diagnostic import SEVERITIES, Diagnostic
from reqon_language.rules.mission import MissionView, views
from reqon_language.rules.rule import Rule
from reqon_language.rules.settings import DEFAULT, Settings
from reqon_language.rules.surroundings import NOTHING_KNOWN, Surroundings
from reqon_language.syntax import Tree

FAMILIES: Final = (
    syntax, spelling, options, placeholders, names, declared, functions, bindings, unused,
    declarations, pipeline, stages, cycles, words, values, variants, matching, responses, steps,
    requests, keys, stores, targets, sources, environment, pagination, suspension, schedule,
    units, durability, repetition, project, suppression, types, types_schemas, types_requests,
)  # fmt: skip
RULES: Final[Mapping[str, Rule]] = dict(
    sorted((rule.code, rule) for family in FAMILIES for rule in family.RULES)
)
"""Every rule by its code."""

_BODY_CHECKS: Final[tuple[Callable[[Body], Iterator[Diagnostic]], ...]] = (
    syntax.check,
    options.check,
    placeholders.check,
    names.check,
    declared.check,
    functions.check,
    bindings.check,
    unused.check,
    words.check,
    values.check,
    variants.check,
    matching.check,
    responses.check,
    steps.check,
    requests.check,
    keys.check,
    stores.check,
    sources.check,
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
    types_schemas.check_schemas,
    types_requests.check_requests,
)
_TEXT_CHECKS: Final[tuple[Callable[[Body, str], Iterator[Diagnostic]], ...]] = (
    spelling.check_arrows,
    values.check_text,
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
    placeholders.check_file,
    repetition.check_file,
)
_OPEN: Final = frozenset(
    code for code, rule in RULES.items() if rule.surroundings is not NOTHING_KNOWN
)
"""The rules whose findings depend on what the caller knows."""

Key = tuple[int, bool]


@dataclass(frozen=True, slots=True)
class Report:
    """The model of a file and its diagnostics in source order.

    `findings` are those of each body and `spellings` those of each stretch of text, relative to
    them, kept for the next version of the file.
    """

    model: FileModel
    diagnostics: tuple[Diagnostic, ...]
    findings: Mapping[Key, tuple[Diagnostic, ...]]
    spellings: Mapping[str, tuple[Diagnostic, ...]]


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
    known = previous.findings if previous else {}
    findings: dict[Key, tuple[Diagnostic, ...]] = {}
    found = list(syntax.check_tree(tree, model))
    text = tree.lines.text
    for body, typed in zip(model.bodies, model.types.typed, strict=True):
        key = (id(body.facts), body.broken)
        relative = known.get(key)
        if relative is None:
            relative = tuple(_findings(body, text))
        findings[key] = relative
        found += [finding.shift(body.offset) for finding in relative]
        key = (id(typed), body.broken)
        relative = known.get(key)
        if relative is None:
            relative = tuple(finding for ask in _TYPE_CHECKS for finding in ask(typed, body.broken))
        findings[key] = relative
        found += [finding.shift(body.offset) for finding in relative]
    for view in views(model, beside.used):
        found += [finding for ask in _MISSION_CHECKS for finding in ask(view)]
    found += [finding for ask_file in _FILE_CHECKS for finding in ask_file(model)]
    found += project.check_file(model, beside.used, surroundings)
    found += _surrounded(model, surroundings)
    spellings = _spellings(model, text, previous.spellings if previous else {})
    for start, stretch in _stretches(model, text):
        found += [finding.shift(start) for finding in spellings.get(stretch, ())]
    found = suppression.suppress(found, tree.lines, RULES.keys(), _OPEN)
    wanted = settings.apply(sorted(found, key=_order))
    return Report(model, wanted, findings, spellings)


def _findings(body: Body, text: str) -> Iterator[Diagnostic]:
    """Yield what the rules about single declarations find, relative to the declaration."""
    for ask in _BODY_CHECKS:
        yield from ask(body)
    extent = body.extent
    own = text[body.offset : extent.end]
    for ask_text in _TEXT_CHECKS:
        yield from ask_text(body, own)


def _surrounded(model: FileModel, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """Yield what only a caller who knows the world around the file can be told."""
    if surroundings is NOTHING_KNOWN:
        return
    for body in model.bodies:
        for ask in (schedule.check_surrounded, environment.check_surrounded):
            for finding in ask(body, surroundings):
                yield finding.shift(body.offset)


def _spellings(
    model: FileModel, text: str, known: Mapping[str, tuple[Diagnostic, ...]]
) -> dict[str, tuple[Diagnostic, ...]]:
    """Return the findings of each stretch of text that has any, or was looked at in depth."""
    if not spelling.NOTABLE.search(text):
        return {}
    found: dict[str, tuple[Diagnostic, ...]] = {}
    for _, stretch in _stretches(model, text):
        if stretch not in found and spelling.NOTABLE.search(stretch):
            before = known.get(stretch)
            found[stretch] = before if before is not None else tuple(spelling.check_text(stretch))
    return found


def _stretches(model: FileModel, text: str) -> Iterator[tuple[int, str]]:
    """Yield the bodies of a file and what stands between them, with their offsets."""
    at = 0
    for body in model.bodies:
        extent = body.extent
        yield at, text[at : extent.start]
        yield extent.start, text[extent.start : extent.end]
        at = extent.end
    yield at, text[at:]


def _order(diagnostic: Diagnostic) -> tuple[int, int, int, str, str]:
    span = diagnostic.span
    severity = SEVERITIES.index(diagnostic.severity)
    return span.start, span.end, severity, diagnostic.code, diagnostic.message
