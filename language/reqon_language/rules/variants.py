"""RQ4010, RQ4011 and RQ4013: variants and arms of which only some can ever be taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reqon_language.model.expressions import names_schema
from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.mission import MissionView
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast

TARGETS: Final = Rule(
    "RQ4010",
    "error",
    "variants of a transform make different things",
    what="Reports a variant whose target differs from that of the first variant.",
    why="Whoever applies the transform could not say what it makes.",
    fix="Give all variants the same target, or write two transforms.",
    bad="""
        schema Open { id: string, due: string }
        schema Line { id: string }
        schema Row { id: string, due: string }
        transform ToLine {
          (Open) -> Row { id: .id, due: .due }
          (_) -> Line { id: .id }
        }
        action Convert { apply ToLine to orders }
        run Fetch then Convert
    """,
    good="""
        schema Open { id: string, due: string }
        schema Line { id: string }
        transform ToLine {
          (Open) -> Line { id: concat("open-", .id) }
          (_) -> Line { id: .id }
        }
        action Convert { apply ToLine to orders }
        run Fetch then Convert
    """,
    frame="declarations",
)

UNREACHABLE: Final = Rule(
    "RQ4011",
    "warning",
    "arm or variant can never be taken",
    what="Reports an arm of a `match` or a variant of a transform behind one without a guard "
    "that takes everything it would take.",
    why="The first that fits is taken; this one has no effect.",
    fix="Move it in front, or remove it.",
    bad="""
        get "/orders"
        match response {
          _ -> continue,
          [] -> skip
        }
    """,
    good="""
        get "/orders"
        match response {
          [] -> skip,
          _ -> continue
        }
    """,
    frame="steps",
    tags=("unnecessary",),
)

SAME_SHAPE: Final = Rule(
    "RQ4013",
    "info",
    "two arms have schemas of the same shape",
    what="Points out an arm whose schema has the very fields of the schema of an earlier arm.",
    why="A schema is told by its fields alone, so the first of the two always wins.",
    fix="Give the first arm a guard, or one arm for both.",
    bad="""
        schema NotFound { error: string }
        schema Refused { error: string }
        action Check {
          get "/orders/1"
          match response {
            NotFound -> skip,
            Refused -> abort "refused",
            _ -> continue
          }
        }
        run Fetch then Check
    """,
    good="""
        schema NotFound { error: string }
        schema Refused { error: string }
        action Check {
          get "/orders/1"
          match response {
            NotFound where .error == "not_found" -> skip,
            Refused -> abort "refused",
            _ -> continue
          }
        }
        run Fetch then Check
    """,
    frame="declarations",
)

RULES: Final = (TARGETS, UNREACHABLE, SAME_SHAPE)


@dataclass(frozen=True, slots=True)
class _Choice:
    """An arm or a variant: what it takes, unless a guard forbids, and where it stands.

    `takes` is None where that cannot be told, and "_" where it takes everything.
    """

    takes: str | None
    guarded: bool
    span: ast.Span


def check(body: Body) -> Iterator[Diagnostic]:
    """Report unlike variants, and arms and variants that are never taken."""
    facts, schemas = body.facts, body.facts.names.schemas
    if isinstance(body.node, ast.Transform):
        yield from _targets(body.node)
        yield from _unreachable([_variant(variant) for variant in body.node.variants])
    for match in facts.of(ast.Match):
        if match.subject is not None:
            yield from _unreachable([_arm(arm, schemas) for arm in match.arms])
        yield from _unreachable([_arm(arm, schemas) for arm in match.catch or ()])
    for value in facts.of(ast.MatchExpression):
        if value.subject is not None:
            yield from _unreachable([_arm(arm, schemas) for arm in value.arms])


def _targets(transform: ast.Transform) -> Iterator[Diagnostic]:
    for variant in transform.variants[1:]:
        first = transform.variants[0].target
        if variant.target.text and first.text and variant.target.text != first.text:
            yield TARGETS.at(
                variant.target.span,
                f"this variant makes `{variant.target.text}`, the first one `{first.text}`",
                help="give all variants the same target, or write two transforms",
                related=[Related(first.span, "the target of the first variant")],
            )


def _variant(variant: ast.TransformVariant) -> _Choice:
    source = variant.source.text if variant.source is not None else "_"
    span = variant.source.span if variant.source is not None else variant.target.span
    return _Choice(source, variant.guard is not None, span)


def _arm(arm: ast.StepArm | ast.ExpressionArm, schemas: frozenset[str]) -> _Choice:
    takes = _taken(arm.pattern, schemas)
    return _Choice(takes, arm.guard is not None, arm.pattern.span)


def _taken(pattern: ast.Pattern, schemas: frozenset[str]) -> str | None:
    """Return text that is equal for patterns that take the same values."""
    if isinstance(pattern, ast.Wildcard):
        return "_"
    if isinstance(pattern, ast.NamePattern):
        named = pattern.text in schemas or names_schema(pattern.text)
        return pattern.text if named else "_"
    if isinstance(pattern, ast.LiteralPattern):
        return f"= {pattern.value!r}"
    if isinstance(pattern, ast.ArrayPattern):
        parts = [_taken(item, schemas) for item in pattern.items]
        return None if None in parts else f"[{', '.join(map(str, parts))}]"
    if isinstance(pattern, ast.ObjectPattern):
        entries = [(entry.key.text, _taken(entry.pattern, schemas)) for entry in pattern.entries]
        if any(part is None for _, part in entries):
            return None
        return f"{{{', '.join(sorted(f'{key}: {part}' for key, part in entries))}}}"
    return None


def _unreachable(choices: Sequence[_Choice]) -> Iterator[Diagnostic]:
    taken: dict[str, ast.Span] = {}
    for choice in choices:
        if choice.takes is None:
            continue
        earlier = taken.get("_") or taken.get(choice.takes)
        if earlier is not None:
            yield UNREACHABLE.at(
                choice.span,
                "this is never taken: an earlier one takes everything it would take",
                help="move it in front, or remove it",
                related=[Related(earlier, "this one is taken instead")],
            )
        elif not choice.guarded:
            taken[choice.takes] = choice.span


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report arms whose schemas cannot be told apart."""
    shapes = _shapes(view)
    if len(shapes) == len({*shapes.values()}):
        return
    for body, match in view.nodes(ast.Match):
        seen: dict[str, ast.NamePattern] = {}
        for arm in match.arms:
            pattern = arm.pattern
            shape = shapes.get(pattern.text) if isinstance(pattern, ast.NamePattern) else None
            if shape is None or not isinstance(pattern, ast.NamePattern):
                continue
            first = seen.get(shape)
            if first is not None and first.text != pattern.text:
                yield SAME_SHAPE.at(
                    pattern.span.shift(body.offset),
                    f"schemas `{first.text}` and `{pattern.text}` have the same shape; "
                    "the first one always wins",
                    help=f"give the arm of `{first.text}` a guard",
                    related=[Related(first.span.shift(body.offset), "this arm is taken")],
                )
            elif arm.guard is None:
                seen.setdefault(shape, pattern)


def _shapes(view: MissionView) -> Mapping[str, str]:
    """Return a text for each schema of the mission, equal where the fields are."""
    schemas = [
        body.node for body in (*view.shared, *view.bodies) if isinstance(body.node, ast.Schema)
    ]
    return {
        schema.name.text: _fields(schema.items)
        for schema in schemas
        if schema.items and all(isinstance(item, ast.SchemaField) for item in schema.items)
    }


def _fields(items: Sequence[ast.SchemaItem]) -> str:
    fields = [
        f"{item.name.text}{'?' if item.optional else ''}: {_type(item.type)}"
        for item in items
        if isinstance(item, ast.SchemaField)
    ]
    return f"{{{', '.join(sorted(fields))}}}"


def _type(node: ast.Type) -> str:
    if isinstance(node, ast.TypeName):
        return f"{node.name.text}<{', '.join(map(_type, node.arguments))}>"
    if isinstance(node, ast.ArrayType):
        return f"array<{_type(node.element)}>"
    if isinstance(node, ast.ObjectType):
        return _fields(node.fields)
    if isinstance(node, ast.UnionType):
        return " | ".join(map(_type, node.options))
    return repr(node)
