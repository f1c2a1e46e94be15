"""`store name: adapter("target")`: which adapter and target are meant."""

from __future__ import annotations

from msgspec import structs

from reqon.plan import constants
from reqon.plan.declarations import Declared, Locate
from reqon.plan.errors import PlanError, UnsupportedError, nearest
from reqon.plan.expressions import Names, compile_expression
from reqon.plan.mission import StorePlan
from reqon_language.syntax import ast

_ADAPTERS = ("memory", "file", "sql")
_UNSUPPORTED = ("nosql", "postgrest")


def compile_store(declared: Declared[ast.Store], names: Names) -> StorePlan:
    """Compile a store; `match env("X") { "a" => file("b"), … }` chooses when the run starts."""
    store, locate = declared.node, declared.locate
    name = store.name.text
    constants.entries(store.options, (), f"store `{name}`", locate, unsupported=("batch",))
    if not isinstance(store.adapter, ast.MatchExpression):
        choice = _adapter(name, store.adapter, locate)
        return StorePlan(name, declared.location, (choice,), None)
    match = store.adapter
    numbered = tuple(
        structs.replace(arm, value=ast.Literal(arm.span, index))
        for index, arm in enumerate(match.arms)
    )
    return StorePlan(
        name,
        declared.location,
        tuple(_adapter(name, arm.value, locate) for arm in match.arms),
        compile_expression(structs.replace(match, arms=numbered), names),
    )


def _adapter(name: str, expression: ast.Expression, locate: Locate) -> tuple[str, str]:
    """Return adapter and target of `file("customers")` or of a bare `memory`."""
    match expression:
        case ast.Name(text=adapter):
            target = name
        case ast.Call(function=ast.Name(text=adapter), arguments=()):
            target = name
        case ast.Call(function=ast.Name(text=adapter), arguments=(ast.Literal() as written,)):
            target = constants.text(written, locate)
        case ast.Call(function=ast.Name(text=adapter), arguments=(_, options, *_)):
            raise UnsupportedError(
                "options of a store adapter are not supported by this runtime yet",
                location=locate(options.span),
                help="Give the adapter its target only.",
            )
        case _:
            raise PlanError(
                f"store `{name}` needs an adapter with a constant target",
                location=locate(expression.span),
                help=f'Write e.g. `store {name}: file("{name}")`.',
            )
    if adapter in _UNSUPPORTED:
        raise UnsupportedError(
            f"store adapter `{adapter}` is not supported by this runtime yet",
            location=locate(expression.span),
            help="Use `sql`, `file` or `memory`.",
        )
    if adapter not in _ADAPTERS:
        raise PlanError(
            f"unknown store adapter `{adapter}`",
            location=locate(expression.span),
            help=nearest(adapter, (*_ADAPTERS, *_UNSUPPORTED)),
        )
    return adapter, target
