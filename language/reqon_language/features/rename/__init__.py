"""Rename what is declared in a project, wherever it is named.

A rename is made only where it changes nothing else: what would clash, hide another name or be
read differently is refused with a sentence that says where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reqon_language.edits import TextEdit
from reqon_language.features.navigation import FieldTarget, NameTarget, meant_at
from reqon_language.features.navigation.field_places import FieldPlace, field_places
from reqon_language.features.rename.caution import caution
from reqon_language.features.rename.edits import edits_of
from reqon_language.features.rename.field_clashes import field_clash
from reqon_language.features.rename.name_clashes import name_clash
from reqon_language.features.rename.refusal import Refusal
from reqon_language.features.rename.renamable import Renamable, renamable
from reqon_language.features.rename.shape import reads_differently
from reqon_language.features.rename.variable_clashes import variable_clash
from reqon_language.features.rename.words import unusable
from reqon_language.model import Project

__all__ = ["Refusal", "Renamable", "Renamed", "prepare_rename", "rename"]


@dataclass(frozen=True, slots=True)
class Renamed:
    """The edits by file; each file's in the order of its text.

    `caution` says what else goes by the name that no edit can reach, "" where nothing does.
    """

    edits: Mapping[str, tuple[TextEdit, ...]]
    caution: str = ""


def prepare_rename(project: Project, path: str, offset: int) -> Renamable | Refusal | None:
    """Return the name at `offset` if it can be renamed, why not, or None where no name stands."""
    meant = meant_at(project, path, offset)
    return renamable(project, path, meant) if meant is not None else None


def rename(project: Project, path: str, offset: int, new: str) -> Renamed | Refusal | None:
    """Return the edits that call what is named at `offset` `new`, or why that is not done."""
    meant = meant_at(project, path, offset)
    if meant is None:
        return None
    found = renamable(project, path, meant)
    if isinstance(found, Refusal):
        return found
    if new == meant.name:
        return Renamed({})
    places = [*field_places(project, found.target)] if isinstance(found.target, FieldTarget) else []
    refusal = unusable(found.target, new) or _clash(project, found.target, places, new)
    if refusal is not None:
        return refusal
    edits = edits_of(project, found.target, places, new)
    if isinstance(edits, Refusal):
        return edits
    return reads_differently(project, edits, found.target, new) or Renamed(
        edits, caution(found.target)
    )


def _clash(
    project: Project,
    target: NameTarget | FieldTarget,
    places: Sequence[tuple[str, FieldPlace]],
    new: str,
) -> Refusal | None:
    if isinstance(target, FieldTarget):
        return field_clash(project, target, places, new)
    if target.declaration.kind == "variable":
        return variable_clash(project, target, new)
    return name_clash(project, target, new)
