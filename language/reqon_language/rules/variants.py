"""RQ4010, RQ4011 and RQ4013: variants and arms of which only some can ever be taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.mission import MissionView
from reqon_language.rules.rule import Rule
from reqon_language.rules.taking import Fields, fields_of, takes
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


Schemas: TypeAlias = Mapping[str, Fields | None]


@dataclass(frozen=True, slots=True)
class _Choice:
    """An arm or a variant: what it takes, unless a guard forbids, and where it stands."""

    pattern: ast.Pattern
    guarded: bool
    span: ast.Span


def check(body: Body) -> Iterator[Diagnostic]:
    """Report unlike variants, and arms and variants that are never taken."""
    if isinstance(body.node, ast.Transform):
        yield from _targets(body.node)
    offered = list(_choices(body))
    schemas: Schemas = dict.fromkeys(body.facts.names.schemas) if offered else {}
    for choices in offered:
        for earlier, choice in _overtaken(choices, schemas):
            yield UNREACHABLE.at(
                choice.span,
                "this is never taken: an earlier one takes everything it would take",
                help="move it in front, or remove it",
                related=[Related(earlier.span, "this one is taken instead")],
            )


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report arms and variants whose schemas leave nothing to later ones."""
    declared = {
        body.node.name.text: body.node
        for body in (*view.shared, *view.bodies)
        if isinstance(body.node, ast.Schema)
    }
    if not declared:
        return
    fields = {name: fields_of(name, declared) for name in declared}
    for body, found in view.given(_overlaps, fields, partial(_overlaps, fields=fields)):
        for finding in found:
            yield finding.shift(body.offset)


def _overlaps(body: Body, *, fields: Schemas) -> tuple[Diagnostic, ...]:
    """Return what the fields of schemas tell of a body beyond their names."""
    offered = list(_choices(body))
    if not offered:
        return ()
    names: Schemas = dict.fromkeys(body.facts.names.schemas)
    known = {**names, **fields}
    found: list[Diagnostic] = []
    for choices in offered:
        told = {choice.span for _, choice in _overtaken(choices, names)}
        found += [
            _overlap(earlier, choice, known)
            for earlier, choice in _overtaken(choices, known)
            if choice.span not in told
        ]
    return tuple(found)


def _overlap(earlier: _Choice, choice: _Choice, schemas: Schemas) -> Diagnostic:
    first, second = earlier.pattern, choice.pattern
    if isinstance(first, ast.NamePattern) and isinstance(second, ast.NamePattern):
        if takes(second, first, schemas):
            return SAME_SHAPE.at(
                choice.span,
                f"schemas `{first.text}` and `{second.text}` have the same shape; "
                "the first one always wins",
                help=f"give the arm of `{first.text}` a guard",
                related=[Related(earlier.span, "this arm is taken")],
            )
        message = f"this is never taken: what fits `{second.text}` fits `{first.text}`, too"
    else:
        message = "this is never taken: an earlier one takes everything it would take"
    return UNREACHABLE.at(
        choice.span,
        message,
        help="move it in front, or give the earlier one a guard",
        related=[Related(earlier.span, "this one is taken instead")],
    )


def _choices(body: Body) -> Iterator[list[_Choice]]:
    """Yield what is tried in order: the variants of a transform, the arms of each match."""
    if isinstance(body.node, ast.Transform):
        yield [_variant(variant) for variant in body.node.variants]
    for match in body.facts.of(ast.Match):
        if match.subject is not None:
            yield [_arm(arm) for arm in match.arms]
        yield [_arm(arm) for arm in match.catch or ()]
    for value in body.facts.of(ast.MatchExpression):
        if value.subject is not None:
            yield [_arm(arm) for arm in value.arms]


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
    source = variant.source
    span = source.span if source is not None else variant.target.span
    pattern: ast.Pattern = ast.Wildcard(span)
    if source is not None and source.text != "_":
        pattern = ast.NamePattern(span, source.text)
    return _Choice(pattern, variant.guard is not None, span)


def _arm(arm: ast.StepArm | ast.ExpressionArm) -> _Choice:
    return _Choice(arm.pattern, arm.guard is not None, arm.pattern.span)


def _overtaken(choices: Sequence[_Choice], schemas: Schemas) -> Iterator[tuple[_Choice, _Choice]]:
    """Yield each choice that is never taken, behind the one that is taken instead."""
    before: list[_Choice] = []
    for choice in choices:
        earlier = next((c for c in before if takes(c.pattern, choice.pattern, schemas)), None)
        if earlier is not None:
            yield earlier, choice
        elif not choice.guarded:
            before.append(choice)
