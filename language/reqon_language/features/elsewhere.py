"""Where else a name means something: in every project that shares the file it is declared in.

A file that is imported is part of the projects of all its importers, each of which sees only its
own; what is asked of a name is asked in each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from reqon_language.features.navigation import FieldTarget, NameTarget, meant_at
from reqon_language.model import Project

Place: TypeAlias = tuple[Project, str, int]
"""A project, a file of it, and an offset in that file."""


def everywhere(
    project: Project, path: str, offset: int, holding: Callable[[str], Iterable[Project]]
) -> Iterator[Place]:
    """Yield the place itself, and where its name is declared as other projects see it.

    `holding` gives the projects that hold a file.
    """
    yield project, path, offset
    seen = {id(project)}
    meant = meant_at(project, path, offset)
    for target in meant.targets if meant is not None else ():
        if isinstance(target, NameTarget | FieldTarget):
            for other in holding(target.path):
                if id(other) not in seen and target.path in other.files:
                    seen.add(id(other))
                    yield other, target.path, target.span.start
