"""Go to definition: from a name in use to what it stands for, in whichever file that is."""

from __future__ import annotations

from dataclasses import dataclass

from reqon_language.features.navigation import Target, WordTarget, meant_at
from reqon_language.model import Project
from reqon_language.syntax.ast import Span


@dataclass(frozen=True, slots=True)
class Definition:
    """What the name at `origin`, absolute code points of the file asked about, stands for."""

    origin: Span
    targets: tuple[Target, ...]


def definition(project: Project, path: str, offset: int) -> Definition | None:
    """Return what the name at `offset` stands for; a declared name stands for itself.

    None where nothing is known of the name, and for the names of the language.
    """
    meant = meant_at(project, path, offset)
    targets = (
        tuple(one for one in meant.targets if not isinstance(one, WordTarget)) if meant else ()
    )
    return Definition(meant.span, targets) if meant is not None and targets else None
