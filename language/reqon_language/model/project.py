"""What the files of a project declare together (language specification 3.1 and 4.17).

A project is one file, or a folder whose files form one mission. Only summaries are merged;
paths are the caller's own words for files and are never opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reqon_language.model.names import EMPTY, Names, names_of
from reqon_language.model.summary import Declaration, DeclarationKind, FileSummary


@dataclass(frozen=True, slots=True)
class Project:
    """The summaries of the files of a project by path, in a fixed order."""

    files: Mapping[str, FileSummary]

    def declarations(
        self, kind: DeclarationKind | None = None, name: str | None = None
    ) -> Iterator[tuple[str, Declaration]]:
        """Yield the declarations of all files with their paths, narrowed by kind and name."""
        for path, summary in self.files.items():
            for declaration in summary.declarations:
                if kind in (None, declaration.kind) and name in (None, declaration.name):
                    yield path, declaration

    def around(self, path: str) -> Names:
        """Return the names that the other files lend to the file at `path`.

        A mission's own members are lent too: the files beside a mission are its parts.
        """
        names = EMPTY
        for other, summary in self.files.items():
            if other != path:
                names = names.union(names_of(summary.declarations))
        return names


def merge(summaries: Mapping[str, FileSummary]) -> Project:
    """Make a project of the summaries of its files, ordered by path."""
    return Project(dict(sorted(summaries.items())))
