"""Which files of a project give what to which, and the analysis of each with what it gets."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Final, TypeAlias

from reqon_language.model.analysis import analyze, with_lent
from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import FileModel
from reqon_language.model.lent import NOTHING_LENT, Lent, Specs, exports, imported, lends
from reqon_language.model.parts import Parts
from reqon_language.model.store_flow import (
    NO_STORES,
    Key,
    Stores,
    StoreUse,
    members_of,
    use_of,
)
from reqon_language.model.summary import summarize
from reqon_language.model.types import SchemaOf, Type
from reqon_language.syntax import Tree, ast

Resolve: TypeAlias = Callable[[str, str], str]
"""From the path of a file and the text after its `from` to the path of the file that is meant."""

_NO_FILES: Final = frozenset[str]()
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

    `specs` are the OpenAPI documents its sources name, `used` the kinds and names it refers to,
    `stores` what it does with its stores, None where no other file knows of them.
    """

    tree: Tree
    specs: Specs
    share: Share
    lent: Lent
    model: FileModel
    used: frozenset[tuple[str, str]]
    stores: StoreUse | None

    @property
    def meanings(self) -> list[Mapping[SchemaOf, Type]]:
        """What schemas mean in the parts of the file."""
        inferred = self.model.types.sections
        found = {id(one.declared): one.declared for one in inferred if one.section.bodies}
        return [declared.shapes for declared in found.values()]


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
    is kept. Where the caller knows that only some files are reached by names, these are returned,
    and others whose stores hold something else now.
    """
    files: dict[str, ProjectFile] = {}
    knowing = members_of(shares) if reach is None else {}
    parts = cache(partial(_parts, before, shares))
    for path in shares if reach is None else reach:
        old, share = before.get(path), shares[path]
        tree, specs = changed[path] if path in changed else (before[path].tree, before[path].specs)
        if old is None:
            lent = _lent(shares, parts, path, tree, specs)
        elif reach is not None and not share.imports and specs == old.specs:
            lent = old.lent
        else:
            # Until it is found to be something else, other files store what they did.
            lent = replace(_lent(shares, parts, path, tree, specs), stored=old.lent.stored)
            still = lent == old.lent and lent.together is old.lent.together
            lent = old.lent if still else lent
        if old is not None and lent is old.lent and path not in changed:
            model, used = old.model, old.used
        elif old is not None and path not in changed and _names_alike(lent, old.lent):
            model, used = with_lent(old.model, lent, specs), old.used
        else:
            model = analyze(tree, lent=lent, specs=specs, previous=old.model if old else None)
            used = _used(model, old)
        use = None
        if path in knowing or (old is not None and reach is not None and old.stores is not None):
            use = use_of(model, part=share.part)
        if old is None or old.model is not model or old.stores != use:
            files[path] = ProjectFile(tree, specs, share, lent, model, used, use)
        else:
            files[path] = old
    if reach is None:
        return _flowing(files, Stores.of(knowing, _uses(files)))
    uses = _uses(files)
    if all(_does(before[path]) == use for path, use in uses.items()):
        return files
    changed_uses = {path: (_does(before[path]), use) for path, use in uses.items()}
    files = {**before, **files}
    stores = Stores.of(members_of(shares), _uses(files))
    return _flowing(files, stores, stores.between(changed_uses))


def _names_alike(one: Lent, other: Lent) -> bool:
    """Whether a file sees the same names, whatever else they mean."""
    return one.folder == other.folder and one.names == other.names


def _flowing(
    files: dict[str, ProjectFile], stores: Stores, changed: set[Key] | None = None
) -> dict[str, ProjectFile]:
    """Return the files with what others put into their stores.

    Where only the records of some stores may have `changed`, files that do not know of these are
    left alone.
    """
    order = dict(stores.in_order())
    # Nobody waits for a file that reads nothing.
    for path in (*order, *(files.keys() - order.keys())):
        file, use = files[path], stores.use(path)
        if changed is not None and not stores.knows(path, use.reads, changed):
            continue
        shapes, unknown = file.meanings, order.get(path, _NO_FILES)
        stored = stores.elsewhere(path, use.reads, shapes, unknown)
        if stored != file.lent.stored:
            lent = replace(file.lent, stored=stored)
            model = with_lent(file.model, lent, file.specs)
            now = use_of(model, part=file.share.part) if file.stores is not None else None
            files[path] = replace(file, lent=model.lent, model=model, stores=now)
            if now is not None and now != use:
                stores = stores.with_use(path, now)
                if changed is not None:
                    changed |= stores.between({path: (use, now)}) or set()
    return files


def stores_of(files: Mapping[str, ProjectFile]) -> Stores:
    """Return what the files of a project do with each other's stores."""
    return Stores.of(members_of({path: file.share for path, file in files.items()}), _uses(files))


def _does(file: ProjectFile) -> StoreUse:
    return file.stores or NO_STORES


def _uses(files: Mapping[str, ProjectFile]) -> dict[str, StoreUse]:
    return {path: _does(file) for path, file in files.items()}


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


def _parts(before: Mapping[str, ProjectFile], shares: Mapping[str, Share]) -> Parts:
    """Gather what the parts of the folder give."""
    known = (file.lent.together for file in before.values())
    together = next((found for found in known if found is not None), None)
    return Parts({path: share.gives for path, share in shares.items() if share.part}, together)


def _imports(path: str, program: ast.Program, resolve: Resolve) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for item in program.items:
        if isinstance(item.node, ast.Import) and item.node.path.value:
            target = resolve(path, str(item.node.path.value))
            names = frozenset(name.text for name in item.node.names)
            found[target] = found.get(target, frozenset()) | names
    return found


def _lent(
    shares: Mapping[str, Share], parts: Callable[[], Parts], path: str, tree: Tree, specs: Specs
) -> Lent:
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
    if own.part:
        beside = parts().beside(path)
        lent = lent.union(beside) if own.imports else beside
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
