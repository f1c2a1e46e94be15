"""Where a declaration can be seen: the files and declarations a new name of it may clash in."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.features.navigation import NameTarget
from reqon_language.model import Project
from reqon_language.model.file import Body


def seeing(project: Project, target: NameTarget) -> Iterator[tuple[str, Body]]:
    """Yield the declarations that can name the target, its own file first.

    These are those of its mission, or, of what stands outside missions, of the whole file, of
    the files that import it and, in a mission folder, of all parts.
    """
    own = project.files[target.path]
    mission = target.declaration.mission
    yield from (
        (target.path, body)
        for body in own.model.bodies
        if mission is None or own.share.part or body.mission in (mission, None)
    )
    for path, file in project.files.items():
        imported = file.share.imports.get(target.path, frozenset())
        beside = own.share.part and file.share.part
        if path != target.path and (beside or target.declaration.name in imported):
            yield from ((path, body) for body in file.model.bodies)
