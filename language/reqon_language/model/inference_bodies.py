"""Whole declarations: where inference begins, by the kind of declaration."""

from __future__ import annotations

from collections.abc import Mapping

from reqon_language.model.facts import BodyFacts
from reqon_language.model.inference import Environment, Inference, State, Typed, watched
from reqon_language.model.inference_expressions import infer, infer_condition
from reqon_language.model.inference_mappings import infer_mappings
from reqon_language.model.inference_patterns import schema_named
from reqon_language.model.inference_steps import infer_block
from reqon_language.model.last_run import NO_STEPS, StepRun
from reqon_language.model.types import ANY, Type, widened
from reqon_language.syntax import ast

_NO_TYPES = (
    ast.Mission, ast.Source, ast.Store, ast.Schema, ast.Option, ast.Import, ast.Dataset,
    ast.Context, ast.Distribution, ast.Contract,
)  # fmt: skip


def infer_body(
    node: ast.FileItem,
    facts: BodyFacts,
    environment: Environment,
    *,
    recording: bool = False,
    last_run: Mapping[ast.Span, StepRun] = NO_STEPS,
) -> Typed:
    """Return the types of a declaration; with `recording` those of every place in it.

    `last_run` is what the last run saw of its steps, for where nothing else is known.
    """
    run = Inference(watched(environment), facts, recording, last_run)
    state = State()
    bound: Type = ANY
    if isinstance(node, ast.Action):
        infer_block(run, state, node.body)
    elif isinstance(node, ast.Transform):
        for variant in node.variants:
            _variant(run, state, variant)
    elif isinstance(node, ast.Let):
        if not facts.names.data:
            bound = widened(infer(run, state, node.value))
        run.record(node.name.span, bound)
    elif isinstance(node, ast.Pipeline):
        for stage in node.stages:
            if stage.condition is not None:
                infer_condition(run, state, stage.condition)
    elif not isinstance(node, _NO_TYPES):
        infer_block(run, state, ast.Block(node.span, (node,)))
    return run.finish(bound, environment)


def _variant(run: Inference, state: State, variant: ast.TransformVariant) -> None:
    source = variant.source
    element: Type = ANY
    if source is not None:
        element = schema_named(run, source.text) or ANY
    inner = state.with_element(element)
    if variant.guard is not None:
        infer_condition(run, inner, variant.guard)
    infer_mappings(run, inner, variant.target, variant.mappings)
