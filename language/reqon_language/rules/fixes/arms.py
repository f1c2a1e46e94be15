"""Fixes of RQ4010 to RQ4013: arms of a `match` and variants of a transform."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from reqon_language.edits import TextEdit
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.syntax import ast
from reqon_language.syntax.lexer import lex

_Choice: TypeAlias = ast.StepArm | ast.ExpressionArm | ast.TransformVariant


def _targets(context: Context) -> Iterator[Fix]:
    """Give all variants one target."""
    transform, first = context.around(ast.Transform), context.diagnostic.related[0].span
    if transform is None:
        return
    for wanted in dict.fromkeys((context.at(first), context.word)):
        edits = [
            TextEdit(context.extent(variant.target), wanted)
            for variant in transform.variants
            if variant.target.text != wanted
        ]
        yield context.fix(f"Make {quoted(wanted)} with every variant", *edits)


def _unreachable(context: Context) -> Iterator[Fix]:
    """Move what is more special in front of what takes everything; else it can only go."""
    own = _choice(context, context.span)
    if own is None:
        return
    extent, before = context.extent(own), context.diagnostic.related[0].span
    earlier = next((one for one in _siblings(context) if _place(context, one) == before), None)
    what = "variant" if isinstance(own, ast.TransformVariant) else "arm"
    removal = (
        (placing.removal(context.text, extent),)
        if isinstance(own, ast.TransformVariant)
        else context.without_item(extent)
    )
    if earlier is not None and not _same_before(context, own, earlier):
        comma = "" if isinstance(own, ast.TransformVariant) else ","
        start = context.extent(earlier).start
        moved = placing.before(context.text, start, f"{placing.flush(context.text, extent)}{comma}")
        yield context.fix(f"Move the {what} in front", moved, *removal)
    yield context.fix(f"Remove the {what}", *removal)


def _same_before(context: Context, own: _Choice, earlier: _Choice) -> bool:
    """Whether it would not be taken in front of `earlier` either."""
    taken = []
    for one in _siblings(context):
        if one.guard is None:
            taken.append(_takes(context, one))
        if one is earlier:
            return _takes(context, own) in taken
    return True


def _takes(context: Context, choice: _Choice) -> str:
    """Return text that is equal for what takes the same values."""
    if isinstance(choice, ast.TransformVariant):
        return choice.source.text if choice.source is not None else "_"
    pattern = choice.pattern
    schemas = context.body.names.schemas if context.body else frozenset()
    if isinstance(pattern, ast.NamePattern):
        return pattern.text if pattern.text in schemas or pattern.text[:1].isupper() else "_"
    return " ".join(lex(context.at(context.extent(pattern))).texts).strip()


def _siblings(context: Context) -> tuple[_Choice, ...]:
    """Return the arms or variants that the finding is one of."""
    for node in reversed(context.path):
        lists: list[tuple[_Choice, ...]] = []
        if isinstance(node, ast.Match):
            lists = [node.arms, node.catch or ()]
        elif isinstance(node, ast.MatchExpression):
            lists = [node.arms]
        elif isinstance(node, ast.Transform):
            lists = [node.variants]
        for choices in lists:
            if any(_place(context, one) == context.span for one in choices):
                return choices
    return ()


def _choice(context: Context, span: ast.Span) -> _Choice | None:
    return next((one for one in _siblings(context) if _place(context, one) == span), None)


def _place(context: Context, choice: _Choice) -> ast.Span:
    """Return where findings about an arm or variant are."""
    if isinstance(choice, ast.TransformVariant):
        return context.extent(choice.source if choice.source is not None else choice.target)
    return context.extent(choice.pattern)


def _no_catch_all(context: Context) -> Iterator[Fix]:
    match = context.around(ast.Match)
    if match is None:
        return
    text, extent = context.text, context.extent(match)
    subject = context.at(context.extent(match.subject)) if match.subject else "case"
    start = context.extent(match.subject).end if match.subject else context.span.end
    brace = text.find("{", start, extent.end)
    if brace < 0 or text[extent.end - 1] != "}":
        return
    last = context.extent(match.arms[-1]) if match.arms else None
    what = subject if subject.isidentifier() else "value"
    reason = f'"unexpected {what}"'
    for arm, blanks in ((f"_ -> abort {reason}", (reason,)), ("_ -> continue", ())):
        edits = placing.option(text, ast.Span(brace, extent.end), last, arm)
        yield context.fix(f"Add {quoted(arm)}", *edits, blanks=blanks)


def _same_shape(context: Context) -> Iterator[Fix]:
    """Tell two schemas apart by a value, or take the second arm out."""
    arm, first = context.around(ast.StepArm), context.diagnostic.related[0].span
    if arm is None:
        return
    mission, name = context.body.mission if context.body else None, context.at(first)
    schema = context.model.declared("schema", name, mission)
    body = context.model.body_at(schema.span.start) if schema else None
    items = body.node.items if body and isinstance(body.node, ast.Schema) else ()
    fields = [item for item in items if isinstance(item, ast.SchemaField)]
    texts = [field for field in fields if _is_text(field.type)]
    if fields:
        chosen = (texts or fields)[0]
        word = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
        test = f'== "{word}"' if texts else "!= null"
        guard = f"where .{chosen.name.text} {test}"
        title = f"Add {quoted(guard)} to the arm of {quoted(name)}"
        blanks = (f'"{word}"',) if texts else ()
        yield context.fix(title, placing.insert(first.end, f" {guard}"), blanks=blanks)
    yield context.fix("Remove the arm", *context.without_item(context.extent(arm)))


def _is_text(of: ast.Type) -> bool:
    return isinstance(of, ast.TypeName) and of.name.text == "string"


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ4010": _targets,
    "RQ4011": _unreachable,
    "RQ4012": _no_catch_all,
    "RQ4013": _same_shape,
}
