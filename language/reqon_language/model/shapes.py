"""What schemas' names stand for, and what can be read from a value of a type.

Reading follows the runtime: arrays and stores answer with the member of each element, and what
is not there is missing, never an error (language specification 2.8 and 4.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from reqon_language.model.types import (
    ANY,
    DATE,
    INTEGER,
    NULL,
    STRING,
    ArrayOf,
    LiteralOf,
    ObjectOf,
    Primitive,
    SchemaOf,
    StoreOf,
    Type,
    UnionOf,
    display,
    join,
    options,
    read_type,
    without_null,
)

Shapes: TypeAlias = Mapping[SchemaOf, Type]
"""What each known schema stands for."""

_DEEPEST: Final = 8
_LENGTH: Final = "length"
_KEPT_FIELDS: Final = frozenset({"_partial"})
"""Members that stores add to records of any schema (ruling D07)."""


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a member gives.

    `missing_from` names the type that surely has no such member; `optional` says that the
    member is declared but may be absent.
    """

    type: Type
    missing_from: Type | None = None
    optional: bool = False


def expand(of: Type, shapes: Shapes) -> Type:
    """Return what a schema stands for; `any` where nobody declares it."""
    for _ in range(_DEEPEST):
        if not isinstance(of, SchemaOf):
            return of
        of = shapes.get(of, ANY)
    return ANY


def read_field(of: Type, name: str, shapes: Shapes) -> Read:
    """Return what `value.name` is of a value of this type."""
    if isinstance(of, UnionOf):
        return _read_union(of, name, shapes)
    shape = expand(of, shapes)
    if isinstance(shape, ObjectOf):
        for member in shape.fields:
            if member.name == name:
                return Read(read_type(member), optional=member.optional)
        if shape.open or not shape.fields or name in _KEPT_FIELDS:
            return Read(ANY)
        return Read(ANY, missing_from=of)
    if isinstance(shape, ArrayOf | StoreOf):
        return _read_elements(shape, name, shapes)
    if isinstance(shape, UnionOf):
        return _read_union(shape, name, shapes)
    if name == _LENGTH and shape in (STRING, DATE):
        return Read(INTEGER)
    return Read(ANY)


def _read_elements(of: ArrayOf | StoreOf, name: str, shapes: Shapes) -> Read:
    if name == _LENGTH:
        return Read(INTEGER)
    read = read_field(of.element, name, shapes)
    if isinstance(of, ArrayOf) and of.listing and read.missing_from is not None:
        return Read(of)
    return Read(ArrayOf(read.type), read.missing_from)


def _read_union(of: UnionOf, name: str, shapes: Shapes) -> Read:
    """A member that some alternative has is there; one that all lack is missing."""
    reads = [read_field(option, name, shapes) for option in options(without_null(of))]
    found = [read for read in reads if read.missing_from is None]
    if not found:
        return Read(ANY, missing_from=without_null(of))
    return Read(join(*(read.type for read in found)), optional=all(r.optional for r in found))


def members(of: Type, shapes: Shapes) -> dict[str, Type]:
    """Return the members that can be read from a value of this type, in declared order."""
    if isinstance(of, UnionOf):
        merged: dict[str, Type] = {}
        for option in of.options:
            for name, found in members(option, shapes).items():
                merged[name] = join(merged[name], found) if name in merged else found
        return merged
    shape = expand(of, shapes)
    if isinstance(shape, ObjectOf):
        return {member.name: read_type(member) for member in shape.fields}
    if isinstance(shape, ArrayOf | StoreOf):
        inner = members(shape.element, shapes)
        return {**{name: ArrayOf(found) for name, found in inner.items()}, _LENGTH: INTEGER}
    if isinstance(shape, UnionOf):
        return members(shape, shapes)
    return {_LENGTH: INTEGER} if shape in (STRING, DATE) else {}


def element_of(of: Type, shapes: Shapes) -> Type:
    """Return what an array or store holds; `any` of anything else."""
    found = [
        shape.element
        for option in options(without_null(of))
        if isinstance(shape := expand(option, shapes), ArrayOf | StoreOf)
    ]
    return join(*found)


def kinds(of: Type, shapes: Shapes) -> frozenset[str]:
    """Return the sorts of value a type allows: `any`, `null`, `object`, `array`, `string` …

    Integers are numbers here and dates strings, since operators tell them apart by value.
    """
    found: set[str] = set()
    for option in options(of):
        shape = expand(option, shapes)
        if isinstance(shape, UnionOf):
            found |= kinds(shape, shapes)
        elif isinstance(shape, ObjectOf):
            found.add("object")
        elif isinstance(shape, ArrayOf | StoreOf):
            found.add("array")
        elif isinstance(shape, Primitive | LiteralOf):
            name = shape.name if isinstance(shape, Primitive) else shape.kind
            found.add({"integer": "number", "date": "string"}.get(name, name))
    return frozenset(found)


def fits(value: Type, target: Type, shapes: Shapes, depth: int = _DEEPEST) -> bool:
    """Whether some value of `value` may be meant as a `target`; unknown types always fit."""
    if not depth:
        return True
    meant = [option for option in options(value) if option != NULL]
    if not meant:
        return True
    return any(
        _may_be(expand(one, shapes), expand(other, shapes), shapes, depth)
        for one in meant
        for other in options(target)
    )


def _may_be(value: Type, target: Type, shapes: Shapes, depth: int) -> bool:
    if ANY in (value, target) or isinstance(value, UnionOf) or isinstance(target, UnionOf):
        return value == ANY or target == ANY or fits(value, target, shapes, depth - 1)
    if isinstance(value, ObjectOf) and isinstance(target, ObjectOf):
        wanted = {member.name: member for member in target.fields}
        return all(
            fits(member.type, wanted[member.name].type, shapes, depth - 1)
            for member in value.fields
            if member.name in wanted
        )
    if isinstance(value, ArrayOf | StoreOf) and isinstance(target, ArrayOf | StoreOf):
        return fits(value.element, target.element, shapes, depth - 1)
    if isinstance(value, LiteralOf) and isinstance(target, LiteralOf):
        return value.value == target.value and (value.kind == "boolean") == (
            target.kind == "boolean"
        )
    if isinstance(value, LiteralOf) and value.kind == "number" and target == INTEGER:
        return float(value.value).is_integer()
    alike = kinds(value, shapes) & kinds(target, shapes)
    return bool(alike) or {"duration"} in (kinds(value, shapes), kinds(target, shapes))


def nameof(of: Type) -> str:
    """Return a type as a message names it, in backquotes."""
    return f"`{display(of, 1)}`"
