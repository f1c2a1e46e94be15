"""Types: what is known of a value before a mission runs (language specification 3.3).

`any` is the top and stands for what is not known. `assignable` is a preorder and `join` its
least upper bound; `fits` is what rules ask: it is false only where a value cannot be meant.
What members a type has, and what a schema's name stands for, is `shapes.py`'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

PrimitiveName: TypeAlias = Literal[
    "any", "null", "boolean", "number", "integer", "string", "date", "duration"
]


@dataclass(frozen=True, slots=True)
class Primitive:
    """A type without parts."""

    name: PrimitiveName


@dataclass(frozen=True, slots=True)
class LiteralOf:
    """One scalar. `kind` tells 1 from true, which Python holds equal."""

    kind: PrimitiveName
    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class ArrayOf:
    """A list. A `listing` was read page by page: it also answers to the name that its items had
    in a page (ruling D36).
    """

    element: Type
    listing: bool = field(default=False, compare=False)
    size: int = field(init=False, compare=False, repr=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", 1 + size(self.element))


@dataclass(frozen=True, slots=True)
class FieldOf:
    """A member of an object; an `optional` one may be absent or null."""

    name: str
    type: Type
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ObjectOf:
    """A record. An `open` one may have members that are not listed."""

    fields: tuple[FieldOf, ...] = ()
    open: bool = False
    size: int = field(init=False, compare=False, repr=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", 1 + sum(size(member.type) for member in self.fields))


@dataclass(frozen=True, slots=True)
class SchemaOf:
    """A schema by name. `origin` is the OpenAPI document that declares it, "" for a mission."""

    name: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class StoreOf:
    """A store of records."""

    element: Type
    size: int = field(init=False, compare=False, repr=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", 1 + size(self.element))


@dataclass(frozen=True, slots=True)
class UnionOf:
    """One of several types; made by `join`, which keeps `options` in a fixed order."""

    options: tuple[Type, ...]
    size: int = field(init=False, compare=False, repr=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", 1 + sum(map(size, self.options)))


Type: TypeAlias = Primitive | LiteralOf | ArrayOf | ObjectOf | SchemaOf | StoreOf | UnionOf

ANY: Final = Primitive("any")
NULL: Final = Primitive("null")
BOOLEAN: Final = Primitive("boolean")
NUMBER: Final = Primitive("number")
INTEGER: Final = Primitive("integer")
STRING: Final = Primitive("string")
DATE: Final = Primitive("date")
DURATION: Final = Primitive("duration")
RECORD: Final = ObjectOf((), open=True)

_LARGEST: Final = 400
_MOST_LITERALS: Final = 8
_ABOVE: Final = {"integer": NUMBER, "date": STRING}


def literal(value: str | float | bool | None) -> Type:
    """Return the type of a literal."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return LiteralOf("boolean", value)
    if isinstance(value, str):
        return LiteralOf("string", value)
    return LiteralOf("integer" if isinstance(value, int) else "number", value)


def size(of: Type) -> int:
    """Return of how many parts a type is made; what parts share counts each time."""
    return of.size if isinstance(of, ArrayOf | ObjectOf | StoreOf | UnionOf) else 1


def bounded(of: Type) -> Type:
    """Return a type, or `any` for one that has grown too large to be looked at again and again."""
    return of if size(of) <= _LARGEST else ANY


def options(of: Type) -> tuple[Type, ...]:
    """Return the alternatives of a type, itself where there is but one."""
    return of.options if isinstance(of, UnionOf) else (of,)


def without_null(of: Type) -> Type:
    """Return a type without its null; null alone stays what it is."""
    if not isinstance(of, UnionOf):
        return of
    rest = [option for option in of.options if option != NULL]
    return of if len(rest) in (0, len(of.options)) else _union(rest)


def is_nullable(of: Type) -> bool:
    """Whether null is one of the alternatives."""
    return NULL in options(of)


def widened(of: Type) -> Type:
    """Return the type a literal belongs to; other types as they are."""
    return Primitive(of.kind) if isinstance(of, LiteralOf) else of


def join(*types: Type) -> Type:
    """Return the least type that all of `types` are assignable to; `any` for none."""
    if not types:
        return ANY
    first = types[0]
    if all(other == first for other in types):
        return first
    return _union(option for one in types for option in options(one))


def _union(parts: Iterable[Type]) -> Type:
    distinct = sorted(set(parts), key=repr)
    if ANY in distinct:
        return ANY
    distinct = list(_few_literals(distinct))
    kept: list[Type] = []
    for at, one in enumerate(distinct):
        above = (
            other
            for place, other in enumerate(distinct)
            if place != at and assignable(one, other) and (place < at or not assignable(other, one))
        )
        if next(above, None) is None:
            kept.append(one)
    return kept[0] if len(kept) == 1 else UnionOf(tuple(kept))


def _few_literals(types: list[Type]) -> Iterator[Type]:
    """Yield `types`, with more literals of one kind than anybody reads taken together."""
    counts: dict[str, int] = {}
    for one in types:
        if isinstance(one, LiteralOf):
            counts[one.kind] = counts.get(one.kind, 0) + 1
    many = {kind for kind, count in counts.items() if count > _MOST_LITERALS}
    seen = set(types)
    for one in types:
        if not isinstance(one, LiteralOf) or one.kind not in many:
            yield one
    for kind in sorted(many):
        primitive = Primitive(kind)  # type: ignore[arg-type]
        if primitive not in seen:
            yield primitive


def assignable(value: Type, target: Type) -> bool:
    """Whether every value of `value` is one of `target`. Schemas are told by name alone."""
    if target == ANY or value == target:
        return True
    if isinstance(value, UnionOf):
        return all(assignable(option, target) for option in value.options)
    if isinstance(target, UnionOf):
        return any(assignable(value, option) for option in target.options)
    if isinstance(value, LiteralOf):
        return assignable(Primitive(value.kind), target)
    if isinstance(value, Primitive):
        above = _ABOVE.get(value.name)
        return above is not None and assignable(above, target)
    if isinstance(value, ArrayOf) and isinstance(target, ArrayOf):
        return assignable(value.element, target.element)
    if isinstance(value, StoreOf) and isinstance(target, StoreOf):
        return assignable(value.element, target.element)
    if isinstance(value, ObjectOf) and isinstance(target, ObjectOf):
        return _object_assignable(value, target)
    return False


def _object_assignable(value: ObjectOf, target: ObjectOf) -> bool:
    """Compare member by member. What an open object leaves unsaid is never taken as promised."""
    if value.open and not target.open:
        return False
    own = {member.name: member for member in value.fields}
    wanted = {member.name for member in target.fields}
    if not target.open and not own.keys() <= wanted:
        return False
    for member in target.fields:
        found = own.get(member.name)
        if found is None:
            if value.open or not member.optional:
                return False
        elif (found.optional and not member.optional) or not assignable(
            read_type(found), read_type(member)
        ):
            return False
    return True


def read_type(member: FieldOf) -> Type:
    """Return what reading a member gives: null as well where it may be absent."""
    return join(member.type, NULL) if member.optional else member.type


def display(of: Type, depth: int = 2) -> str:
    """Return a type as a schema would spell it; objects deeper than `depth` are cut short."""
    if isinstance(of, Primitive):
        return of.name
    if isinstance(of, LiteralOf):
        return json.dumps(of.value, ensure_ascii=False)
    if isinstance(of, ArrayOf):
        return f"array<{display(of.element, depth)}>"
    if isinstance(of, StoreOf):
        return f"store<{display(of.element, depth)}>"
    if isinstance(of, SchemaOf):
        return of.name
    if isinstance(of, UnionOf):
        shown = sorted(of.options, key=lambda option: option == NULL)
        return " | ".join(display(option, depth) for option in shown)
    return _display_object(of, depth)


def _display_object(of: ObjectOf, depth: int) -> str:
    if not of.fields:
        return "object"
    if not depth:
        return "{ … }"
    parts = [
        f"{member.name}: {display(member.type, depth - 1)}{'?' if member.optional else ''}"
        for member in of.fields
    ]
    return f"{{ {', '.join(parts)}{', …' if of.open else ''} }}"
