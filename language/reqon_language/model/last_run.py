"""What the last run of a mission saw of its steps: the shape of what they answered, and counts.

The caller reads it from where runs leave it. It tells an editor what no declaration says; rules
never see it, so that a check does not depend on who ran what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reqon_language.model.identity import identity, steps_of
from reqon_language.model.openapi.nodes import mapping, word
from reqon_language.model.openapi.schemas import schema_type
from reqon_language.model.types import ANY, ArrayOf, Type
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a step asked, and how many pages and items it read, visited or wrote."""

    requests: int = 0
    pages: int = 0
    items: int | None = None


@dataclass(frozen=True, slots=True)
class StepRun:
    """What the last run saw of a step: what it answered, and one page of that.

    `identity` is the hash of the step as it was then (`model/identity.py`).
    """

    identity: str
    response: Type = ANY
    page: Type = ANY
    counts: Counts = field(default_factory=Counts)


NOT_RUN: Final = StepRun("")
"""A step of which nothing is recorded."""
NO_STEPS: Final[Mapping[ast.Span, StepRun]] = {}


@dataclass(frozen=True, slots=True)
class LastRun:
    """The recorded steps of missions, by the name of the mission and their definition path."""

    missions: Mapping[str, Mapping[str, StepRun]] = field(default_factory=dict)

    def steps(self, mission: str | None, action: ast.Action) -> dict[ast.Span, StepRun]:
        """Return what is recorded of the steps of an action, by their span.

        A step that was edited since is left out. Without a `mission` the action belongs to
        whichever of them ran it.
        """
        known = [*self.missions.values()] if mission is None else [self.missions.get(mission, {})]
        found: dict[ast.Span, StepRun] = {}
        for path, step in steps_of(action) if any(known) else ():
            recorded = [steps[path] for steps in known if path in steps]
            now = identity(step) if recorded else ""
            for seen in recorded:
                if seen.identity == now:
                    found[step.span] = seen
        return found


NEVER_RUN: Final = LastRun()
"""Nothing is recorded."""


def read_steps(recorded: object) -> dict[str, StepRun]:
    """Read the recorded steps of a mission, JSON by definition path.

    Each has an `identity`, maybe `counts`, and JSON Schemas for `response` and `page`. What
    cannot be understood is left out.
    """
    return {
        str(path): _step(mapping(step))
        for path, step in mapping(recorded).items()
        if word(mapping(step).get("identity"))
    }


def _step(node: Mapping[str, Any]) -> StepRun:
    counts = {
        name: count
        for name, count in mapping(node.get("counts")).items()
        if name in ("requests", "pages", "items") and type(count) is int
    }
    response = schema_type(node.get("response"), {}, "")
    if "page" in node:
        element = response.element if isinstance(response, ArrayOf) else ANY
        response = ArrayOf(element, listing=True)
    page = schema_type(node.get("page"), {}, "")
    return StepRun(word(node.get("identity")), response, page, Counts(**counts))
