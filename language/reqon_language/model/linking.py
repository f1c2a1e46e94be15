"""Which files of a project give what to which, and the analysis of each with what it gets."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from reqon_language.model.analysis import analyze
from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import FileModel
from reqon_language.model.lent import NOTHING_LENT, Lent, Specs, exports, imported, lends
from reqon_language.model.summary import summarize
from reqon_language.syntax import Tree, ast

Resolve: TypeAlias = Callable[[str, str], str]
"""From the path of a file and the text after its `from` to the path of the file that is meant."""

_FOLDERS: Final = {"schemas": 1, "transforms": 2}


def resolve_import(path: str, text: str) -> str:
    """Return the path an import means: `text` relative to the folder of `path`, with slashes."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), text))


@dataclass(frozen=True, slots=True)
class Share:
    """What a file has to do with the others, told by its declarations alone.

    `part` says that it belongs to the mission folder. `gives` is what other parts get of it,
    `exports` what those that import it can get, `imports` the names it imports by the path they
    come from.
    """

    part: bool
    gives: Lent
    exports: Lent
    imports: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """One file of a project, analyzed with what it is `lent`.

    `specs` are the OpenAPI documents its sources name, `used` the kinds and names it refers to.
    """

    tree: Tree
    specs: Specs
    share: Share
    lent: Lent
    model: FileModel
    used: frozenset[tuple[str, str]]


def share_of(path: str, tree: Tree, specs: Specs, resolve: Resolve, *, part: bool) -> Share:
    """Return what a file gives and imports."""
    program = tree.program
    gives = lends(program, specs) if part else NOTHING_LENT
    return Share(part, gives, exports(program, specs), _imports(path, program, resolve))


def linked(
    before: Mapping[str, ProjectFile],
    changed: Mapping[str, tuple[Tree, Specs]],
    shares: Mapping[str, Share],
    reach: Iterable[str] | None = None,
) -> dict[str, ProjectFile]:
    """Return the files that have `shares`, in that order, each analyzed with what it gets.

    `changed` are the trees of new and changed files. Of the files `before`, what is as it was
    is kept. Where the caller knows that only some files are reached, the others are left out.
    """
    files: dict[str, ProjectFile] = {}
    for path in shares if reach is None else reach:
        old = before.get(path)
        tree, specs = changed[path] if path in changed else (before[path].tree, before[path].specs)
        lent = _lent(shares, path, tree, specs)
        if old is not None and lent == old.lent:
            if path not in changed:
                files[path] = old
                continue
            lent = old.lent
        model = analyze(tree, lent=lent, specs=specs, previous=old.model if old else None)
        used = _used(model, old)
        files[path] = ProjectFile(tree, specs, shares[path], lent, model, used)
    return files


def _used(model: FileModel, before: ProjectFile | None) -> frozenset[tuple[str, str]]:
    """Return the kinds and names a file refers to; of an earlier version only what changed."""
    facts = _facts(model)
    if before is None:
        return _named(facts)
    earlier = _facts(before.model)
    now, then = {id(one) for one in facts}, {id(one) for one in earlier}
    added = _named(one for one in facts if id(one) not in then)
    lost = _named(one for one in earlier if id(one) not in now) - added
    names = {name for _, name in lost}
    still = {
        (reference.kind, reference.name)
        for one in (facts if lost else ())
        for reference in one.references
        if reference.name in names
    }
    used = (before.used | added) - (lost - still)
    return before.used if used == before.used else used


def _facts(model: FileModel) -> list[BodyFacts]:
    return [body.facts for section in model.sections for body in section.node.bodies]


def _named(facts: Iterable[BodyFacts]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (reference.kind, reference.name) for one in facts for reference in one.references
    )


def _imports(path: str, program: ast.Program, resolve: Resolve) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for item in program.items:
        if isinstance(item.node, ast.Import) and item.node.path.value:
            target = resolve(path, str(item.node.path.value))
            names = frozenset(name.text for name in item.node.names)
            found[target] = found.get(target, frozenset()) | names
    return found


def _lent(shares: Mapping[str, Share], path: str, tree: Tree, specs: Specs) -> Lent:
    """Collect what a file gets: what it imports, and what the parts beside it declare."""
    lent = NOTHING_LENT
    own = shares[path]
    if own.imports:
        taken = {declaration.name for declaration in summarize(tree.program).declarations}
        for target, names in own.imports.items():
            if target in shares and target != path:
                brought = imported(shares[target].exports, names, taken)
                taken |= {node.name.text for node in brought.declarations}
                lent = lent.union(brought)
    for other, share in shares.items() if own.part else ():
        if share.part and other != path:
            lent = lent.union(share.gives)
    return lent.beside(specs)


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
