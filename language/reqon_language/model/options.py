"""Names inside option blocks, whose values mean what `vocabulary.BLOCKS` says they mean.

An option nobody knows is reported by its key alone: its value is not walked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqon_language.model.expressions import refer_name, walk, walk_element, walk_pattern
from reqon_language.model.facts import Collected, Entries, OptionBlock
from reqon_language.model.paths import walk_path
from reqon_language.model.references import Reference
from reqon_language.model.scopes import Element, Scope
from reqon_language.syntax import ast
from reqon_language.vocabulary.blocks import BLOCKS
from reqon_language.vocabulary.specs import OptionSpec
from reqon_language.vocabulary.words import LAST_SYNC

_ENVIRONMENT = re.compile(r"\$\{([A-Za-z_]\w*)")


def walk_options(
    collected: Collected,
    scope: Scope,
    block: str,
    entries: Entries,
    span: ast.Span,
    element: ast.Expression | None = None,
) -> None:
    """Walk an option block; `element` is what `.field` reads from in its per-record options."""
    collected.blocks.append(OptionBlock(block, entries, span))
    inner = scope
    if block == "fetch":
        inner = collected.open(span, scope, request=True)
        for name in _pagination_names(entries):
            collected.bind(inner, name, "pagination", span.start)
    for entry in entries:
        if isinstance(entry, ast.Entry):
            spec = BLOCKS[block].options.get(entry.key.text)
            if spec is not None:
                walk_option(collected, inner, spec, entry, element)
        else:
            walk(collected, inner, entry)


def walk_option(
    collected: Collected,
    scope: Scope,
    spec: OptionSpec,
    entry: ast.Entry,
    element: ast.Expression | None = None,
) -> None:
    """Walk the value of one known option and the block behind it."""
    _walk_value(collected, scope, spec, entry.value, element)
    if entry.block is not None and spec.block is not None:
        walk_options(collected, scope, spec.block, entry.block.entries, entry.block.span, element)


def _walk_value(
    collected: Collected,
    scope: Scope,
    spec: OptionSpec,
    value: ast.Expression,
    element: ast.Expression | None,
) -> None:
    shapes = spec.shapes
    if isinstance(value, ast.Elision):
        collected.note(value)
    elif isinstance(value, ast.Object) and spec.block is not None:
        walk_options(collected, scope, spec.block, value.entries, value.span, element)
    elif "source" in shapes:
        _walk_source(collected, scope, value)
    elif "store" in shapes:
        _refer_store(collected, value)
    elif "pagination" in shapes:
        _walk_pagination(collected, scope, value)
    elif "since" in shapes:
        _walk_since(collected, scope, value)
    elif "triggers" in shapes:
        _walk_triggers(collected, scope, value)
    elif "path" in shapes:
        walk_path(collected, scope, value)
    elif spec.element:
        walk_element(collected, scope, value, Element("option", element))
    elif not {"word", "open word", "schedule"} & {*shapes}:
        walk(collected, scope, value)
        _refer_environment(collected, value)


def _walk_source(collected: Collected, scope: Scope, value: ast.Expression) -> None:
    """A source is named, quoted, or chosen by an expression that yields its name."""
    if isinstance(value, ast.Literal):
        quoted = quoted_name(value)
        if quoted is not None:
            collected.refer("source", quoted, known=collected.knows("source", quoted.text))
    elif isinstance(value, ast.Name):
        known = collected.knows("source", value.text)
        variable = scope.find(value.text) or collected.knows("variable", value.text)
        if variable and not known:
            refer_name(collected, scope, value)
        else:
            collected.refer("source", value, known=known)
    elif isinstance(value, ast.MatchExpression):
        if value.subject is not None:
            walk(collected, scope, value.subject)
        for arm in value.arms:
            inner = collected.open(arm.span, scope)
            walk_pattern(collected, inner, arm.pattern, condition=value.subject is None)
            if arm.guard is not None:
                walk_element(collected, inner, arm.guard, Element("guard", value.subject))
            _walk_source(collected, inner, arm.value)
    elif isinstance(value, ast.Conditional):
        walk(collected, scope, value.condition)
        _walk_source(collected, scope, value.then)
        if value.otherwise is not None:
            _walk_source(collected, scope, value.otherwise)
    else:
        walk(collected, scope, value)


def _refer_store(collected: Collected, value: ast.Expression) -> None:
    name = value if isinstance(value, ast.Name) else quoted_name(value)
    if name is not None:
        known = collected.knows("store", name.text)
        collected.refer("store", name, known=known, write=True)


def quoted_name(value: ast.Expression) -> ast.Identifier | None:
    """Return the name inside a string without escapes, at its place between the quotes."""
    if not isinstance(value, ast.Literal) or not isinstance(value.value, str):
        return None
    start, end = value.span.start + 1, value.span.end - 1
    return (
        ast.Identifier(ast.Span(start, end), value.value)
        if end - start == len(value.value)
        else None
    )


def _walk_pagination(collected: Collected, scope: Scope, value: ast.Expression) -> None:
    """Walk what follows the parameter's name; `cursor(.next)` holds a path, not a field."""
    if isinstance(value, ast.Call):
        collected.note(value)
        for argument in value.arguments[1:]:
            walk(collected, scope, argument)


def _walk_since(collected: Collected, scope: Scope, value: ast.Expression) -> None:
    name = value.function if isinstance(value, ast.Call) else value
    if isinstance(name, ast.Name) and name.text == LAST_SYNC:
        collected.refer("implicit", name)
    else:
        walk(collected, scope, value)


def _walk_triggers(collected: Collected, scope: Scope, value: ast.Expression) -> None:
    if isinstance(value, ast.Pipe):
        _walk_triggers(collected, scope, value.source)
        _walk_triggers(collected, scope, value.target)
    elif isinstance(value, ast.Tagged):
        walk_path(collected, scope, value.text)
    elif isinstance(value, ast.Filter):
        _walk_triggers(collected, scope, value.source)
        walk_element(collected, scope, value.condition, Element("where"))


def _refer_environment(collected: Collected, value: ast.Expression) -> None:
    """Refer to the `${NAME}`s of a string, or of the strings in `headers` (ruling D26)."""
    if isinstance(value, ast.Object):
        for entry in value.entries:
            if isinstance(entry, ast.Entry):
                _refer_environment(collected, entry.value)
    elif isinstance(value, ast.Literal) and isinstance(value.value, str):
        for match in _ENVIRONMENT.finditer(value.value):
            collected.references.append(Reference("environment", match[1], value.span))


def _pagination_names(entries: Entries) -> Iterator[ast.Name | ast.Identifier]:
    """Yield the page parameters, which `until` and the other options can read."""
    for entry in entries:
        if not isinstance(entry, ast.Entry) or entry.key.text != "paginate":
            continue
        value = entry.value
        first: ast.Expression | ast.Spread | None = None
        if isinstance(value, ast.Call):
            first = value.arguments[0] if value.arguments else None
        elif isinstance(value, ast.Object):
            parameter = value.get("param")
            first = parameter.value if parameter else None
        if first is not None and not isinstance(first, ast.Spread):
            name = first if isinstance(first, ast.Name) else quoted_name(first)
            if name is not None:
                yield name
