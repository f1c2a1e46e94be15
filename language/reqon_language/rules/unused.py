"""RQ3013: variables nobody reads.

A variable bound at the top of an action can be read by later actions, so the whole mission is
asked. Names with a leading underscore are meant to be unused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import Body
from reqon_language.model.scopes import Binding
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.mission import MissionView
from reqon_language.rules.nearest import SUGGESTED, nearest
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast

UNUSED: Final = Rule(
    "RQ3013",
    "warning",
    "variable is never used",
    what="Reports a variable of a `let`, a loop, an `apply`, a `map` or a pattern that nothing "
    "reads. Names that begin with `_` are left alone.",
    why="It is either left over, or something that should read it does not.",
    fix="Remove it, or begin its name with `_`.",
    bad="""
        let start = daysAgo(7)
        get "/orders" { params: { from: daysAgo(7) } }
    """,
    good="""
        let start = daysAgo(7)
        get "/orders" { params: { from: start } }
    """,
    frame="steps",
    tags=("unnecessary",),
)

RULES: Final = (UNUSED,)

_REPORTED: Final = ("let", "loop", "apply", "map", "pattern", "generated")


def check(body: Body) -> Iterator[Diagnostic]:
    """Report the variables of a body that no other body could read."""
    if not body.broken:
        shorthands = _shorthands(body.facts)
        for binding, scope in _unread(body.facts):
            if scope > 0 or not isinstance(body.node, ast.Action):
                yield _unused(binding, shorthands)


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report variables of the mission and of the tops of its actions that nothing reads."""
    if view.broken:
        return
    found: list[tuple[Body, Binding]] = []
    for body, bindings in view.each(_left_unread):
        if bindings:
            found += [(body, binding) for binding in bindings]
    if found:
        across = _read_across(view)
        for body, binding in found:
            if not _is_meant(binding.name, across):
                yield _unused(binding).shift(body.offset)


def _left_unread(body: Body) -> tuple[Binding, ...]:
    """Return what a member leaves to the others without reading it itself."""
    if isinstance(body.node, ast.Action):
        return tuple(binding for binding, scope in _unread(body.facts) if scope == 0)
    if isinstance(body.node, ast.Let) and not body.node.name.text.startswith("_"):
        name = body.node.name
        return (Binding(name.text, "let", name.span, 0),) if name.text else ()
    return ()


def _read_across(view: MissionView) -> set[str]:
    """Return the names that are read outside the body that binds them, or resolve to nothing."""
    others = {name for kind, name in view.used if kind == "variable"}
    return others | view.together(_from_outside)


def _from_outside(body: Body) -> tuple[str, ...]:
    return tuple(
        reference.name
        for reference in body.facts.references
        if (reference.kind == "variable" and reference.binding is None)
        or reference.problem is not None
    )


def _unread(facts: BodyFacts) -> Iterator[tuple[Binding, int]]:
    """Yield the bindings nothing in the body reads, with the number of their scope."""
    unfinished = {ast.ElisionStep, ast.Elision} & facts.nodes.keys()
    if unfinished or not any(scope.bindings for scope in facts.scopes):
        return
    read = {reference.binding for reference in facts.references}
    repeated = {clash.binding.name for clash in facts.clashes if clash.how == "rebinds"}
    unresolved = {r.name for r in facts.references if r.problem is not None}
    for number, scope in enumerate(facts.scopes):
        for binding in scope.bindings:
            if (
                binding.kind in _REPORTED
                and binding.span not in read
                and not binding.name.startswith("_")
                and binding.name not in repeated
                and not _is_meant(binding.name, unresolved)
            ):
                yield binding, number


def _is_meant(name: str, words: set[str]) -> bool:
    """Whether one of the words is the name, perhaps misspelt, which is reported as such."""
    if name in words or len(words) > SUGGESTED:
        return name in words
    return any(nearest(word, [name]) for word in words)


def _shorthands(facts: BodyFacts) -> set[ast.Span]:
    """Return where `{ name }` in a pattern is both the key and the variable."""
    return {
        entry.key.span
        for pattern in facts.of(ast.ObjectPattern)
        for entry in pattern.entries
        if entry.key.span == entry.pattern.span
    }


def _unused(binding: Binding, shorthands: Collection[ast.Span] = ()) -> Diagnostic:
    name = binding.name
    silent = "_" if binding.kind == "pattern" else f"_{name}"
    if binding.kind == "pattern" and binding.span in shorthands:
        silent = f"{name}: _"
    return UNUSED.at(
        binding.span,
        f"variable `{name}` is never used",
        suggestion=silent,
        help="remove it, or begin its name with `_`",
    )
