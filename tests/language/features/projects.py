"""Fixtures of several files: `//- path` begins a file, `$0` is the cursor, `«` and `»` enclose
what must be found. A file called `mission.vague` makes the others parts of its folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from language.features.cursors import CRM
from reqon_language.features.completion import FolderEntry, Outside
from reqon_language.model import Declaration, Project
from reqon_language.model.types import Type
from reqon_language.syntax import parse
from reqon_language.syntax.ast import Span

_FILE = re.compile(r"^//- (\S+)\n", re.MULTILINE)
_MARK = re.compile(r"\$0|[«»]")


@dataclass(frozen=True)
class Fixture:
    """A project, the place of the cursor in it, and the marked spans by file."""

    project: Project
    texts: Mapping[str, str]
    path: str
    offset: int
    marked: Mapping[str, list[Span]]

    def at(self, spans: Mapping[str, Iterable[Span]]) -> dict[str, list[str]]:
        """Return spans by the text they stand for, which reads better than numbers."""
        return {
            path: [self.texts[path][span.start : span.end] for span in found]
            for path, found in spans.items()
        }


def fixture(text: str) -> Fixture:
    """Read a fixture; a text without file marks is the file `a.vague`."""
    parts = _FILE.split(text if _FILE.match(text) else f"//- a.vague\n{text}")
    texts: dict[str, str] = {}
    marked: dict[str, list[Span]] = {}
    cursor = ("", -1)
    for path, marks in zip(parts[1::2], parts[2::2], strict=True):
        plain, opened = "", 0
        at = 0
        for mark in _MARK.finditer(marks):
            plain += marks[at : mark.start()]
            at = mark.end()
            if mark[0] == "$0":
                cursor = (path, len(plain))
            elif mark[0] == "«":
                opened = len(plain)
            else:
                marked.setdefault(path, []).append(Span(opened, len(plain)))
        texts[path] = plain + marks[at:]
    return Fixture(project_of(texts), texts, *cursor, marked)


def project_of(texts: Mapping[str, str]) -> Project:
    """Return a project of files; `./crm.yaml` can be read by all of them."""
    root = next((path for path in texts if path.endswith("mission.vague")), None)
    specs = {path: {"./crm.yaml": CRM, "../crm.yaml": CRM} for path in texts}
    return Project(root).with_files({path: parse(text) for path, text in texts.items()}, specs)


def outside_of(
    project: Project, path: str, others: Iterable[str] = (), variables: Iterable[str] = ()
) -> Outside:
    """Return what is around a file: the project's files and `others`, as if they were on disk."""
    paths = [*project.files, *others]

    def listing(folder: str) -> list[FolderEntry]:
        where = project.resolve(path, folder)
        inside = "" if where == "." else f"{where}/"
        found: dict[str, FolderEntry] = {}
        for other in paths:
            if other.startswith(inside) and other != path:
                name, *below = other.removeprefix(inside).split("/")
                found.setdefault(name, FolderEntry(name, bool(below)))
        return list(found.values())

    def exports(text: str) -> tuple[Declaration, ...] | None:
        other = project.resolve(path, text)
        return project.exported(other) if other in project.files else None

    def importable() -> Iterator[tuple[str, Declaration]]:
        for other in project.files:
            if other != path:
                yield from ((f"./{other}", one) for one in project.exported(other))

    def stored(name: str) -> Type | None:
        return project.stored(path, name)

    return Outside(tuple(variables), listing, exports, importable, stored)
