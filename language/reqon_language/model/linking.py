"""Which files of a project give what to which, and the analysis of each with what it gets."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from reqon_language.model.analysis import analyze
from reqon_language.model.file import FileModel
from reqon_language.model.lent import NOTHING_LENT, Lent, Specs, exports, imported, lends
from reqon_language.model.summary import FileSummary, summarize
from reqon_language.syntax import Tree, ast

Resolve: TypeAlias = Callable[[str, str], str]
"""From the path of a file and the text after its `from` to the path of the file that is meant."""

_FOLDERS: Final = {"schemas": 1, "transforms": 2}


def resolve_import(path: str, text: str) -> str:
    """Return the path an import means: `text` relative to the folder of `path`, with slashes."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), text))


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """One file of a project. `part` says that it belongs to the mission folder.

    `lent` is what it gets, `gives` what other parts get of it, `exports` what those that import
    it can get, `imports` the names it imports by the path they come from. `used` are the kinds
    and names it refers to.
    """

    tree: Tree
    model: FileModel
    part: bool
    specs: Specs
    lent: Lent
    gives: Lent
    exports: Lent
    imports: Mapping[str, frozenset[str]]
    used: frozenset[tuple[str, str]]

    def gives_the_same_as(self, other: ProjectFile) -> bool:
        """Whether nothing changes for the rest of the project when one replaces the other."""
        return (self.part, self.gives, self.exports) == (other.part, other.gives, other.exports)


def make_file(
    files: Mapping[str, ProjectFile],
    path: str,
    tree: Tree,
    specs: Specs,
    resolve: Resolve,
    *,
    part: bool,
) -> ProjectFile:
    """Analyze a file beside the other `files`; what did not change is taken from them."""
    before = files.get(path)
    program = tree.program
    imports = _imports(path, program, resolve)
    summary = summarize(program)
    lent = _lent(files, path, summary, specs, imports, part=part)
    if before is not None and before.lent == lent:
        lent = before.lent
    model = analyze(tree, lent=lent, specs=specs, previous=before.model if before else None)
    gives, outside = lends(program, summary, specs), exports(program, summary, specs)
    used = frozenset(
        (reference.kind, reference.name)
        for body in model.bodies
        for reference in body.facts.references
    )
    return ProjectFile(tree, model, part, specs, lent, gives, outside, imports, used)


def _imports(path: str, program: ast.Program, resolve: Resolve) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for item in program.items:
        if isinstance(item.node, ast.Import) and item.node.path.value:
            target = resolve(path, str(item.node.path.value))
            names = frozenset(name.text for name in item.node.names)
            found[target] = found.get(target, frozenset()) | names
    return found


def _lent(
    files: Mapping[str, ProjectFile],
    path: str,
    summary: FileSummary,
    specs: Specs,
    imports: Mapping[str, frozenset[str]],
    *,
    part: bool,
) -> Lent:
    """Collect what a file gets: what it imports, and what the parts beside it declare."""
    lent = NOTHING_LENT
    taken = {declaration.name for declaration in summary.declarations}
    for target, names in imports.items():
        file = files.get(target)
        if file is not None and target != path:
            share = imported(file.exports, names, taken)
            taken |= {node.name.text for node in share.declarations}
            lent = lent.union(share)
    for other, file in files.items() if part else ():
        if file.part and other != path:
            lent = lent.union(file.gives)
    return lent.beside(specs)


def brought_up_to_date(
    files: Mapping[str, ProjectFile], *, except_for: str | None = None
) -> dict[str, ProjectFile]:
    """Return the files with those analyzed again that now get something else."""
    made = dict(files)
    for path, file in files.items():
        if path == except_for:
            continue
        summary = file.model.summary
        lent = _lent(files, path, summary, file.specs, file.imports, part=file.part)
        if lent != file.lent:
            model = analyze(file.tree, lent=lent, specs=file.specs, previous=file.model)
            made[path] = replace(file, model=model, lent=lent)
    return made


def project_order(root: str | None, paths: Iterable[str]) -> list[str]:
    """Return the files of a project in their fixed order (language specification 4.17).

    In a mission folder that is the root, what lies in `schemas/`, then in `transforms/`, then
    the rest; elsewhere, and within each, the alphabet.
    """
    folder = posixpath.dirname(root) if root is not None else ""

    def key(path: str) -> tuple[int, str]:
        below = path.removeprefix(folder).lstrip("/") if root is not None else ""
        first = below.partition("/")[0]
        return (0 if path == root else _FOLDERS.get(first, 3), path)

    return sorted(paths, key=key)
