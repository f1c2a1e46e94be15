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
from reqon_language.model.names import Names
from reqon_language.rules import (
    bindings,
    declarations,
    declared,
    durability,
    functions,
    matching,
    names,
    options,
    pagination,
    pipeline,
    placeholders,
    schedule,
    sources,
    stores,
    syntax,
    targets,
    units,
)
from reqon_language.rules.diagnostic import SEVERITIES, Diagnostic
from reqon_language.rules.mission import MissionView, views
from reqon_language.rules.rule import Rule
from reqon_language.syntax import Tree

FAMILIES: Final = (
    syntax, options, placeholders, names, declared, functions, bindings, declarations, pipeline,
    matching, stores, targets, sources, pagination, schedule, units, durability,
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
    matching.check,
    stores.check,
    sources.check,
    pagination.check,
    schedule.check,
    durability.check,
    pipeline.check,
)
_MISSION_CHECKS: Final[tuple[Callable[[MissionView], Iterator[Diagnostic]], ...]] = (
    declarations.check_mission,
    pipeline.check_mission,
    durability.check_mission,
    targets.check_mission,
)
_FILE_CHECKS: Final[tuple[Callable[[FileModel], Iterator[Diagnostic]], ...]] = (
    declarations.check_file,
    placeholders.check_file,
)
Key = tuple[int, bool]


@dataclass(frozen=True, slots=True)
class Report:
    """The model of a file and its diagnostics in source order.

    `findings` are those of each body, relative to it, kept for the next version of the file.
    """

    model: FileModel
    diagnostics: tuple[Diagnostic, ...]
    findings: Mapping[Key, tuple[Diagnostic, ...]]


def check(tree: Tree) -> list[Diagnostic]:
    """Return the diagnostics of one file in source order: syntax errors and all rules."""
    return list(report(tree).diagnostics)


def report(
    tree: Tree,
    *,
    around: Names | None = None,
    used: frozenset[tuple[str, str]] = frozenset(),
    previous: Report | None = None,
) -> Report:
    """Check a file of a project.

    `around` are the names its other files lend it, `used` the kinds and names they refer to. With
    the report of an earlier version as `previous`, unchanged declarations are not checked again.
    """
    model = analyze(tree, around=around, previous=previous.model if previous else None)
    known = previous.findings if previous else {}
    findings: dict[Key, tuple[Diagnostic, ...]] = {}
    found = list(syntax.check_tree(tree, model))
    for body in model.bodies:
        key = (id(body.facts), body.broken)
        relative = known.get(key)
        if relative is None:
            relative = tuple(finding for ask in _BODY_CHECKS for finding in ask(body))
        findings[key] = relative
        found += [finding.shift(body.offset) for finding in relative]
    for view in views(model, used):
        found += [finding for ask in _MISSION_CHECKS for finding in ask(view)]
    found += [finding for ask_file in _FILE_CHECKS for finding in ask_file(model)]
    return Report(model, tuple(sorted(found, key=_order)), findings)


def _order(diagnostic: Diagnostic) -> tuple[int, int, int, str, str]:
    span = diagnostic.span
    severity = SEVERITIES.index(diagnostic.severity)
    return span.start, span.end, severity, diagnostic.code, diagnostic.message
