"""The facts of one declaration, computed from its node and the names around it alone.

That makes them a value to keep: as long as node and names are equal, so are the facts
(architecture invariants 3 and 4).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reqon_language.model.data import (
    walk_data_value,
    walk_distribution,
    walk_fields,
    walk_schema,
)
from reqon_language.model.expressions import walk, walk_element
from reqon_language.model.facts import BodyFacts, Collected
from reqon_language.model.names import Names
from reqon_language.model.options import walk_option, walk_options
from reqon_language.model.references import Reference
from reqon_language.model.scopes import Element, Scope
from reqon_language.model.steps import walk_step, walk_steps
from reqon_language.syntax import ast
from reqon_language.vocabulary.blocks import BLOCKS


def facts_of(node: ast.FileItem, names: Names) -> BodyFacts:
    """Return the facts of a member of a mission or an item of a file."""
    collected = Collected(names)
    scope = collected.open(node.span, None)
    collected.note(node)
    walker = _WALKERS.get(type(node))
    if walker is not None:
        walker(collected, scope, node)
    elif not isinstance(node, ast.Mission):
        collected.nodes.clear()
        walk_step(collected, scope, node)  # type: ignore[arg-type]
    return collected.finish()


def _source(collected: Collected, scope: Scope, node: ast.Source) -> None:
    if node.spec is not None:
        collected.references.append(Reference("file", str(node.spec.value), node.spec.span))
    if node.options is not None:
        options = node.options
        walk_options(collected, scope, "source", options.entries, options.span)


def _store(collected: Collected, scope: Scope, node: ast.Store) -> None:
    _walk_adapter(collected, scope, node.adapter)
    if node.options is not None:
        walk_options(collected, scope, "store", node.options.entries, node.options.span)


def _walk_adapter(collected: Collected, scope: Scope, adapter: ast.Expression) -> None:
    """An adapter's word is none of ours to resolve; only what it is given and chosen by."""
    if isinstance(adapter, ast.Call):
        for argument in adapter.arguments:
            walk(collected, scope, argument)
    elif isinstance(adapter, ast.MatchExpression):
        collected.note(adapter)
        if adapter.subject is not None:
            walk(collected, scope, adapter.subject)
        for arm in adapter.arms:
            if isinstance(arm.pattern, ast.ExpressionPattern):
                walk(collected, scope, arm.pattern.expression)
            _walk_adapter(collected, scope, arm.value)


def _transform(collected: Collected, scope: Scope, node: ast.Transform) -> None:
    for variant in node.variants:
        source, target = variant.source, variant.target
        if source is not None and source.text != "_":
            known = collected.knows("schema", source.text)
            collected.refer("schema", source, known=known, place="transform source")
        known = collected.knows("schema", target.text)
        collected.refer("schema", target, known=known, write=True, place="transform target")
        element = Element("transform")
        if variant.guard is not None:
            walk_element(collected, scope, variant.guard, element)
        walk_element(collected, scope, variant.mappings, element)


def _action(collected: Collected, scope: Scope, node: ast.Action) -> None:
    if node.options:
        walk_options(collected, scope, "action", node.options, node.name.span)
    walk_steps(collected, scope, node.body)


def _pipeline(collected: Collected, scope: Scope, node: ast.Pipeline) -> None:
    for stage in node.stages:
        for action in stage.actions:
            known = collected.knows("action", action.text)
            collected.refer("action", action, known=known, place="run")
        if stage.condition is not None:
            walk(collected, scope, stage.condition)


def _option(collected: Collected, scope: Scope, node: ast.Option) -> None:
    spec = BLOCKS["mission"].options.get(node.entry.key.text)
    if spec is not None:
        walk_option(collected, scope, spec, node.entry)


def _let(collected: Collected, scope: Scope, node: ast.Let) -> None:
    if collected.data:
        walk_data_value(collected, scope, node.value)
    else:
        walk(collected, scope, node.value)


def _import(collected: Collected, _scope: Scope, node: ast.Import) -> None:
    path = str(node.path.value)
    for name in node.names:
        collected.references.append(Reference("import", name.text, name.span, owner=path))
    collected.references.append(Reference("file", path, node.path.span))


_WALKERS: dict[type, Callable[[Collected, Scope, Any], None]] = {
    ast.Source: _source,
    ast.Store: _store,
    ast.Schema: walk_schema,
    ast.Dataset: walk_fields,
    ast.Context: walk_fields,
    ast.Contract: walk_fields,
    ast.Distribution: walk_distribution,
    ast.Transform: _transform,
    ast.Action: _action,
    ast.Pipeline: _pipeline,
    ast.Option: _option,
    ast.Let: _let,
    ast.Import: _import,
}
