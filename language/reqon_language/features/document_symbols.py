"""The outline of a file: missions, their members, and the steps worth finding again.

It is read from the typed tree, which recovery keeps whole while somebody types.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from reqon_language.durations import in_words
from reqon_language.features.pieces import Piece
from reqon_language.model import FileModel
from reqon_language.model.branches import branches_of
from reqon_language.model.summary import adapter_of
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span

SymbolKind: TypeAlias = Literal[
    "mission", "source", "store", "schema", "field", "transform", "action", "pipeline",
    "schedule", "option", "variable", "request", "loop", "step", "import",
    "dataset", "context", "contract", "distribution",
]  # fmt: skip


class Symbol(Struct, frozen=True):
    """A line of the outline. `extent` is the whole construct, `name_span`, inside of it, what an
    editor selects; both absolute. `name` is never empty.
    """

    name: str
    kind: SymbolKind
    detail: str
    extent: Span
    name_span: Span
    children: tuple[Symbol, ...] = ()


_UNNAMED: Final = "…"
_LONGEST: Final = 60


def document_symbols(model: FileModel) -> tuple[Symbol, ...]:
    """Return the outline of a file, in source order."""
    found: list[Symbol] = []
    for item in model.program.items:
        if isinstance(item.node, ast.Mission):
            at = item.offset
            members = [
                symbol
                for member in item.node.members
                for symbol in _member(member.node, at + member.offset)
            ]
            found.append(mission_symbol(item.node, at, members))
        else:
            found += _member(item.node, item.offset)
    return tuple(found)


def mission_symbol(node: ast.Mission, at: int, members: Sequence[Symbol] = ()) -> Symbol:
    """Return the line of a mission at an offset, with those of its members."""
    return _named("mission", node.name, node.span, at, children=members)


def symbols_of(piece: Piece) -> tuple[Symbol, ...]:
    """Return the outline of a piece of a file, at places that count from the piece."""
    return tuple(_member(piece.node, piece.start)) if piece.node is not None else ()


def _named(
    kind: SymbolKind,
    name: ast.Identifier,
    span: Span,
    at: int,
    detail: str = "",
    children: Sequence[Symbol] = (),
) -> Symbol:
    return Symbol(
        name.text.strip() or _UNNAMED,
        kind,
        detail,
        span.shift(at),
        name.span.shift(at),
        tuple(children),
    )


def _member(node: ast.FileItem, at: int) -> Iterator[Symbol]:
    if isinstance(node, ast.Source):
        detail = str(node.spec.value) if node.spec is not None else _text_of(node.options, "base")
        yield _named("source", node.name, node.span, at, detail)
    elif isinstance(node, ast.Store):
        yield _named("store", node.name, node.span, at, adapter_of(node))
    elif isinstance(node, ast.Schema | ast.Dataset | ast.Context | ast.Contract):
        fields = [field for item in node.items for field in _field(item, at)]
        of = node.value if isinstance(node, ast.Context) else None
        detail = _type(of) if of is not None else ""
        yield _named(_DESCRIBING[type(node)], node.name, node.span, at, detail, fields)
    elif isinstance(node, ast.Distribution):
        detail = _type(node.value) if node.value is not None else ""
        yield _named("distribution", node.name, node.span, at, detail)
    elif isinstance(node, ast.Transform):
        made = ", ".join(dict.fromkeys(variant.target.text for variant in node.variants))
        yield _named("transform", node.name, node.span, at, f"→ {made}" if made else "")
    elif isinstance(node, ast.Action):
        steps = [symbol for step in node.body.steps for symbol in _step(step, at)]
        yield _named("action", node.name, node.span, at, children=steps)
    elif isinstance(node, ast.Pipeline):
        yield _whole(f"run {_stages(node)}", "pipeline", node.span, at)
    elif isinstance(node, ast.Option):
        key = node.entry.key
        kind: SymbolKind = "schedule" if key.text == "schedule" else "option"
        yield _named(kind, key, node.span, at, _value(node.entry.value))
    elif isinstance(node, ast.Import):
        names = ", ".join(name.text for name in node.names if name.text) or _UNNAMED
        yield Symbol(
            names, "import", str(node.path.value), node.span.shift(at), node.path.span.shift(at)
        )
    elif not isinstance(node, ast.Mission):
        yield from _step(node, at)


_DESCRIBING: Final[dict[type, SymbolKind]] = {
    ast.Schema: "schema",
    ast.Dataset: "dataset",
    ast.Context: "context",
    ast.Contract: "contract",
}


def _field(item: ast.SchemaItem, at: int) -> Iterator[Symbol]:
    if isinstance(item, ast.SchemaField):
        inner = [
            symbol
            for part in (item.type.fields if isinstance(item.type, ast.ObjectType) else ())
            for symbol in _field(part, at)
        ]
        detail = _type(item.type) + ("?" if item.optional else "")
        yield _named("field", item.name, item.span, at, detail, inner)


def _step(step: ast.Step, at: int) -> Iterator[Symbol]:
    """Yield a step with a name of its own; of others the steps inside of them."""
    inside = [step.body] if isinstance(step, ast.For) else branches_of(step)
    blocks = [symbol for block in inside for inner in block.steps
              for symbol in _step(inner, at)]  # fmt: skip
    title = _title(step)
    if title is None:
        yield from blocks
        return
    name, kind = title
    if isinstance(step, ast.Let):
        yield _named(kind, step.name, step.span, at, children=blocks)
    else:
        yield _whole(name, kind, step.span, at, blocks)


def _title(step: ast.Step) -> tuple[str, SymbolKind] | None:
    if isinstance(step, ast.Fetch):
        return f"{step.method.upper()} {_value(step.path)}".rstrip(), "request"
    if isinstance(step, ast.OperationCall):
        return f"call {step.source.text}.{step.operation.text}", "request"
    if isinstance(step, ast.For):
        return f"for {step.variable.text} in {_value(step.collection)}", "loop"
    if isinstance(step, ast.Let):
        return step.name.text, "variable"
    if isinstance(step, ast.Map):
        return f"map → {step.target.text}", "step"
    if isinstance(step, ast.Apply):
        return f"apply {step.transform.text}", "step"
    if isinstance(step, ast.StoreStep):
        return f"store → {step.target.text}", "step"
    if isinstance(step, ast.Queue):
        return f"queue {step.target.text if step.target else ''}".rstrip(), "step"
    if isinstance(step, ast.RunStep):
        return f"run {step.action.text}", "step"
    if isinstance(step, ast.Jump):
        return f"jump {step.action.text}", "step"
    if isinstance(step, ast.Custom):
        return step.name.text or _UNNAMED, "step"
    return _TITLES.get(type(step))


_TITLES: Final[dict[type, tuple[str, SymbolKind]]] = {
    ast.Match: ("match", "step"),
    ast.Validate: ("validate", "step"),
    ast.Wait: ("wait", "step"),
    ast.Pause: ("pause", "step"),
    ast.Try: ("try", "step"),
}


def _whole(
    name: str, kind: SymbolKind, span: Span, at: int, children: Sequence[Symbol] = ()
) -> Symbol:
    placed = span.shift(at)
    return Symbol(name, kind, "", placed, Span(placed.start, placed.start), tuple(children))


def _stages(node: ast.Pipeline) -> str:
    stages = [
        f"[{', '.join(action.text for action in stage.actions)}]" if stage.parallel
        else "".join(action.text for action in stage.actions)
        for stage in node.stages
    ]  # fmt: skip
    return _cut(" then ".join(stages))


def _text_of(options: ast.Object | None, key: str) -> str:
    entry = options.get(key) if options is not None else None
    return _value(entry.value) if entry is not None else ""


def _value(value: ast.Expression) -> str:
    """Return a value in few words: text as it is, a name, "" for what would be long."""
    if isinstance(value, ast.Literal):
        return _cut(str(value.value)) if value.value is not None else "null"
    if isinstance(value, ast.Name):
        return value.text
    if isinstance(value, ast.Member):
        return _cut(f"{_value(value.object)}.{value.name.text}")
    if isinstance(value, ast.Call):
        return f"{_value(value.function)}(…)"
    if isinstance(value, ast.Tagged):
        return f"{value.tag.text} {_value(value.text)}"
    if isinstance(value, ast.Every):
        return f"every {_value(value.interval)}"
    if isinstance(value, ast.Duration):
        return in_words(value.milliseconds)
    return ""


def _type(of: ast.Type) -> str:
    if isinstance(of, ast.TypeName):
        inner = ", ".join(map(_type, of.arguments))
        return f"{of.name.text}<{inner}>" if inner else of.name.text
    if isinstance(of, ast.ArrayType):
        return f"array<{_type(of.element)}>"
    if isinstance(of, ast.UnionType):
        return _cut(" | ".join(map(_type, of.options)))
    if isinstance(of, ast.LiteralType):
        return json.dumps(of.value, ensure_ascii=False)
    if isinstance(of, ast.WeightedType):
        return _type(of.option)
    if isinstance(of, ast.CollectionType):
        return f"array<{_type(of.element)}>"
    if isinstance(of, ast.SequenceType):
        return _cut(" | ".join(map(_type, of.values)))
    if isinstance(of, ast.RangeType):
        return _type(of.base)
    return "computed" if isinstance(of, ast.ComputedType) else "object"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
