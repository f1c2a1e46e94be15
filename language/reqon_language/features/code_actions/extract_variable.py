"""Extract into a variable: an expression becomes a `let` before its step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.functions import FRESH
from reqon_language.rules.fixes import placing
from reqon_language.rules.nodes import below
from reqon_language.syntax import ast

_EXPRESSIONS: Final = (
    ast.Literal, ast.Duration, ast.Member, ast.Subscript, ast.Call, ast.Unary,
    ast.Binary, ast.TypeTest, ast.Conditional, ast.Filter, ast.Pipe, ast.Array, ast.Object,
    ast.MatchExpression, ast.AnyOf,
)  # fmt: skip
_PER_ELEMENT: Final = (ast.Lambda, ast.Filter, ast.AnyOf)


def extract_variable(selection: Selection) -> Iterator[Offer]:
    """Offer it for a selected expression that gives the same before its step begins."""
    node = next((one for one in reversed(selection.nodes) if _is(selection, one)), None)
    step = selection.statement
    if not isinstance(node, _EXPRESSIONS) or step is None or selection.body is None:
        return
    if selection.model.type_of(selection.extent(node)) is None or not _settled(
        selection, node, step
    ):
        return
    name = selection.unused(_name(node))

    def make() -> tuple[TextEdit, ...]:
        value = selection.dedented(selection.extent(node))
        start = selection.extent(step).start
        before = placing.before(selection.text, start, f"let {name} = {value}")
        return before, selection.replace(node, name)

    title = f"Extract into variable `{name}`"
    yield Offer("extract variable", title, "refactor.extract", make, introduces=name)


def _is(selection: Selection, node: object) -> bool:
    return isinstance(node, _EXPRESSIONS) and selection.extent(node) == selection.trimmed


def _settled(selection: Selection, node: ast.Expression, step: ast.Step) -> bool:
    """Whether the value is known before the step, and the same each time it is asked for.

    What the step itself binds, fields of the current element and the pages of a request are
    not known; what is different each time may be asked for once only.
    """
    body = selection.body
    if body is None or (
        isinstance(node, ast.Literal) and isinstance(step, ast.Fetch | ast.OperationCall)
    ):
        return False
    once = isinstance(step, ast.Let | ast.Map) and not any(
        isinstance(one, _PER_ELEMENT) for one in _between(selection, step)
    )
    paged = any(
        isinstance(one, ast.Entry) and one.key.text in ("until", "since")
        for one in _between(selection, step)
    )
    if paged or (not once and _is_fresh(node)):
        return False
    for reference in selection.references(node.span):
        bound = reference.binding
        inside = bound is not None and step.span.start <= bound.start < step.span.end
        own = bound is not None and node.span.start <= bound.start < node.span.end
        loose = reference.kind == "field" and not _own_element(node, reference.span)
        if (inside and not own) or loose or reference.kind == "name":
            return False
        if reference.name == "lastSync" and reference.kind == "implicit":
            return False
    return True


def _between(selection: Selection, step: ast.Step) -> list[object]:
    """Return the nodes between the step and the expression, both left out."""
    nodes = [*selection.nodes]
    return nodes[nodes.index(step) + 1 : -1] if step in nodes else []


def _own_element(node: ast.Expression, span: ast.Span) -> bool:
    """Whether a `.field` reads from an element that the expression itself goes through."""
    conditions = [
        one.condition
        for kind in (ast.Filter, ast.AnyOf)
        for one in below(node, kind)
        if isinstance(one, ast.Filter | ast.AnyOf) and one.condition is not None
    ]
    return any(one.span.start <= span.start < one.span.end for one in conditions)


def _is_fresh(node: ast.Expression) -> bool:
    """Whether a value is another one each time it is asked for."""
    drawn = any(one.condition is None for one in below(node, ast.AnyOf))
    return drawn or any(
        isinstance(call.function, ast.Name) and call.function.text in FRESH
        for call in below(node, ast.Call)
    )


def _name(node: ast.Expression) -> str:
    if isinstance(node, ast.Member) and node.name.text:
        return node.name.text
    if isinstance(node, ast.Call) and isinstance(node.function, ast.Name | ast.Member):
        function = node.function
        called = function.text if isinstance(function, ast.Name) else function.name.text
        return {"length": "count", "now": "time", "uuid": "id"}.get(called, "value")
    if isinstance(node, ast.Filter):
        return "found"
    if isinstance(node, ast.TypeTest) or (
        isinstance(node, ast.Binary) and node.operator in ("==", "!=", "<", ">", "<=", ">=", "in")
    ):
        return "matches"
    return "value"
