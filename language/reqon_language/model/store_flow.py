"""What stores hold across the files of a project.

The records of a store are what all files put into it that belong together: the parts of a mission
folder, and what a file imports. What a file puts into stores is a fact of that file, told by its
`StoreUse`; as long as that stays equal, the other files are left alone. A file that reads a store
is inferred after those that fill it. Where files wait for each other, nothing is known of what
one hands to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

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


@dataclass(frozen=True, slots=True)
class StoreUse:
    """What a file does with the stores that other files can see.

    `fills` are the records it puts into them, `reads` those it reads; `names` are all of these and
    what it declares. `shapes` is what the schemas among the records mean in the file.
    """

    fills: Mapping[str, Type] = field(default_factory=dict)
    reads: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    shapes: Shapes = field(default_factory=dict)


NO_STORES: Final = StoreUse()
_DONE: Final = -1


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
    reads: set[str] = set()
    declared: set[str] = set()
    shapes: dict[SchemaOf, Type] = {}
    for types in model.types.sections:
        own = {
            body.node.name.text for body in types.section.bodies if isinstance(body.node, ast.Store)
        }
        private = own if types.section.mission is not None and not part else frozenset[str]()
        declared |= own - private
        for name, of in _filled(types):
            if name not in private:
                filled.setdefault(name, []).append(of)
                shapes.update(_meant(of, types.declared.shapes))
        reads |= frozenset[str]().union(*(uses.reads for uses in types.uses)) - private
    fills = {name: join(*of) for name, of in filled.items()}
    return StoreUse(fills, frozenset(reads), frozenset(declared | reads | fills.keys()), shapes)


def _filled(types: SectionTypes) -> Iterator[tuple[str, Type]]:
    for uses, typed in zip(types.uses, types.typed, strict=True):
        for name in uses.fills:
            found = [of for store, of in typed.stored if store == name]
            yield name, join(*found)


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores of a project: who knows of them, and what each file does with them.

    `fillers` are the files that put something into a store.
    """

    members: Mapping[str, Member]
    uses: Mapping[str, StoreUse]
    fillers: Mapping[Key, Sequence[str]]

    @classmethod
    def of(cls, members: Mapping[str, Member], uses: Mapping[str, StoreUse]) -> Stores:
        """Find out who fills which store."""
        fillers: dict[Key, list[str]] = {}
        for path, member in members.items():
            for name in uses[path].fills:
                fillers.setdefault(member.key(name), []).append(path)
        return cls(members, uses, fillers)

    def use(self, path: str) -> StoreUse:
        """Return what a file does with stores."""
        return self.uses.get(path, NO_STORES)

    def with_use(self, path: str, use: StoreUse) -> Stores:
        """Return the same stores where a file puts other records into those it fills."""
        return Stores(self.members, {**self.uses, path: use}, self.fillers)

    def between(self, changed: Mapping[str, tuple[StoreUse, StoreUse]]) -> set[Key] | None:
        """Return the stores that hold something else when files do something else with them.

        None where they read or fill other stores, so that the order may be another one.
        """
        found: set[Key] = set()
        for path, (old, new) in changed.items():
            if (old.reads, old.names, old.fills.keys()) != (new.reads, new.names, new.fills.keys()):
                return None
            for name, of in new.fills.items() if path in self.members else ():
                if of != old.fills[name] or new.shapes != old.shapes:
                    found.add(self.members[path].key(name))
        return found

    def knows(self, path: str, names: frozenset[str], of: set[Key]) -> bool:
        """Whether one of the names in a file means one of these stores."""
        member = self.members.get(path)
        return member is not None and any(member.key(name) in of for name in names)

    def filled_beside(self, path: str, name: str) -> list[str]:
        """Return the other files that fill what a name means in the file at `path`."""
        member = self.members[path]
        found = self.fillers.get(member.key(name), ())
        return [other for other in found if other != path and other in member.together]

    def in_order(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the files that read stores, each after those that fill them.

        With each come the files whose records are not known to it, since they wait for its own.
        """
        waiting = {
            path: {
                other
                for name in self.uses[path].reads
                for other in self.filled_beside(path, name)
                if self.uses[other].reads
            }
            for path in self.members
            if self.uses[path].reads
        }
        for circle in _circles(waiting):
            for path in circle:
                yield path, circle - {path}

    def elsewhere(
        self,
        path: str,
        names: frozenset[str],
        meanings: Sequence[Shapes],
        unknown: frozenset[str] = frozenset(),
    ) -> dict[str, Type]:
        """Return what other files put into stores, by the store's name in the file at `path`.

        `meanings` are what schemas mean there: of records whose schemas mean something else
        nothing is known, nor of those of the `unknown` files.
        """
        found: dict[str, Type] = {}
        for name in sorted(names) if path in self.members else ():
            records = [
                self.uses[other].fills[name]
                if other not in unknown and _is_meant(self.uses[other], name, meanings)
                else ANY
                for other in self.filled_beside(path, name)
            ]
            if records:
                found[name] = join(*records)
        return found


def _circles(waiting: Mapping[str, set[str]]) -> Iterator[frozenset[str]]:
    """Yield the files that wait for each other, each circle after those it waits for.

    Tarjan's algorithm for strongly connected components, without recursion.
    """
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []
    for start in waiting:
        trail = [(start, iter(waiting[start]))] if start not in number else []
        while trail:
            path, ahead = trail[-1]
            if path not in number:
                number[path] = lowest[path] = len(number)
                open_.append(path)
            following = next((one for one in ahead if lowest.get(one) != _DONE), None)
            if following is None:
                trail.pop()
                if trail:
                    above = trail[-1][0]
                    lowest[above] = min(lowest[above], lowest[path])
                if lowest[path] == number[path]:
                    circle = {open_.pop()}
                    while path not in circle:
                        circle.add(open_.pop())
                    lowest.update(dict.fromkeys(circle, _DONE))
                    yield frozenset(circle)
            elif following in number:
                lowest[path] = min(lowest[path], number[following])
            else:
                trail.append((following, iter(waiting[following])))


def _is_meant(use: StoreUse, name: str, meanings: Sequence[Shapes]) -> bool:
    meant = _meant(use.fills[name], use.shapes)
    return all(shapes.get(schema) == of for shapes in meanings for schema, of in meant.items())


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
