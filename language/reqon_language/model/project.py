"""Several files that know each other: a mission folder, or a file and what it imports.

Language specification 3.1 and 4.17. A project is a value; `with_file` gives the next one and
analyzes again only what the change reaches. Paths are the caller's own words for files and are
never opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from reqon_language.model.file import FileModel
from reqon_language.model.index import Index, Place, actions_of
from reqon_language.model.lent import NOTHING_LENT, Lent, Specs
from reqon_language.model.linking import (
    ProjectFile,
    Resolve,
    Share,
    linked,
    project_order,
    resolve_import,
    share_of,
)
from reqon_language.model.references import Reference
from reqon_language.model.summary import Declaration, DeclarationKind
from reqon_language.model.types import Type
from reqon_language.syntax import Tree, ast

Imports: TypeAlias = Mapping[tuple[str, str], DeclarationKind]
"""The kinds of what a file imports, by the text after the `from` and the name."""
NO_IMPORTS: Final[Imports] = {}

SUFFIXES = (".vague", ".reqon")
IMPORTED: tuple[DeclarationKind, ...] = (
    "schema", "transform", "source", "store", "action", "variable",
    "dataset", "context", "contract", "distribution",
)  # fmt: skip
"""What an import may bring."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What the other files of a project mean for a check of one of them.

    `used` are the kinds and names they refer to. `earlier` are the first declarations of what this
    file declares, too, in files that come before it in a mission folder, by kind and name.
    """

    lent: Lent = NOTHING_LENT
    used: frozenset[tuple[str, str]] = frozenset()
    earlier: Mapping[tuple[str, str], Place] = field(default_factory=dict)


ALONE = Beside()
"""A file without a project."""


@dataclass(frozen=True, slots=True)
class Project:
    """Files by path. With a `root` they are the parts of one mission folder.

    Without a root files know of each other what they import, so that any number of single
    files may share a project.
    """

    root: str | None = None
    files: Mapping[str, ProjectFile] = field(default_factory=dict)
    resolve: Resolve = field(default=resolve_import, compare=False)
    _index: Index = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", Index(self.files))

    def model(self, path: str) -> FileModel:
        """Return the model of a file. Raises `KeyError` for a path that is not in the project."""
        return self.files[path].model

    def with_file(
        self, path: str, tree: Tree, *, specs: Specs | None = None, part: bool = True
    ) -> Project:
        """Return the project with a file added or changed; see `with_files`."""
        return self.with_files({path: tree}, {} if specs is None else {path: specs}, part=part)

    def with_files(
        self,
        trees: Mapping[str, Tree],
        specs: Mapping[str, Specs] | None = None,
        *,
        part: bool = True,
    ) -> Project:
        """Return the project with files added or changed.

        `specs` are the OpenAPI documents the sources of each file name, those known before when
        left out. `part` says whether the files belong to the folder of the root, if there is
        one; a file with a mission never does. Other files keep their models unless what they get
        from these changed.
        """
        changed: dict[str, tuple[Tree, Specs]] = {}
        shares = {path: file.share for path, file in self.files.items()}
        same = True
        for path, tree in trees.items():
            before = self.files.get(path)
            known = specs.get(path) if specs is not None else None
            known = known if known is not None else before.specs if before else {}
            belongs = path == self.root or (
                part and self.root is not None and not any(tree.program.missions())
            )
            changed[path] = (tree, known)
            shares[path] = share_of(path, tree, known, self.resolve, part=belongs)
            same = same and before is not None and before.share == shares[path]
        if same:
            made = linked(self.files, changed, shares, reach=trees)
            return replace(self, files={**self.files, **made})
        if self._apart(changed, shares):
            own = {path: shares[path] for path in changed}
            found = {**self.files, **linked({}, changed, own)}
            order = project_order(self.root, found)
            return replace(self, files={path: found[path] for path in order})
        order = project_order(self.root, shares)
        files = linked(self.files, changed, {path: shares[path] for path in order})
        return replace(self, files=files)

    def _apart(self, changed: Collection[str], shares: Mapping[str, Share]) -> bool:
        """Whether new files have nothing to do with any other, as most in a workspace."""
        if self.root is not None:
            return False
        if any(path in self.files or shares[path].imports for path in changed):
            return False
        return not any(path in share.imports for share in shares.values() for path in changed)

    def without_file(self, path: str) -> Project:
        """Return the project without a file."""
        shares = {other: file.share for other, file in self.files.items() if other != path}
        return replace(self, files=linked(self.files, {}, shares))

    def declarations(
        self, kind: DeclarationKind | None = None, name: str | None = None
    ) -> Iterator[Place]:
        """Yield the declarations of all files with their paths, narrowed by kind and name."""
        for path, file in self.files.items():
            for declaration in file.model.summary.declarations:
                if kind in (None, declaration.kind) and name in (None, declaration.name):
                    yield path, declaration

    def around(self, path: str) -> Lent:
        """Return what the other files lend to the file at `path`."""
        return self.files[path].lent

    def stored(self, path: str, store: str) -> Type | None:
        """Return what other files put into a store that the file at `path` can name, if any do."""
        stores = self._index.stores
        if path not in stores.members:
            return None
        return stores.elsewhere(path, {store}, self.files[path].meanings).get(store)

    def stored_type(self, path: str, store: Declaration) -> Type:
        """Return what the records of a store of the file at `path` are, whoever puts them in."""
        return self.model(path).stored_type(store, self.stored(path, store.name))

    def used(self, path: str) -> frozenset[tuple[str, str]]:
        """Return the kinds and names that other files refer to and may mean this one by."""
        own = self.files[path]
        found: frozenset[tuple[str, str]] = frozenset()
        if own.share.part:
            found = self._index.used.without(own.used)
        for file in self._index.importers.get(path, ()):
            if not (own.share.part and file.share.part):
                found |= {(kind, name) for name in file.share.imports[path] for kind in IMPORTED}
        return found

    def beside(self, path: str) -> Beside:
        """Return what a check of the file at `path` has to know of the others."""
        file = self.files[path]
        earlier: dict[tuple[str, str], Place] = {}
        for declaration in file.model.summary.declarations if file.share.part else ():
            key = (declaration.kind, declaration.name)
            first = self._index.declarations[key][0]
            if first[0] != path:
                earlier[key] = first
        return Beside(file.lent, self.used(path), earlier)

    def actions(self, path: str) -> Mapping[str, ast.Action]:
        """Return the actions that other parts of the folder and imported files declare."""
        file = self.files[path]
        actions: dict[str, ast.Action] = {}
        if file.share.part:
            actions |= self._index.actions.without(path, actions_of(file))
        for target in file.share.imports:
            if target in self.files and target != path:
                # What is imported may run other actions of its file.
                actions = actions_of(self.files[target]) | actions
        return actions

    def definition_of(self, path: str, reference: Reference) -> Place | None:
        """Return what a reference of the file at `path` names, and in which file that is."""
        if reference.kind == "import":
            return self._exported(self.resolve(path, reference.owner or ""), None, reference.name)
        own = self.files[path].model.definition_of(reference)
        if own is not None:
            return path, own
        return self.lent_declaration(path, reference.kind, reference.name)

    def lent_declaration(self, path: str, kind: str, name: str) -> Place | None:
        """Return what a name means in the file at `path` that another file declares."""
        if kind not in IMPORTED:
            return None
        for other, names in self.files[path].share.imports.items():
            if name in names:
                found = self._exported(other, kind, name)
                if found is not None:
                    return found
        return self._lent_by_parts(path, kind, name)

    def declared(
        self, path: str, kind: DeclarationKind, name: str, mission: int | None
    ) -> Place | None:
        """Return what a name stands for in a mission of the file at `path`, None outside them."""
        own = self.files[path].model.declared(kind, name, mission)
        return (path, own) if own is not None else self.lent_declaration(path, kind, name)

    def schema(self, path: str, name: str, mission: int | None) -> Place | None:
        """Return the schema that a type of the file at `path` names, seen from a mission.

        Schemas refer to each other, so what is imported brings those of its file with it.
        """
        found = self.declared(path, "schema", name, mission)
        if found is not None:
            return found
        brought = (
            self._exported(other, "schema", name) for other in self.files[path].share.imports
        )
        return next((one for one in brought if one is not None), None)

    def references_to(
        self, path: str, declaration: Declaration, within: str | None = None
    ) -> dict[str, list[Reference]]:
        """Return the references to a declaration of the file at `path`, by file, in order.

        With `within` only those of one file are looked for.
        """
        found: dict[str, list[Reference]] = {}
        kinds = (declaration.kind, "import")
        for other in self.files if within is None else (within,):
            used = self.files[other].used
            if any((kind, declaration.name) in used for kind in kinds):
                references = [*self._references_in(other, path, declaration)]
                if references:
                    found[other] = sorted(references, key=lambda one: one.span.start)
        return found

    def _references_in(
        self, other: str, path: str, declaration: Declaration
    ) -> Iterator[Reference]:
        name = declaration.name
        # What a name stands for is the same for all of a kind that are read in one mission.
        means: dict[tuple[str, str | None, int | None], bool] = {}
        for placed, body in self.files[other].model.placed():
            for relative in body.facts.references:
                if relative.name != name:
                    continue
                reference = relative.shift(placed.offset + body.offset)
                if reference.binding is not None:
                    same = other == path and reference.binding == declaration.span
                else:
                    key = (reference.kind, reference.owner, body.mission)
                    if key not in means:
                        place = self.definition_of(other, reference)
                        means[key] = place is not None and (
                            (place[0], place[1].span) == (path, declaration.span)
                        )
                    same = means[key]
                if same:
                    yield reference

    def import_problems(self, path: str) -> dict[str, str]:
        """Return what is wrong with the imports of a file, by the text after their `from`.

        Only files of the language count, by their suffix. One that is not in the project is one
        the caller did not find.
        """
        found: dict[str, str] = {}
        for item in self.files[path].tree.program.items:
            node = item.node
            if not isinstance(node, ast.Import) or not str(node.path.value).endswith(SUFFIXES):
                continue
            text = str(node.path.value)
            target = self.resolve(path, text)
            cycle = self.cycle(path, target)
            missing = [
                name.text for name in node.names if self._exported(target, None, name.text) is None
            ]
            if target not in self.files:
                found[text] = "there is no such file"
            elif cycle is not None:
                found[text] = f"the files import each other: {' → '.join(_short(cycle))}"
            elif missing:
                found[text] = f"it declares no `{missing[0]}` outside its missions"
        return found

    def cycle(self, path: str, target: str) -> list[str] | None:
        """Return the files an import of `target` leads through when it comes back to `path`."""
        seen: set[str] = set()
        trails = [[path, target]]
        while trails:
            trail = trails.pop()
            if trail[-1] == path:
                return trail
            file = self.files.get(trail[-1])
            if file is not None and trail[-1] not in seen:
                seen.add(trail[-1])
                trails += [[*trail, following] for following in reversed(list(file.share.imports))]
        return None

    def imported(self, path: str) -> Imports:
        """Return what the names mean that a file imports; what nobody declares is left out."""
        found: dict[tuple[str, str], DeclarationKind] = {}
        for item in self.files[path].tree.program.items:
            if isinstance(item.node, ast.Import):
                text = str(item.node.path.value)
                # Of several declarations of a name the first counts, as for a definition.
                exported = reversed(self.exported(self.resolve(path, text)))
                kinds = {declaration.name: declaration.kind for declaration in exported}
                names = [name.text for name in item.node.names if name.text in kinds]
                found |= {(text, name): kinds[name] for name in names}
        return found

    def exported(self, path: str) -> tuple[Declaration, ...]:
        """Return what a file lets others import: what it declares outside its missions."""
        file = self.files.get(path)
        return tuple(
            declaration
            for declaration in (file.model.summary.declarations if file else ())
            if declaration.mission is None and declaration.kind in IMPORTED
        )

    def _exported(self, path: str, kind: str | None, name: str) -> Place | None:
        for declaration in self.exported(path):
            if declaration.name == name and kind in (None, declaration.kind):
                return path, declaration
        return None

    def _lent_by_parts(self, path: str, kind: str, name: str) -> Place | None:
        if not self.files[path].share.part:
            return None
        for other, declaration in self._index.declarations.get((kind, name), ()):
            if other != path:
                return other, declaration
        if kind != "variable":
            return None
        for other, file in self.files.items():
            if other == path or not file.share.part or name not in file.share.gives.names.variables:
                continue
            for mission in (None, *range(len(file.model.missions))):
                found = file.model.variable(name, mission)
                if found is not None:
                    return other, found
        return None


def _short(paths: list[str]) -> list[str]:
    return [path.rpartition("/")[2] for path in paths]
