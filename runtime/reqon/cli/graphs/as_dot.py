"""A graph in the language of Graphviz: `reqon graph sync.vague --format dot | dot -Tsvg`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from reqon_language.features.graph import Graph, Node

_SHAPES = {"source": "oval", "store": "cylinder", "action": "box"}


def render(graphs: Sequence[Graph]) -> str:
    """Return one digraph with a cluster for each mission and each stage."""
    lines = ["digraph reqon {", "  rankdir=LR;"]
    for number, graph in enumerate(graphs):
        lines += _mission(graph, f"m{number}")
    return "\n".join([*lines, "}"])


def _mission(graph: Graph, prefix: str) -> Iterator[str]:
    yield f"  subgraph cluster_{prefix} {{"
    yield f"    label={_text(graph.mission)};"
    for number, (stage, nodes) in enumerate(graph.staged(), 1):
        if stage is not None:
            label = f"stage {number}" + (", if its condition holds" if stage.conditional else "")
            yield f"    subgraph cluster_{prefix}_s{number} {{"
            yield f"      label={_text(label)};"
        for node in nodes:
            yield f"      {_node(node, prefix)}"
        if stage is not None:
            yield "    }"
    for edge in graph.edges:
        ends = f"{_text(prefix + edge.source)} -> {_text(prefix + edge.target)}"
        yield f"    {ends} [label={edge.kind}];"
    yield "  }"


def _node(node: Node, prefix: str) -> str:
    label = "\n".join(part for part in (node.name, node.detail) if part)
    style = "" if node.declared else " style=dashed"
    return f"{_text(prefix + node.key)} [label={_text(label)} shape={_SHAPES[node.kind]}{style}];"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
