"""RQ40xx, schemas: fields that are not declared, may be absent or get the wrong value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from reqon_language.model.inference import ProblemKind, Typed, TypeProblem
from reqon_language.model.shapes import members
from reqon_language.model.types import SchemaOf, without_null
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.nearest import nearest, unknown
from reqon_language.rules.rule import Rule
from reqon_language.rules.types import certain, named

_LOOP: Final = """schema Order {{ id: string, total: {total} }}
action Sync {{
  for order in orders {{
    map order -> Order {{ {mappings} }}
    {check}store response -> orders {{ key: .{key} }}
  }}
}}
run Fetch then Sync
"""


def _example(
    mappings: str = "id: .id, total: .total",
    total: str = "number",
    check: str = "",
    key: str = "id",
) -> str:
    checked = f"validate response {{ assume {check} }}\n    " if check else ""
    return _LOOP.format(mappings=mappings, total=total, check=checked, key=key)


NO_FIELD: Final = Rule(
    "RQ4001",
    "error",
    "schema has no such field",
    what="Reports reading a field that the value's schema does not declare.",
    why="The value is missing when the mission runs, and nothing else says so.",
    fix="Correct the name, or add the field to the schema.",
    bad=_example(key="idd"),
    good=_example(),
    frame="declarations",
)

MAY_BE_ABSENT: Final = Rule(
    "RQ4002",
    "warning",
    "field may be absent",
    what="Reports an optional field used where a value is needed: in arithmetic, in a comparison "
    "by size, or for a field that is not optional.",
    why="Where the field is absent the mission fails, or a required field stays empty.",
    fix="Give a default with `??`, or test the field first.",
    bad=_example(total="number?", check=".total > 0"),
    good=_example(total="number?", check="(.total ?? 0) > 0"),
    frame="declarations",
)

MISSING_FIELDS: Final = Rule(
    "RQ4005",
    "warning",
    "mapping misses a required field",
    what="Reports a mapping to a schema that leaves out a field that is not optional.",
    why="The result does not match its own schema.",
    fix="Add the field, or declare it optional with `?`.",
    bad=_example("id: .id"),
    good=_example(),
    frame="declarations",
)

UNDECLARED_FIELD: Final = Rule(
    "RQ4006",
    "warning",
    "mapping sets a field that the schema does not declare",
    what="Reports a mapping to a schema with a field that is not one of its own.",
    why="It is most often a misspelt name; reading the field is reported in any case.",
    fix="Correct the name, or add the field to the schema.",
    bad=_example("id: .id, total: .total, note: .note"),
    good=_example(),
    frame="declarations",
)

FIELD_TYPE: Final = Rule(
    "RQ4007",
    "error",
    "value does not have the field's type",
    what="Reports a mapping that gives a field a value of another type than it declares.",
    why="The result does not match its own schema.",
    fix="Convert the value, for example with `toNumber` or `toString`.",
    bad=_example("id: .id, total: uppercase(.total)"),
    good=_example("id: .id, total: toNumber(.total)"),
    frame="declarations",
)

RULES: Final = (NO_FIELD, MAY_BE_ABSENT, MISSING_FIELDS, UNDECLARED_FIELD, FIELD_TYPE)


def check_schemas(typed: Typed, broken: bool) -> Iterator[Diagnostic]:
    """Report what the fields of schemas do not allow."""
    for problem in certain(typed, broken=broken):
        render = _RENDER.get(problem.kind)
        if render is not None:
            yield render(problem, typed)


def _no_field(problem: TypeProblem, typed: Typed) -> Diagnostic:
    name, of = problem.words[0], without_null(problem.types[0])
    owner = f"`{of.name}`" if isinstance(of, SchemaOf) else f"the object {named(of)}"
    message = f"{owner} has no field `{name}`"
    known = members(of, typed.environment.declared.shapes)
    way_out = f"add `{name}` to the schema" if isinstance(of, SchemaOf) else None
    return unknown(NO_FIELD, problem.span, message, known, word=name, otherwise=way_out)


def _may_be_absent(problem: TypeProblem, _typed: Typed) -> Diagnostic:
    message = f"field `{problem.words[0]}` may be absent"
    return MAY_BE_ABSENT.at(problem.span, message, help="give a default with `??`")


def _missing_fields(problem: TypeProblem, _typed: Typed) -> Diagnostic:
    target, *missing = problem.words
    names = ", ".join(f"`{name}`" for name in missing)
    fields = "field" if len(missing) == 1 else "fields"
    message = f"mapping for `{target}` misses the required {fields} {names}"
    return MISSING_FIELDS.at(problem.span, message, help=f"add `{missing[0]}: …`")


def _undeclared_field(problem: TypeProblem, _typed: Typed) -> Diagnostic:
    name, target, *declared = problem.words
    message = f"mapping sets `{name}`, which `{target}` does not declare"
    found = nearest(name, declared)
    way_out = f"is `{found}` meant" if found else f"add `{name}` to the schema, or remove it"
    return UNDECLARED_FIELD.at(problem.span, message, help=way_out)


def _field_type(problem: TypeProblem, _typed: Typed) -> Diagnostic:
    name, target = problem.words
    given, wanted = problem.types
    message = f"value of type {named(given)} assigned to `{target}.{name}`: {named(wanted)}"
    return FIELD_TYPE.at(problem.span, message, help="convert the value")


_RENDER: Final[Mapping[ProblemKind, Callable[[TypeProblem, Typed], Diagnostic]]] = {
    "no field": _no_field,
    "may be absent": _may_be_absent,
    "missing fields": _missing_fields,
    "undeclared field": _undeclared_field,
    "field type": _field_type,
}
