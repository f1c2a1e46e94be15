"""Why a rename is not done, as a sentence with its place."""

from __future__ import annotations

from dataclasses import dataclass

from reqon_language.model import Project
from reqon_language.syntax.ast import Span


@dataclass(frozen=True, slots=True)
class Refusal:
    """A whole sentence for the user."""

    message: str


def shown(project: Project, path: str, span: Span) -> str:
    """Return a place as messages show it: the name of the file, line and column from one."""
    at = project.files[path].tree.lines.position(span.start)
    return f"{path.rpartition('/')[2]}:{at.line + 1}:{at.column + 1}"
