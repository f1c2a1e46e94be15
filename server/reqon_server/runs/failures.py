"""Errors come home: a step that failed in the last run carries a diagnostic until one passes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.model.identity import step_at
from reqon_language.syntax import ast
from reqon_language.text import Position

if TYPE_CHECKING:
    from reqon.project.failures import Failure
    from reqon_language.model import FileModel
    from reqon_server.snapshot import View

SOURCE: Final = "reqon run"


def missions_of(view: View) -> tuple[str, ...]:
    """Return the missions whose actions may be in a file: its own, or that of its folder."""
    own = view.file.model.mission_names
    shared = view.project.files[view.path].share
    if own or not shared.part:
        return own
    return tuple(
        mission
        for file in view.project.files.values()
        if file.share.part
        for mission in file.model.mission_names
    )


def failures(view: View) -> Iterator[types.Diagnostic]:
    """Yield what the last runs of the missions of a file failed with."""
    runs = view.snapshot.analysis.executions.of(view.path, missions_of(view))
    for run in runs.values():
        for failure in run.failures:
            span = _span(view.model, run.mission, failure)
            if span is not None:
                yield _diagnostic(view, span, failure)


def _span(model: FileModel, mission: str, failure: Failure) -> ast.Span | None:
    """Return the step that failed; one that was edited away leaves its action, or the mission."""
    for section in model.sections:
        if section.node.mission is not None and section.node.mission.name.text != mission:
            continue
        for body in section.node.bodies:
            node = body.node
            if isinstance(node, ast.Action) and node.name.text == failure.action:
                step = step_at(failure.step, node)
                span = step.span if step is not None else node.name.span
                return span.shift(section.offset + body.offset)
    placed = next((one for one in model.missions if one.node.name.text == mission), None)
    if placed is None or failure.action:
        return None
    return placed.node.name.span.shift(placed.offset)


def _first_line(view: View, span: ast.Span) -> ast.Span:
    """Return a span without its further lines: a loop is marked at its head."""
    line = view.lines.position(span.start).line
    end = view.lines.offset(Position(line, len(view.lines.line_text(line))))
    return ast.Span(span.start, min(span.end, end))


def _diagnostic(view: View, span: ast.Span, failure: Failure) -> types.Diagnostic:
    top = types.Range(types.Position(0, 0), types.Position(0, 0))
    location = types.Location(failure.record.as_uri(), top)
    related = types.DiagnosticRelatedInformation(location, f"execution {failure.execution_id}")
    return types.Diagnostic(
        view.range(_first_line(view, span)),
        failure.message,
        severity=types.DiagnosticSeverity.Error,
        source=SOURCE,
        related_information=[related] if view.snapshot.client.related_information else None,
    )
