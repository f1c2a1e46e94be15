"""Fixes of RQ3001, RQ3016, RQ3018 and RQ3019: names in expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.model.file import Body
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.fixes.declared import new_stores
from reqon_language.syntax import ast


def _undefined(context: Context) -> Iterator[Fix]:
    yield from context.suggested()
    name, step = context.word, context.statement
    if not name.isidentifier():
        return
    if step is not None:
        start = context.extent(step).start
        binding = placing.before(context.text, start, f"let {name} = null")
        title = f"Bind {quoted(name)} before this step"
        yield context.fix(title, binding, blanks=("null",))
    yield from new_stores(context, name)


def _too_early(context: Context) -> Iterator[Fix]:
    """Move the `let` in front of the step that reads its variable."""
    related = context.diagnostic.related
    body, reader = context.body, context.statement
    if not related or body is None or reader is None:
        return
    bound = related[0].span.shift(-body.offset)
    let = next((let for let in body.facts.of(ast.Let) if let.name.span == bound), None)
    if let is None:
        return
    own, target = context.extent(let), context.extent(reader).start
    if own.start <= target < own.end:
        return
    if own.start < target:
        outer = _outermost_around(context, own)
        target = outer if outer is not None else target
    if _needs_what_follows(body, let, target - body.offset):
        return
    statement = placing.flush(context.text, own)
    yield context.fix(
        f"Move `let {let.name.text}` in front of its use",
        placing.before(context.text, target, statement),
        placing.removal(context.text, own),
    )


def _needs_what_follows(body: Body, let: ast.Let, target: int) -> bool:
    """Whether the value of a `let` reads what is bound only behind `target`."""
    value = let.value.span
    return any(
        reference.binding is not None and reference.binding.start >= target
        for reference in body.facts.references
        if value.start <= reference.span.start < value.end
    )


def _outermost_around(context: Context, let: ast.Span) -> int | None:
    """Return where the step begins that holds a `let` and not its reader, in the reader's block."""
    body = context.body
    if body is None:
        return None
    for block in context.path:
        if isinstance(block, ast.Block):
            for step in block.steps:
                extent = context.extent(step)
                inside = extent.start <= let.start and let.end <= extent.end
                if inside and extent.end <= context.span.start:
                    return extent.start
    return None


def _bare_field(context: Context) -> Iterator[Fix]:
    """Write the dot; `{ id }` reads `id` and sets it, so that becomes `{ id: .id }`."""
    entry = context.around(ast.Entry)
    key = f"{context.word}: " if entry is not None and entry.shorthand else ""
    field = f"{key}.{context.word}"
    if context.diagnostic.suggestion not in (None, field):
        yield from context.suggested()
        yield context.replace(f"Write {quoted(field)}", field)
    else:
        yield context.replace(f"Write {quoted(field)}", field, safety="safe")


def _no_element(context: Context) -> Iterator[Fix]:
    meant = context.diagnostic.suggestion
    if meant is not None:
        yield context.fix(f"Write {quoted(meant)}", TextEdit(context.span, meant))


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ3001": _undefined,
    "RQ3016": _too_early,
    "RQ3018": _bare_field,
    "RQ3019": _no_element,
}
