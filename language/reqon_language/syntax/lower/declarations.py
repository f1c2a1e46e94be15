"""Lower missions, their members and whole files.

Each declaration is lowered relative to its own first character, so its value depends on its
text alone and may be kept when text above it moves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from reqon_language.syntax import ast
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.green import Node
from reqon_language.syntax.lower.data import context, contract, dataset, distribution, schema
from reqon_language.syntax.lower.expressions import (
    entry,
    next_expression,
    optional_object,
    required_object,
    string,
)
from reqon_language.syntax.lower.reader import MAX_DEPTH, Reader, TooDeepError, kind_of
from reqon_language.syntax.lower.steps import STEPS, let, step


def lower_program(root: Node) -> tuple[ast.Program, list[ParseError]]:
    """Return the typed tree of a file, and an error for each declaration nested too deeply."""
    errors: list[ParseError] = []
    items: list[ast.Placed[ast.FileItem]] = []
    at = 0
    for child in root.children:
        if isinstance(child, Node):
            start = at + child.lead
            item = _guarded(_file_item, child, start, errors)
            if item is not None:
                items.append(ast.Placed(start, item))
        at += child.width
    return ast.Program(tuple(items)), errors


def lower_item(node: Node, start: int) -> tuple[ast.FileItem | None, list[ParseError]]:
    """Return one declaration of a file or mission, which begins at `start` in the text."""
    errors: list[ParseError] = []
    return _guarded(_file_item, node, start, errors), errors


def _guarded(
    lower: Callable[[Node, list[ParseError], int], ast.FileItem | None],
    node: Node,
    start: int,
    errors: list[ParseError],
) -> ast.FileItem | None:
    try:
        return lower(node, errors, start)
    except TooDeepError as error:
        message = f"nested more than {MAX_DEPTH} levels deep"
        errors.append(ParseError("RQ2001", message, error.span.shift(start)))
        return _hollow(node)


def _hollow(node: Node) -> ast.Action | None:
    """Return an action without its steps: its name still counts where it is used."""
    if kind_of(node) != "action":
        return None
    reader = Reader(node, -node.lead, 0)
    reader.take()
    return ast.Action(reader.span, reader.identifier(), (), ast.Block(reader.span, ()))


def _file_item(node: Node, errors: list[ParseError], start: int) -> ast.FileItem | None:
    kind = kind_of(node)
    if kind == "mission":
        return _mission(node, errors, start)
    if kind == "import":
        return _import(Reader(node, -node.lead, 0))
    if kind in _MEMBERS:
        return _member(node, errors, start)
    if kind in STEPS:
        return step(node, -node.lead, 0)
    return None


def _member(node: Node, _errors: list[ParseError], _start: int) -> ast.MissionMember | None:
    lower = _MEMBERS.get(kind_of(node))
    return lower(Reader(node, -node.lead, 0)) if lower else None


def _mission(node: Node, errors: list[ParseError], start: int) -> ast.Mission:
    reader = Reader(node, -node.lead, 0)
    reader.take()
    name = reader.identifier()
    members: list[ast.Placed[ast.MissionMember]] = []
    for child, at in reader.rest():
        if isinstance(child, Node):
            offset = at + child.lead
            member = _guarded(_member, child, start + offset, errors)
            if member is not None:
                members.append(ast.Placed(offset, cast("ast.MissionMember", member)))
    return ast.Mission(reader.span, name, tuple(members))


def _import(reader: Reader) -> ast.Import:
    reader.take()
    names: list[ast.Identifier] = []
    while not reader.accept("FROM"):
        if reader.at_token("NAME"):
            names.append(reader.identifier())
        else:
            reader.take()
    return ast.Import(reader.span, tuple(names), string(reader))


def _source(reader: Reader) -> ast.Source:
    reader.take()
    name = reader.identifier()
    spec = string(reader) if reader.accept("FROM") else None
    return ast.Source(reader.span, name, spec, optional_object(reader))


def _store(reader: Reader) -> ast.Store:
    reader.take()
    name = reader.identifier()
    reader.take()
    adapter = next_expression(reader)
    return ast.Store(reader.span, name, adapter, optional_object(reader))


def _transform(reader: Reader) -> ast.Transform:
    reader.take()
    name = reader.identifier()
    if reader.accept("LBRACE", "NL_LBRACE"):
        variants = tuple(
            _variant(Reader(child, at, reader.depth))
            for child, at in reader.rest()
            if isinstance(child, Node) and kind_of(child) == "variant"
        )
        return ast.Transform(reader.span, name, variants)
    source = reader.identifier() if reader.accept("COLON") else None
    reader.take()
    target = reader.identifier()
    variant = ast.TransformVariant(reader.span, source, None, target, required_object(reader))
    return ast.Transform(reader.span, name, (variant,))


def _variant(reader: Reader) -> ast.TransformVariant:
    reader.take()
    name = reader.identifier()
    reader.take()
    guard = next_expression(reader) if reader.accept("WHERE") else None
    reader.take()
    target = reader.identifier()
    source = None if name.text == "_" else name
    return ast.TransformVariant(reader.span, source, guard, target, required_object(reader))


def _action(reader: Reader) -> ast.Action:
    reader.take()
    name = reader.identifier()
    options: list[ast.Entry] = []
    steps: list[ast.Step] = []
    opening = reader.at + (child.lead if (child := reader.peek()) else 0)
    for child, at in reader.rest():
        if not isinstance(child, Node):
            continue
        if kind_of(child) == "entry":
            options.append(entry(Reader(child, at, reader.depth)))
        elif kind_of(child) in STEPS:
            steps.append(step(child, at, reader.depth))
    body = ast.Block(ast.Span(opening, reader.span.end), tuple(steps))
    return ast.Action(reader.span, name, tuple(options), body)


def _pipeline(reader: Reader) -> ast.Pipeline:
    stages = tuple(
        _stage(Reader(child, at, reader.depth))
        for child, at in reader.rest()
        if isinstance(child, Node) and kind_of(child) == "stage"
    )
    return ast.Pipeline(reader.span, stages)


def _stage(reader: Reader) -> ast.Stage:
    parallel = reader.accept("LSQB", "NL_LSQB") is not None
    actions: list[ast.Identifier] = []
    condition = None
    while reader.peek():
        if reader.at_token("NAME"):
            actions.append(reader.identifier())
        elif reader.accept("STAGE_IF"):
            condition = next_expression(reader)
        else:
            reader.take()
    return ast.Stage(reader.span, tuple(actions), parallel, condition)


def _option(reader: Reader) -> ast.Option:
    return ast.Option(reader.span, entry(reader))


_MEMBERS: dict[str, Callable[[Reader], ast.MissionMember]] = {
    "source": _source,
    "store": _store,
    "schema": schema,
    "dataset": dataset,
    "context": context,
    "distribution": distribution,
    "contract": contract,
    "transform": _transform,
    "action": _action,
    "run": _pipeline,
    "entry": _option,
    "let": let,
    "elision": lambda reader: ast.ElisionStep(reader.span),
}
