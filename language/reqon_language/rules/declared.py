"""RQ30xx and RQ5005: sources, stores, actions, transforms and schemas nobody declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import Body
from reqon_language.model.references import Reference
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.names import bound_elsewhere
from reqon_language.rules.nearest import one_of, unknown
from reqon_language.rules.nesting import word_span
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast

SOURCE: Final = Rule(
    "RQ3002",
    "error",
    "source is not defined",
    what="Reports a request to a source that the mission does not declare.",
    why="There is no address to send the request to.",
    fix="Correct the name, or declare the source.",
    bad='get Apy "/orders"',
    good='get Api "/orders"',
    frame="steps",
)

STORE: Final = Rule(
    "RQ3003",
    "error",
    "store is not defined",
    what="Reports a store that is written to, queued to or looped over, but not declared, and a "
    "`queue` without a name where no store is called `dlq` or the like.",
    why="No store is ever invented: the mission is refused before its first request.",
    fix='Correct the name, or declare it: `store orders: file("orders")`.',
    bad="store response -> ordres { key: .id }",
    good="store response -> orders { key: .id }",
    frame="steps",
)

ACTION: Final = Rule(
    "RQ3004",
    "error",
    "action is not defined",
    what="Reports an action that `run`, `jump` or an arm names but the mission does not declare.",
    why="There is nothing to run.",
    fix="Correct the name, or declare the action.",
    bad="""
        get "/orders"
        match response {
          [] -> run Fetsh,
          _ -> continue
        }
    """,
    good="""
        get "/orders"
        match response {
          [] -> run Fetch,
          _ -> continue
        }
    """,
    frame="steps",
)

TRANSFORM: Final = Rule(
    "RQ3005",
    "error",
    "transform is not defined",
    what="Reports an `apply` of a transform that the mission does not declare.",
    why="There is no mapping to apply.",
    fix="Correct the name, or declare the transform.",
    bad="apply Clean to response",
    good='store pick(response, ["id", "total"]) -> orders { key: .id }',
    frame="steps",
)

SCHEMA: Final = Rule(
    "RQ3006",
    "warning",
    "schema is not defined",
    what="Reports a schema that an arm, a transform or another schema names but nobody declares. "
    "In a pattern, an unknown name with a capital letter is taken for a schema.",
    why="An arm with an unknown schema never matches; a transform from one never applies.",
    fix="Correct the name, or declare the schema.",
    bad="""
        get "/orders"
        match response {
          ApiError -> abort "the API failed",
          _ -> continue
        }
    """,
    good="""
        get "/orders"
        match response {
          { error: message } -> abort message,
          _ -> continue
        }
    """,
    frame="steps",
)

MAP_TARGET: Final = Rule(
    "RQ3007",
    "hint",
    "target of a mapping has no schema",
    what="Points out a `map` or `transform` whose target is not a declared schema.",
    why="Without a schema the fields of the mapping cannot be checked.",
    fix="Declare a schema with the fields of the mapping.",
    bad="map response -> Summary { orders: length(.items) }",
    good='post "/summary" { body: { orders: length(response.items) } }',
    frame="steps",
)

OPERATION: Final = Rule(
    "RQ3009",
    "error",
    "`call` needs an OpenAPI document",
    what="Reports a `call` of a source that was declared without `from`.",
    why="Operations are looked up in the OpenAPI document of the source.",
    fix='Add the document: `source Api from "./openapi.yaml" { … }`.',
    bad="call Api.listOrders",
    good='get "/orders"',
    frame="steps",
)

NOT_A_STORE: Final = Rule(
    "RQ5005",
    "error",
    "target of `store` is not a store",
    what="Reports a `store` step whose target is a source or a variable.",
    why="Records can only be put into a declared store.",
    fix="Name a store. To send a value to a source, use `post`.",
    bad="store response -> Api { key: .id }",
    good="store response -> orders { key: .id }",
    frame="steps",
)

RULES: Final = (
    SOURCE, STORE, ACTION, TRANSFORM, SCHEMA, MAP_TARGET, OPERATION, NOT_A_STORE
)  # fmt: skip


def check(body: Body) -> Iterator[Diagnostic]:
    """Report the declarations a body refers to that do not exist."""
    facts = body.facts
    for reference in facts.references:
        reporter = _REPORTERS.get(reference.kind) if reference.problem else None
        found = reporter(body, reference) if reporter else None
        if found is not None:
            yield found
    unnamed = [*_unnamed(facts)]
    if unnamed and dead_letters(body.names.stores) is None:
        for place in unnamed:
            yield STORE.at(
                place,
                "no store is named, and none is called `dlq`",
                help='name one, or declare it: `store dlq: file("dlq")`',
            )
    for call in facts.of(ast.OperationCall):
        if body.names.sources.get(call.source.text) == "":
            yield OPERATION.at(
                call.source.span,
                f"source `{call.source.text}` has no OpenAPI document to call operations of",
                help=f'add one: `source {call.source.text} from "./openapi.yaml"`',
            )


def dead_letters(stores: Iterable[str]) -> str | None:
    """Return the store that a `queue` without a name puts its items into (4.10)."""
    names = [*stores]
    like = [name for name in names if "dlq" in name.lower() or "dead" in name.lower()]
    return "dlq" if "dlq" in names else next(iter(like), None)


def _unnamed(facts: BodyFacts) -> Iterator[ast.Span]:
    """Yield where something is queued without naming the store."""
    for queue in facts.of(ast.Queue):
        if queue.target is None:
            yield word_span(queue, "queue")
    for loop in facts.of(ast.For):
        clause = loop.on_error
        if clause is not None and clause.policy.text == "queue" and clause.store is None:
            yield clause.policy.span


def _source(body: Body, reference: Reference) -> Diagnostic:
    name, sources = reference.name, body.names.sources
    declare = f'declare it: `source {name} {{ auth: none, base: "https://…" }}`'
    otherwise = f"declared is {one_of(sorted(sources))}" if sources else declare
    return unknown(
        SOURCE,
        reference.span,
        f"source `{name}` is not defined",
        sources,
        word=name,
        otherwise=otherwise,
    )


def _store(body: Body, reference: Reference) -> Diagnostic | None:
    name, names = reference.name, body.names
    declare = f'declare it: `store {name}: file("{name}")`'
    if reference.place == "not a store":
        kind = "a source" if name in names.sources else "a variable"
        return unknown(
            NOT_A_STORE,
            reference.span,
            f"`{name}` is {kind}, not a store",
            names.stores,
            word=name,
            otherwise="name a declared store after `->`",
        )
    if reference.place != "loop":
        return unknown(
            STORE,
            reference.span,
            f"store `{name}` is not defined",
            names.stores,
            word=name,
            otherwise=declare,
        )
    if bound_elsewhere(body, name):
        return None
    return unknown(
        STORE,
        reference.span,
        f"`{name}` is neither a variable nor a declared store",
        {*names.stores, *body.visible(reference.span.start)},
        word=name,
        otherwise=declare,
    )


def _action(body: Body, reference: Reference) -> Diagnostic:
    name = reference.name
    return unknown(
        ACTION,
        reference.span,
        f"action `{name}` is not defined",
        body.names.actions,
        word=name,
        otherwise=f"declare it: `action {name} {{ … }}`",
    )


def _transform(body: Body, reference: Reference) -> Diagnostic:
    name = reference.name
    declare = f"declare it: `transform {name} -> Target {{ … }}`"
    return unknown(
        TRANSFORM,
        reference.span,
        f"transform `{name}` is not defined",
        body.names.transforms,
        word=name,
        otherwise=declare,
    )


_CONSEQUENCES: Final = {
    "pattern": "so the arm never matches",
    "transform source": "so the transform never applies",
    "base": "so it adds no fields",
    "generate": "so no records can be made",
}


def _schema(body: Body, reference: Reference) -> Diagnostic | None:
    name, place = reference.name, reference.place
    declare = f"declare it: `schema {name} {{ … }}`"
    if place in ("map target", "transform target"):
        return MAP_TARGET.at(
            reference.span,
            f"`{name}` has no schema to check this mapping against",
            help=declare,
        )
    if place not in _CONSEQUENCES:
        return None
    return unknown(
        SCHEMA,
        reference.span,
        f"schema `{name}` is not defined, {_CONSEQUENCES[place]}",
        body.names.schemas,
        word=name,
        otherwise=declare,
    )


_REPORTERS: Final[dict[str, Callable[[Body, Reference], Diagnostic | None]]] = {
    "source": _source,
    "store": _store,
    "action": _action,
    "transform": _transform,
    "schema": _schema,
}
