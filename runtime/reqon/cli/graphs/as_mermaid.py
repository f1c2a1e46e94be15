"""A graph as a Mermaid flowchart, which GitHub and most wikis draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reqon_language.features.graph import Graph, Node

_SHAPES = {"source": ('(["', '"])'), "store": ('[("', '")]'), "action": ('["', '"]')}


def render(graphs: Sequence[Graph]) -> str:
    """Return one flowchart with a frame around each mission and each stage."""
    lines = ["flowchart LR"]
    for number, graph in enumerate(graphs):
        lines += _mission(graph, f"m{number}")
    return "\n".join(lines)


def _mission(graph: Graph, prefix: str) -> Iterator[str]:
    ids = {node.key: f"{prefix}n{number}" for number, node in enumerate(graph.nodes)}
    yield f"  subgraph {prefix}[{_quoted(graph.mission)}]"
    for number, (stage, nodes) in enumerate(graph.staged(), 1):
        if stage is not None:
            condition = ", if its condition holds" if stage.conditional else ""
            yield f'    subgraph {prefix}s{number}["stage {number}{condition}"]'
        for node in nodes:
            yield f"      {_node(node, ids[node.key])}"
        if stage is not None:
            yield "    end"
    yield "  end"
    for number in range(1, len(graph.stages)):
        yield f"  {prefix}s{number} ==> {prefix}s{number + 1}"
    for edge in graph.edges:
        yield f"  {ids[edge.source]} -->|{edge.kind}| {ids[edge.target]}"


def _node(node: Node, name: str) -> str:
    opening, closing = _SHAPES[node.kind]
    label = node.name if node.declared else f"{node.name} (not declared)"
    detail = f"<br/>{_escaped(node.detail)}" if node.detail else ""
    return f"{name}{opening}{_escaped(label)}{detail}{closing}"


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
