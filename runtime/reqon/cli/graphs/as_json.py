"""A graph as JSON: missions with stages, nodes and edges, for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from reqon_language.features.graph import Graph


def render(graphs: Sequence[Graph]) -> str:
    """Return one JSON document with all missions."""
    document = {"missions": [graph_to_json(graph) for graph in graphs]}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()


def graph_to_json(graph: Graph) -> dict[str, Any]:
    """Return a mission as JSON values; `key` is what the ends of edges call a node."""
    return {
        "mission": graph.mission,
        "stages": [
            {"actions": list(stage.actions), "conditional": stage.conditional}
            for stage in graph.stages
        ],
        "nodes": [
            {
                "key": node.key,
                "kind": node.kind,
                "name": node.name,
                "detail": node.detail,
                "declared": node.declared,
            }
            for node in graph.nodes
        ],
        "edges": [
            {"source": edge.source, "target": edge.target, "kind": edge.kind}
            for edge in graph.edges
        ],
    }
