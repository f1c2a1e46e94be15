"""Where a declaration can be seen: the files and declarations a new name of it may clash in."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.features.navigation import NameTarget
from reqon_language.model import Project
from reqon_language.model.file import Body


def files_seeing(project: Project, target: NameTarget) -> Iterator[str]:
    """Yield the files with declarations that can name the target, its own first."""
    own = project.files[target.path]
    yield target.path
    for path, file in project.files.items():
        imported = file.share.imports.get(target.path, ())
        beside = own.share.part and file.share.part
        if path != target.path and (beside or target.declaration.name in imported):
            yield path


def seeing(
    project: Project, target: NameTarget, mention: str | None = None
) -> Iterator[tuple[str, Body]]:
    """Yield the declarations that can name the target, its own file first.

    These are those of its mission, or, of what stands outside missions, of the whole file, of
    the files that import it and, in a mission folder, of all parts. With `mention`, files whose
    text does not have that word are left out.
    """
    mission = target.declaration.mission
    for path in files_seeing(project, target):
        file = project.files[path]
        if mention is not None and mention not in file.tree.lines.text:
            continue
        whole = path != target.path or mission is None or file.share.part
        for body in file.model.bodies:
            if whole or body.mission in (mission, None):
                yield path, body
