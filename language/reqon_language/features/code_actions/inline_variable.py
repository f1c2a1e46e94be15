"""Inline a variable: what a `let` binds takes the place of its name, and the `let` goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.features.navigation import NameTarget, meant_at
from reqon_language.functions import FRESH, FUNCTIONS
from reqon_language.model.file import Body
from reqon_language.rules.fixes import placing
from reqon_language.rules.nodes import below, path_to
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span

_SIMPLE: Final = (ast.Literal, ast.Duration, ast.Name, ast.Member, ast.Subscript, ast.Call,
                  ast.Array)  # fmt: skip


def inline_variable(selection: Selection) -> Iterator[Offer]:
    """Offer it on a `let` and its uses, where its value is the same at each of them."""
    meant = meant_at(selection.project, selection.path, selection.span.start)
    targets = meant.targets if meant is not None else ()
    body = selection.body
    if body is None or len(targets) != 1 or not isinstance(targets[0], NameTarget):
        return
    target = targets[0]
    step = _let(body, target.span) if target.path == selection.path else None
    if step is None:
        return
    places = selection.project.references_to(target.path, target.declaration)
    spans = [one.span for one in places.get(target.path, [])]
    mine = all(body.extent.start <= span.start < body.extent.end for span in spans)
    if not spans or len(places) != 1 or not mine or not _lasting(selection, body, step, spans):
        return

    def make() -> tuple[TextEdit, ...]:
        value = selection.dedented(selection.extent(step.value))
        gone = placing.removal(selection.text, selection.extent(step))
        return gone, *(_edit(body, step, span, value) for span in spans)

    title = f"Inline variable `{step.name.text}`"
    yield Offer("inline variable", title, "refactor.inline", make)


def _let(body: Body, span: Span) -> ast.Let | None:
    """Return the `let` that binds the name at a place, one that is a step."""
    for step in body.facts.of(ast.Let):
        if step is not body.node and step.name.span.shift(body.offset) == span:
            return step
    return None


def _lasting(selection: Selection, body: Body, step: ast.Let, spans: list[Span]) -> bool:
    """Whether the value reads only what does not change and means the same at every use."""
    if any(clash.binding.name == step.name.text for clash in body.facts.clashes):
        return False
    for call in below(step.value, ast.Call):
        name = call.function.text if isinstance(call.function, ast.Name) else ""
        if name not in FUNCTIONS or name in FRESH:
            return False
    if any(
        isinstance(one, ast.Lambda | ast.Object | ast.AnyOf) for one in below(step.value, object)
    ):
        return False
    for reference in selection.references(step.value.span):
        if reference.kind not in ("variable", "function", "environment"):
            return False
        for span in spans:
            at = span.start - body.offset
            if reference.kind == "variable" and _hidden(body, reference.name, step, at):
                return False
    if body.facts.scopes[0].find(step.name.text) is not None and _read_elsewhere(selection, step):
        return False
    return all(_fits(body, step.value, span) for span in spans)


def _hidden(body: Body, name: str, step: ast.Let, at: int) -> bool:
    """Whether a variable of that name is bound between the `let` and a place."""
    return any(
        binding.name == name and step.span.end <= binding.span.start <= at
        for scope in body.facts.scopes
        for binding in scope.bindings
    )


def _read_elsewhere(selection: Selection, step: ast.Let) -> bool:
    """Whether another declaration reads the name, which then must stay bound."""
    return any(
        one.name == step.name.text and one.kind == "variable" and one.binding is None
        for path in selection.project.files
        for one in selection.project.model(path).references_named(step.name.text)
    )


def _fits(body: Body, value: ast.Expression, span: Span) -> bool:
    """Whether the value can be written where the name stands; not every one in a string."""
    at = span.shift(-body.offset)
    node = path_to(body.node, at)[-1]
    if isinstance(node, ast.Literal):
        return isinstance(value, ast.Name | ast.Member)
    return True


def _edit(body: Body, step: ast.Let, span: Span, value: str) -> TextEdit:
    at = span.shift(-body.offset)
    path = path_to(body.node, at)
    if any(isinstance(one, ast.Entry) and one.shorthand and one.key.span == at for one in path):
        return TextEdit(span, f"{step.name.text}: {value}")
    around = path[-2] if len(path) > 1 else None
    plain = isinstance(step.value, _SIMPLE) or not isinstance(
        around,
        ast.Binary | ast.Unary | ast.Member | ast.Subscript | ast.Call | ast.Conditional
        | ast.Filter | ast.TypeTest | ast.Pipe | ast.AnyOf | ast.Match | ast.MatchExpression
        | ast.For,
    )  # fmt: skip
    return TextEdit(span, value if plain else f"({value})")
