"""Fixes of RQ4003, RQ4004 and RQ4015 to RQ4018: operators and conditions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.model import types
from reqon_language.model.shapes import kinds
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.nearest import nearest
from reqon_language.syntax import ast

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_GUARD: Final = re.compile(r"\s+(?:where|if)\s+")
_FUNCTIONS: Final = {
    "number": "toNumber", "string": "toString", "boolean": "toBoolean", "array": "toArray"
}  # fmt: skip
_EQUALITY: Final = ("==", "!=")
_LOOSE: Final = ("and", "or", "??")
_TIGHT: Final = (ast.Unary, ast.Member, ast.Subscript, ast.TypeTest)


def operand(context: Context, span: ast.Span, text: str) -> str:
    """Return what is put in place of `span`, in parentheses where the rest would tear it apart."""
    whole = context.text
    if whole[: span.start].rstrip()[-1:] == "(" and whole[span.end :].lstrip()[:1] == ")":
        return text
    parent = context.parent(span)
    loose = isinstance(parent, ast.Binary) and parent.operator in _LOOSE
    tight = isinstance(parent, ast.Binary) and not loose
    return f"({text})" if tight or isinstance(parent, _TIGHT) else text


def converted(context: Context, value: ast.Expression, wanted: types.Type) -> str | None:
    """Return a value written as, or converted to, another type; None where it cannot be."""
    text, sorts = context.at(context.extent(value)), kinds(wanted, context.shapes) - {"null"}
    sort = next((sort for sort in _FUNCTIONS if sort in sorts), None)
    if sort is None or types.DATE in types.options(wanted):
        return None
    if isinstance(value, ast.Literal):
        return _literal(value, text, sort)
    return f"{_FUNCTIONS[sort]}({text})"


def _literal(value: ast.Literal, text: str, sort: str) -> str | None:
    """Return a literal as one of another sort."""
    plain = value.value
    if sort == "array":
        return f"[{text}]"
    if isinstance(plain, str):
        number = sort == "number" and _NUMBER.fullmatch(plain.strip())
        flag = sort == "boolean" and plain in ("true", "false")
        return plain.strip() if number or flag else None
    return json.dumps(text) if sort == "string" and plain is not None else None


def _operator(context: Context) -> Iterator[Fix]:
    """Convert the side that can be meant as what the other one is."""
    problem, node = context.problem("operator"), context.around(ast.Binary)
    if problem is None or node is None or context.extent(node) != context.span:
        return
    left, right = problem.types
    sides = [(node.left, left, right), (node.right, right, left)]
    sides.sort(key=lambda side: not isinstance(side[0], ast.Literal))
    ordered = node.operator not in _EQUALITY
    for value, of, wanted in sides:
        changed = _changed(context, value, of, wanted, ordered=ordered)
        if changed is not None:
            title = "Replace with" if isinstance(value, ast.Literal) else "Convert with"
            edit = TextEdit(context.extent(value), changed)
            yield context.fix(f"{title} {quoted(changed)}", edit)


def _changed(
    context: Context, value: ast.Expression, of: types.Type, wanted: types.Type, *, ordered: bool
) -> str | None:
    shapes = context.shapes
    own, other = (kinds(side, shapes) - {"null"} for side in (of, wanted))
    if own == {"array"} and other == {"number"}:
        return f"length({context.at(context.extent(value))})"
    if other == {"string"} and ordered:
        return None
    sorts = (own, other)
    known = all(len(sort) == 1 and sort <= _FUNCTIONS.keys() - {"array"} for sort in sorts)
    return converted(context, value, types.without_null(types.widened(wanted))) if known else None


def _constant(context: Context) -> Iterator[Fix]:
    """Take a condition out that is a constant; of words that can occur, take the nearest one."""
    problem = context.problem("never equal")
    if problem is not None:
        yield from _nearest_word(context, problem.types)
        return
    holds = context.word == "true"
    node = context.parent(context.span)
    while node is not None and not isinstance(node, ast.If | ast.Conditional):
        guard = _guard(context, node)
        if guard is not None:
            if holds:
                yield context.fix(f"Remove {quoted(context.at(guard))}", TextEdit(guard, ""))
            elif isinstance(node, ast.StepArm | ast.ExpressionArm):
                yield context.fix("Remove the arm", *context.without_item(context.extent(node)))
            return
        node = context.parent(context.extent(node)) if hasattr(node, "span") else None
    if isinstance(node, ast.Conditional):
        taken = node.then if holds else node.otherwise
        text = context.at(context.extent(taken)) if taken else "null"
        extent = context.extent(node)
        edit = TextEdit(extent, operand(context, extent, text) if taken else text)
        yield context.fix(f"Replace with {quoted(text)}", edit)
    elif isinstance(node, ast.If) and context.extent(node.condition) == context.span:
        yield from _taken(context, node, node.then if holds else node.otherwise)


def _guard(context: Context, node: object) -> ast.Span | None:
    """Return the `where …` or `if …` that the finding is, in what it guards."""
    before: ast.Span | None = None
    if isinstance(node, ast.For | ast.Filter | ast.AnyOf):
        source = node.collection if isinstance(node, ast.For) else node.source
        before = source.span
    elif isinstance(node, ast.StepArm | ast.ExpressionArm):
        before = node.pattern.span
    elif isinstance(node, ast.Stage) and node.actions:
        before = node.actions[-1].span
    if before is None or context.body is None:
        return None
    start = before.end + context.body.offset
    bracket = re.match(r"[\s,]*\]", context.text[start : context.span.start])
    start += bracket.end() if bracket else 0
    between = context.text[start : context.span.start]
    return ast.Span(start, context.span.end) if _GUARD.fullmatch(between) else None


def _taken(context: Context, node: ast.If, block: ast.Block | None) -> Iterator[Fix]:
    """Put the steps that are always made in place of an `if`, or take it out."""
    extent = context.extent(node)
    if isinstance(context.parent(extent), ast.If):
        return
    if block is None or not block.steps:
        yield context.fix("Remove the `if`", placing.removal(context.text, extent))
        return
    text, inside = context.text, context.extent(block)
    within = text[inside.start + 1 : inside.end - 1]
    start = inside.end - 1 - len(within.lstrip())
    steps = placing.flush(text, ast.Span(start, start + len(within.strip())))
    kept = placing.laid_out(text, steps, placing.margin(text, extent.start))
    yield context.fix("Keep its steps without the `if`", TextEdit(extent, kept))


def _nearest_word(context: Context, of: tuple[types.Type, ...]) -> Iterator[Fix]:
    node = context.around(ast.Binary)
    if node is None or context.extent(node) != context.span:
        return
    for value, other in ((node.left, of[1]), (node.right, of[0])):
        words = [
            option.value
            for option in types.options(other)
            if isinstance(option, types.LiteralOf) and isinstance(option.value, str)
        ]
        if isinstance(value, ast.Literal) and isinstance(value.value, str):
            meant = nearest(value.value, words)
            if meant is not None:
                text = json.dumps(meant, ensure_ascii=False)
                edit = TextEdit(context.extent(value), text)
                yield context.fix(f"Replace with {quoted(text)}", edit)


def _null_comparison(context: Context) -> Iterator[Fix]:
    """Ask whether there is a value; which way round, only the author knows."""
    node = context.around(ast.Binary)
    if node is None or context.extent(node) != context.span:
        return
    left, right = context.extent(node.left).end, context.extent(node.right).start
    sign = context.text.find(node.operator, left, right)
    for operator in ("!=", "==") if sign >= 0 else ():
        edit = TextEdit(ast.Span(sign, sign + len(node.operator)), operator)
        yield context.fix(f"Replace `{node.operator}` by `{operator}`", edit)


def _division(context: Context) -> Iterator[Fix]:
    """Ask for the length first, where it is one that may be 0."""
    node = context.around(ast.Binary)
    if node is None or isinstance(node.right, ast.Literal):
        return
    extent = context.extent(node)
    if context.extent(node.right) != context.span:
        return
    guarded = f"if {context.word} == 0 then 0 else {context.at(extent)}"
    edit = TextEdit(extent, operand(context, extent, guarded))
    yield context.fix(f"Test {quoted(f'{context.word} == 0')} first", edit)


def _fallback(context: Context) -> Iterator[Fix]:
    node = context.around(ast.Binary)
    if node is None or context.extent(node) != context.span:
        return
    left, right = context.extent(node.left).end, context.extent(node.right).start
    found = re.search(r"\bor\b", context.text[left:right])
    if found:
        edit = TextEdit(ast.Span(left + found.start(), left + found.end()), "??")
        yield context.fix("Replace `or` by `??`", edit)


def _range(context: Context) -> Iterator[Fix]:
    if context.diagnostic.suggestion is not None:
        yield context.replace("Swap the two ends", context.diagnostic.suggestion)


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ4003": _operator,
    "RQ4004": _constant,
    "RQ4015": _null_comparison,
    "RQ4016": _division,
    "RQ4017": _fallback,
    "RQ4018": _range,
}
