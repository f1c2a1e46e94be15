"""Where `response` comes from, as a sentence."""

from __future__ import annotations

from reqon_language.features.hover.place import Place
from reqon_language.features.response_origin import origin_at
from reqon_language.model.facts import BodyFacts
from reqon_language.syntax import ast


def response_origin(place: Place, offset: int) -> str:
    """Return which step set the `response` that is read at `offset`, "" where none did."""
    body = place.model.body_at(offset)
    if body is None:
        return ""
    arm = _matched_by(body.facts.of(ast.Match), offset - body.offset)
    page = _asking(body.facts, offset - body.offset)
    if page is not None:
        return f"A page of this request, line {_line(place, page.span.start + body.offset)}."
    step = origin_at(body, offset)
    lines = place.tree.lines
    if arm is not None and (step is None or step.span.end <= arm.pattern.span.start):
        span = arm.pattern.span.shift(body.offset)
        return f"Matched by `{lines.text[span.start : span.end]}`, line {_line(place, span.start)}."
    if step is None:
        return "No step before this one sets it."
    span = step.span.shift(body.offset)
    head = lines.text[span.start : span.end].partition("\n")[0].partition(" {")[0].strip()
    return f"Set by `{head}`, line {_line(place, span.start)}."


def _line(place: Place, offset: int) -> int:
    return place.tree.lines.position(offset).line + 1


def _asking(facts: BodyFacts, at: int) -> ast.Fetch | ast.OperationCall | None:
    """Return the request whose `until` holds the place: there `response` is one page."""
    steps: list[ast.Fetch | ast.OperationCall] = [*facts.of(ast.Fetch)]
    for step in [*steps, *facts.of(ast.OperationCall)]:
        until = step.options.get("until") if step.options is not None else None
        if until is not None and until.span.start <= at <= until.span.end:
            return step
    return None


def _matched_by(matches: tuple[ast.Match, ...], at: int) -> ast.StepArm | None:
    """Return the innermost arm around a place that says what `response` is."""
    found = None
    for match in matches:
        if isinstance(match.subject, ast.Name) and match.subject.text == "response":
            for arm in match.arms:
                says = not isinstance(arm.pattern, ast.Wildcard)
                if says and arm.body.span.start <= at <= arm.body.span.end:
                    found = arm
    return found
