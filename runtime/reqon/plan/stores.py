"""`store name: adapter("target")`: which adapter, target and database are meant."""

from __future__ import annotations

from msgspec import structs

from reqon.errors import Location
from reqon.plan import constants
from reqon.plan.declarations import Declared, Locate
from reqon.plan.errors import PlanError, UnsupportedError, nearest
from reqon.plan.expressions import Evaluate, Names, compile_expression
from reqon.plan.mission import StoreChoice, StorePlan
from reqon_language.syntax import ast

_ADAPTERS = ("memory", "file", "sql")
_UNSUPPORTED = ("nosql", "postgrest")


def compile_store(declared: Declared[ast.Store], names: Names) -> StorePlan:
    """Compile a store; `match env("X") { "a" => file("b"), … }` chooses when the run starts."""
    store, locate = declared.node, declared.locate
    name = store.name.text
    constants.entries(store.options, (), f"store `{name}`", locate, unsupported=("batch",))
    if not isinstance(store.adapter, ast.MatchExpression):
        choice = _choice(name, store.adapter, locate, names)
        return StorePlan(name, declared.location, (choice,), None)
    match = store.adapter
    numbered = tuple(
        structs.replace(arm, value=ast.Literal(arm.span, index))
        for index, arm in enumerate(match.arms)
    )
    return StorePlan(
        name,
        declared.location,
        tuple(_choice(name, arm.value, locate, names) for arm in match.arms),
        compile_expression(structs.replace(match, arms=numbered), names),
    )


def _choice(name: str, expression: ast.Expression, locate: Locate, names: Names) -> StoreChoice:
    """Return what `file("customers")`, a bare `memory` or `sql("t", { url: … })` chooses."""
    target = name
    options: ast.Object | None = None
    match expression:
        case ast.Name(text=adapter):
            pass
        case ast.Call(function=ast.Name(text=adapter), arguments=()):
            pass
        case ast.Call(function=ast.Name(text=adapter), arguments=(ast.Literal() as written,)):
            target = constants.text(written, locate)
        case ast.Call(
            function=ast.Name(text=adapter),
            arguments=(ast.Literal() as written, ast.Object() as given),
        ):
            target, options = constants.text(written, locate), given
        case _:
            raise PlanError(
                f"store `{name}` needs an adapter with a constant target",
                location=locate(expression.span),
                help=f'Write e.g. `store {name}: file("{name}")`.',
            )
    _check(adapter, locate(expression.span))
    return StoreChoice(adapter, target, _url(adapter, options, locate, names))


def _url(adapter: str, options: ast.Object | None, locate: Locate, names: Names) -> Evaluate | None:
    url: Evaluate | None = None
    for entry in options.entries if options is not None else ():
        if adapter != "sql" or not isinstance(entry, ast.Entry) or entry.key.text != "url":
            raise UnsupportedError(
                "of the options of a store adapter, this runtime supports `url` of `sql` only",
                location=locate(entry.span),
                help="Leave it out.",
            )
        url = compile_expression(entry.value, names)
    return url


def _check(adapter: str, location: Location) -> None:
    if adapter in _UNSUPPORTED:
        raise UnsupportedError(
            f"store adapter `{adapter}` is not supported by this runtime yet",
            location=location,
            help="Use `sql`, `file` or `memory`.",
        )
    if adapter not in _ADAPTERS:
        raise PlanError(
            f"unknown store adapter `{adapter}`",
            location=location,
            help=nearest(adapter, (*_ADAPTERS, *_UNSUPPORTED)),
        )
