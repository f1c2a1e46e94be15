"""RQ30xx, names in expressions: undefined, too early, and fields without an element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.functions import FUNCTIONS
from reqon_language.model.file import Body
from reqon_language.model.references import Reference
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.nearest import SUGGESTED, literal_meant, nearest, unknown
from reqon_language.rules.rule import Rule
from reqon_language.vocabulary.words import IMPLICIT_NAMES, REQUEST_NAMES

UNDEFINED: Final = Rule(
    "RQ3001",
    "error",
    "name is not defined",
    what="Reports a name in an expression that is no variable, store or implicit name. In a "
    "placeholder of a path it is a warning.",
    why="The mission would fail when it reaches the expression, after the steps before it have "
    "had their effects.",
    fix="Correct the name, or bind it with `let` before it is used.",
    bad="""
        let start = daysAgo(7)
        get "/orders" { params: { from: strat } }
    """,
    good="""
        let start = daysAgo(7)
        get "/orders" { params: { from: start } }
    """,
    frame="steps",
)

TOO_EARLY: Final = Rule(
    "RQ3016",
    "error",
    "variable is used where it is not known",
    what="Reports a variable that is bound somewhere, but neither before this place nor in a "
    "block around it.",
    why="A variable is known from the step that binds it to the end of its block. Actions see "
    "the variables that actions of earlier stages bind outside their blocks.",
    fix="Move the `let` in front of the use, or out of its block.",
    bad="""
        get "/orders" { params: { from: start } }
        let start = daysAgo(7)
    """,
    good="""
        let start = daysAgo(7)
        get "/orders" { params: { from: start } }
    """,
    frame="steps",
)

BARE_FIELD: Final = Rule(
    "RQ3018",
    "warning",
    "field is read without its dot",
    what="Reports a bare name that is no variable and no store, and therefore reads a field of "
    "the current element.",
    why="A variable of that name would silently win, and a mistyped variable looks the same.",
    fix="Write the dot: `.id`.",
    bad="store response -> orders { key: id }",
    good="store response -> orders { key: .id }",
    frame="steps",
)

NO_ELEMENT: Final = Rule(
    "RQ3019",
    "error",
    "`.field` without a current element",
    what="Reports `.field` outside mappings, conditions, keys and arguments that are computed "
    "for one element at a time.",
    why="There is no element to read the field from.",
    fix="Name the value the field belongs to, such as `response.total`.",
    bad="""
        get "/orders"
        post "/total" { body: .total }
    """,
    good="""
        get "/orders"
        post "/total" { body: response.total }
    """,
    frame="steps",
)

RULES: Final = (UNDEFINED, TOO_EARLY, BARE_FIELD, NO_ELEMENT)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report the names of a body's expressions that do not resolve."""
    unresolved = (r for r in body.facts.references if r.problem is not None)
    for number, reference in enumerate(unresolved):
        if reference.kind == "name" or _is_early_store(body, reference):
            yield _undefined(body, reference, suggest=number < SUGGESTED)
        elif reference.kind == "field":
            yield _field(body, reference)


def bound_elsewhere(body: Body, name: str) -> bool:
    """Whether a name is bound in the body or around it, though not where it is read."""
    return name in body.names.elsewhere or name in body.facts.bindings


def _is_early_store(body: Body, reference: Reference) -> bool:
    """Whether a loop's collection, taken for a store, is a variable read too early."""
    loop = reference.kind == "store" and reference.place == "loop"
    return loop and bound_elsewhere(body, reference.name)


def _undefined(body: Body, reference: Reference, *, suggest: bool) -> Diagnostic:
    name, at = reference.name, reference.span.start
    binding = body.facts.bindings.get(name)
    if binding is not None:
        early = binding.visible_from > at
        return TOO_EARLY.at(
            reference.span,
            f"`{name}` is read {'before it is bound' if early else 'outside its block'}",
            help=f"move the {'binding in front of the use' if early else 'use inside'}",
            related=[Related(binding.span, f"`{name}` is bound here")],
        )
    if name in body.names.elsewhere:
        return TOO_EARLY.at(
            reference.span,
            f"`{name}` is bound, but by nothing that is sure to have run before",
            help="bind it in the mission, or in an action of an earlier stage",
        )
    if name in REQUEST_NAMES:
        message = f"`{name}` is known in the options of a request only"
        return UNDEFINED.at(reference.span, message)
    literal = literal_meant(name)
    if literal is not None:
        message = f"`{name}` is not defined; did you mean `{literal}`?"
        return UNDEFINED.at(reference.span, message, suggestion=literal)
    if name == "await":
        way_out = "remove it: every step waits for its answer, which is `response`"
        return UNDEFINED.at(reference.span, f"`{name}` is not defined", help=way_out)
    way_out = f"call it: `{name}(…)`" if name in FUNCTIONS else f"bind it first: `let {name} = …`"
    suggest = suggest and reference.place != "escaped path"
    return unknown(
        UNDEFINED,
        reference.span,
        f"`{name}` is not defined",
        {*body.visible(at), *body.names.stores, *IMPLICIT_NAMES} if suggest else (),
        word=name,
        otherwise=way_out,
        severity="warning" if reference.place.endswith("path") else None,
    )


def _field(body: Body, reference: Reference) -> Diagnostic:
    name = reference.name
    if reference.problem == "bare field":
        message = f"`{name}` is no variable and reads a field of the current element"
        field = f"{name}: .{name}" if reference.place == "shorthand" else f".{name}"
        meant = nearest(name, body.visible(reference.span.start)) or field
        message = f"{message}; did you mean `{meant}`?"
        return BARE_FIELD.at(reference.span, message, suggestion=meant)
    full = f"response.{name}"
    return NO_ELEMENT.at(
        reference.span,
        f"`.{name}` has no current element to read from here; did you mean `{full}`?",
        suggestion=full,
    )
