"""The graph of a mission: its stages and actions, and the sources and stores they use.

One topology for `reqon graph`, for the editors' panels and for documentation; how it is drawn is
the caller's affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reqon_language.model import FileModel, Project
from reqon_language.model.file import Body
from reqon_language.model.references import Reference
from reqon_language.model.summary import adapter_of
from reqon_language.rules.declared import dead_letters
from reqon_language.syntax import ast

NodeKind: TypeAlias = Literal["source", "store", "action"]
EdgeKind: TypeAlias = Literal["requests", "reads", "writes", "removes", "jumps", "runs"]

_REMOVES = ("clear", "delete")


@dataclass(frozen=True, slots=True)
class Node:
    """A source, a store or an action. `detail` is its document, its adapter, or empty.

    `declared` is false for a name that is only used.
    """

    kind: NodeKind
    name: str
    detail: str = ""
    declared: bool = True

    @property
    def key(self) -> str:
        """What edges call it: a source and a store may have the same name."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True)
class Edge:
    """What an action does with another node; `source` and `target` are keys of nodes.

    Data flows along `reads` (store to action), `writes` and `requests` (action to store, source).
    """

    source: str
    target: str
    kind: EdgeKind


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the pipeline: its actions, and whether it has a condition."""

    actions: tuple[str, ...]
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """A mission's nodes in the order of their declaration, edges in that of the text."""

    mission: str
    stages: tuple[Stage, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def staged(self) -> Iterator[tuple[Stage | None, tuple[Node, ...]]]:
        """Yield the nodes stage by stage, each once, and last, without a stage, the others."""
        waiting = {node.key: node for node in self.nodes}
        for stage in self.stages:
            keys = (f"action:{name}" for name in stage.actions)
            yield stage, tuple(node for key in keys if (node := waiting.pop(key, None)))
        yield None, tuple(waiting.values())


def graphs(project: Project, path: str) -> Iterator[Graph]:
    """Yield the graphs of the missions in a file of a project, in the order of the text."""
    file = project.files[path]
    parts = [
        other.model
        for name, other in project.files.items()
        if name != path and file.share.part and other.share.part
    ]
    for number in range(len(file.model.missions)):
        yield graph(file.model, number, parts)


def graph(model: FileModel, number: int, parts: Sequence[FileModel] = ()) -> Graph:
    """Return the graph of a mission of `model`; `parts` are the other files of its folder."""
    mission = model.missions[number].node
    bodies = [*model.sections[number].node.bodies, *model.loose.bodies]
    bodies += [body for part in parts for body in part.loose.bodies]
    nodes = {node.key: node for body in bodies for node in _declared(body)}
    unnamed = _unnamed(nodes.values())
    edges = dict.fromkeys(edge for body in bodies for edge in _edges(body, *unnamed))
    for edge in edges:
        for key in (edge.source, edge.target):
            kind, _, name = key.partition(":")
            if key not in nodes:
                nodes[key] = Node(_KINDS[kind], name, declared=False)
    used = {key for edge in edges for key in (edge.source, edge.target)}
    own = {node.key for body in bodies if body.mission is not None for node in _declared(body)}
    kept = [node for key, node in nodes.items() if parts or key in own or key in used]
    pipeline = [body.node for body in bodies if isinstance(body.node, ast.Pipeline)]
    stages = tuple(_stage(stage) for stage in pipeline[-1].stages) if pipeline else ()
    return Graph(mission.name.text, stages, tuple(kept), tuple(edges))


_KINDS: dict[str, NodeKind] = {"source": "source", "store": "store", "action": "action"}


def _stage(stage: ast.Stage) -> Stage:
    names = tuple(action.text for action in stage.actions if action.text)
    return Stage(names, stage.condition is not None)


def _declared(body: Body) -> Iterator[Node]:
    node = body.node
    if isinstance(node, ast.Source) and node.name.text:
        yield Node("source", node.name.text, str(node.spec.value) if node.spec else "")
    elif isinstance(node, ast.Store) and node.name.text:
        yield Node("store", node.name.text, adapter_of(node))
    elif isinstance(node, ast.Action) and node.name.text:
        yield Node("action", node.name.text)


def _unnamed(nodes: Iterable[Node]) -> tuple[str | None, str | None]:
    """Return the keys of the source and the store that steps mean that name none (4.3, 4.10)."""
    names: dict[str, list[str]] = {"source": [], "store": [], "action": []}
    for node in nodes:
        names[node.kind].append(node.name)
    source = names["source"][0] if names["source"] else None
    letters = dead_letters(names["store"])
    return source and f"source:{source}", letters and f"store:{letters}"


def _edges(body: Body, source: str | None, letters: str | None) -> Iterator[Edge]:
    if not isinstance(body.node, ast.Action):
        return
    action = f"action:{body.node.name.text}"
    for reference in body.facts.references:
        edge = _edge(action, reference)
        if edge is not None:
            yield edge
    if source is not None and any(_names_no_source(fetch) for fetch in body.facts.of(ast.Fetch)):
        yield Edge(action, source, "requests")
    if letters is not None and any(queue.target is None for queue in body.facts.of(ast.Queue)):
        yield Edge(action, letters, "writes")


def _edge(action: str, reference: Reference) -> Edge | None:
    key = f"{reference.kind}:{reference.name}"
    if reference.kind == "source":
        return Edge(action, key, "requests")
    if reference.kind == "store" and reference.role == "read":
        return Edge(key, action, "reads")
    if reference.kind == "store":
        return Edge(action, key, "removes" if reference.place in _REMOVES else "writes")
    if reference.kind == "action":
        return Edge(action, key, "jumps" if reference.place == "jump" else "runs")
    return None


def _names_no_source(fetch: ast.Fetch) -> bool:
    return fetch.source is None and not (fetch.options and fetch.options.get("source"))
