"""Which files a program is made of, beside the one that it begins with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reqon_language.model import Project


def lenders(project: Project, path: str) -> Iterator[tuple[str, frozenset[str] | None]]:
    """Yield the files that lend something to the one at `path`, and the names they lend.

    First the other parts of its folder, in their order, then what any of these files imports.
    """
    parts = [path]
    if project.files[path].share.part:
        for other, file in project.files.items():
            if file.share.part and other != path:
                parts.append(other)
                yield other, None
    imported: dict[str, frozenset[str]] = {}
    waiting = list(parts)
    while waiting:
        for target, names in project.files[waiting.pop(0)].share.imports.items():
            if target in project.files and target not in parts:
                before = imported.get(target)
                imported[target] = names | (before or frozenset())
                if before is None:
                    waiting.append(target)
    yield from imported.items()
