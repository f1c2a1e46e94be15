"""What stores hold across the files of a project.

The records of a store are what all files put into it that belong together: the parts of a mission
folder, and what a file imports. What a file puts into stores is a fact of that file, told by its
`StoreUse`; as long as that stays equal, the other files are left alone. A file that reads a store
is inferred after those that fill it. Where files wait for each other, nothing is known of what
one hands to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from reqon_language.model.circles import circles
from reqon_language.model.file import FileModel
from reqon_language.model.store_types import SectionTypes
from reqon_language.model.types import (
    ANY,
    ArrayOf,
    ObjectOf,
    SchemaOf,
    StoreOf,
    Type,
    UnionOf,
    join,
)
from reqon_language.syntax import ast

if TYPE_CHECKING:
    from reqon_language.model.linking import Share

Shapes: TypeAlias = Mapping[SchemaOf, Type]
Key: TypeAlias = tuple[str, str]
"""A store: by the file that declares it, "" for the parts of a folder, and by its name."""
_Waiting: TypeAlias = str | tuple[Key, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Records:
    """What a file puts into a store, and what the schemas it is made of mean in that file."""

    of: Type
    meant: frozenset[tuple[SchemaOf, Type]] = frozenset()


@dataclass(frozen=True, slots=True)
class StoreUse:
    """What a file does with the stores that other files can see: those it `fills` and `reads`."""

    fills: Mapping[str, Records] = field(default_factory=dict)
    reads: frozenset[str] = frozenset()


NO_STORES: Final = StoreUse()


@dataclass(frozen=True, slots=True)
class Member:
    """A file as far as stores go: `together` are those whose records it knows of, `key` says which
    store a name means in it.
    """

    together: frozenset[str]
    key: Callable[[str], Key]


def members_of(shares: Mapping[str, Share]) -> dict[str, Member]:
    """Return the files that know of stores of each other."""
    parts = frozenset(path for path, share in shares.items() if share.part)
    brought = {path: _brought(shares, path) for path, share in shares.items() if share.imports}
    inside = parts.union(*(brought.get(path, ()) for path in parts))
    found = dict.fromkeys(parts, inside) if len(inside) > 1 else {}
    for path, others in brought.items():
        found.setdefault(path, others)
        for other in others:
            found.setdefault(other, brought.get(other, frozenset()))
    return {path: Member(together, _keys(shares, path)) for path, together in found.items()}


def _brought(shares: Mapping[str, Share], path: str) -> frozenset[str]:
    """Return what a file imports, and what that imports, all the way."""
    seen: set[str] = set()
    ahead = [*shares[path].imports]
    while ahead:
        current = ahead.pop()
        if current in shares and current not in seen:
            seen.add(current)
            ahead += shares[current].imports
    return frozenset(seen)


def _keys(shares: Mapping[str, Share], path: str) -> Callable[[str], Key]:
    share = shares[path]
    own = share.gives if share.part else share.exports

    def key(name: str) -> Key:
        if name not in own.names.stores:
            for target, names in share.imports.items():
                other = shares.get(target)
                if name in names and other is not None and name in other.exports.names.stores:
                    return ("" if other.part else target), name
        return ("" if share.part else path), name

    return key


def use_of(model: FileModel, *, part: bool) -> StoreUse:
    """Return what a file does with stores; those of a mission are its own, but for a `part`."""
    filled: dict[str, list[Type]] = {}
    meant: dict[str, set[tuple[SchemaOf, Type]]] = {}
    reads: set[str] = set()
    for types in model.types.sections:
        own = {
            body.node.name.text for body in types.section.bodies if isinstance(body.node, ast.Store)
        }
        private = own if types.section.mission is not None and not part else frozenset[str]()
        for name, of in _filled(types):
            if name not in private:
                filled.setdefault(name, []).append(of)
                meant.setdefault(name, set()).update(_meant(of, types.declared.shapes).items())
        reads |= frozenset[str]().union(*(uses.reads for uses in types.uses)) - private
    fills = {name: Records(join(*of), frozenset(meant[name])) for name, of in filled.items()}
    return StoreUse(fills, frozenset(reads))


def _filled(types: SectionTypes) -> Iterator[tuple[str, Type]]:
    for uses, typed in zip(types.uses, types.typed, strict=True):
        for name in uses.fills:
            found = [of for store, of in typed.stored if store == name]
            yield name, join(*found)


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores of a project: who knows of them, and what each file does with them.

    `records` are what stores hold, each with the files that put it there: many files fill a store
    with the same, and it is looked at once.
    """

    members: Mapping[str, Member]
    uses: Mapping[str, StoreUse]
    records: Mapping[Key, Mapping[Records, frozenset[str]]]
    _joined: dict[frozenset[Records], Type] = field(default_factory=dict)

    @classmethod
    def of(cls, members: Mapping[str, Member], uses: Mapping[str, StoreUse]) -> Stores:
        """Find out who fills which store."""
        found: dict[Key, dict[Records, list[str]]] = {}
        for path, member in members.items():
            for name, records in uses[path].fills.items():
                found.setdefault(member.key(name), {}).setdefault(records, []).append(path)
        held = {
            key: {records: frozenset(paths) for records, paths in by_records.items()}
            for key, by_records in found.items()
        }
        return cls(members, uses, held)

    def use(self, path: str) -> StoreUse:
        """Return what a file does with stores."""
        return self.uses.get(path, NO_STORES)

    def with_use(self, path: str, use: StoreUse) -> Stores:
        """Return the same stores where a file puts other records into those it fills."""
        held, key = dict(self.records), self.members[path].key
        for name, records in use.fills.items():
            before = self.uses[path].fills[name]
            if before != records:
                of = dict(held[key(name)])
                of[before] -= {path}
                of[records] = of.get(records, frozenset()) | {path}
                held[key(name)] = {one: paths for one, paths in of.items() if paths}
        return Stores(self.members, {**self.uses, path: use}, held, self._joined)

    def between(self, changed: Mapping[str, tuple[StoreUse, StoreUse]]) -> set[Key] | None:
        """Return the stores that hold something else when files do something else with them.

        None where they read or fill other stores, so that the order may be another one.
        """
        found: set[Key] = set()
        for path, (old, new) in changed.items():
            if (old.reads, old.fills.keys()) != (new.reads, new.fills.keys()):
                return None
            for name, records in new.fills.items() if path in self.members else ():
                if records != old.fills[name]:
                    found.add(self.members[path].key(name))
        return found

    def knows(self, path: str, names: frozenset[str], of: set[Key]) -> bool:
        """Whether one of the names in a file means one of these stores."""
        member = self.members.get(path)
        return member is not None and any(member.key(name) in of for name in names)

    def in_order(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the files that read stores, each after those that fill them.

        With each come the files whose records are not known to it, since they wait for its own.
        """
        reading = {path for path in self.members if self.uses[path].reads}
        # Files wait for stores as others know them, and these for the files that fill them.
        waiting: dict[_Waiting, Iterable[_Waiting]] = {}
        for path in self.members:
            if path in reading:
                together, key = self.members[path].together, self.members[path].key
                stores = [(key(name), together) for name in self.uses[path].reads]
                waiting[path] = stores
                for store in stores:
                    if store not in waiting:
                        filling = self.records.get(store[0], {}).values()
                        known = frozenset().union(*filling) & together & reading
                        waiting[store] = sorted(known)
        for circle in circles(waiting):
            files = frozenset(one for one in circle if isinstance(one, str))
            for path in sorted(files):
                yield path, files - {path}

    def elsewhere(
        self,
        path: str,
        names: Collection[str],
        meanings: Collection[Shapes],
        unknown: frozenset[str] = frozenset(),
    ) -> dict[str, Type]:
        """Return what other files put into stores, by the store's name in the file at `path`.

        `meanings` are what schemas mean there: of records whose schemas mean something else
        nothing is known, nor of those of the `unknown` files.
        """
        found: dict[str, Type] = {}
        for name in sorted(names) if path in self.members else ():
            member = self.members[path]
            hidden = unknown & member.together
            others = [
                (records, paths)
                for records, paths in self.records.get(member.key(name), {}).items()
                if any(other != path and other in member.together for other in paths)
            ]
            if any(
                not hidden.isdisjoint(paths) or not _is_meant(records, meanings)
                for records, paths in others
            ):
                found[name] = ANY
            elif others:
                found[name] = self._join(frozenset(records for records, _ in others))
        return found

    def _join(self, records: frozenset[Records]) -> Type:
        if records not in self._joined:
            self._joined[records] = join(*(one.of for one in records))
        return self._joined[records]


def _is_meant(records: Records, meanings: Collection[Shapes]) -> bool:
    return all(shapes.get(schema) == of for shapes in meanings for schema, of in records.meant)


def _meant(of: Type, shapes: Shapes) -> dict[SchemaOf, Type]:
    """Return what all the schemas mean that a type is made of, as far as they lead."""
    found: dict[SchemaOf, Type] = {}
    waiting = [*_schemas(of)]
    while waiting:
        schema = waiting.pop()
        shape = shapes.get(schema)
        if shape is not None and schema not in found:
            found[schema] = shape
            waiting += _schemas(shape)
    return found


def _schemas(of: Type) -> Iterator[SchemaOf]:
    if isinstance(of, SchemaOf):
        yield of
    elif isinstance(of, ArrayOf | StoreOf):
        yield from _schemas(of.element)
    elif isinstance(of, ObjectOf):
        for member in of.fields:
            yield from _schemas(member.type)
    elif isinstance(of, UnionOf):
        for option in of.options:
            yield from _schemas(option)
