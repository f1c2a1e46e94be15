"""What a variable cannot be called: what would hide, or be hidden by, something of that name."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.features.navigation import NameTarget
from reqon_language.features.rename.refusal import Refusal, shown
from reqon_language.features.rename.seeing import seeing
from reqon_language.model import Project, Reference
from reqon_language.model.expressions import names_schema
from reqon_language.model.file import Body
from reqon_language.model.scopes import Scope
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span


def variable_clash(project: Project, target: NameTarget, new: str) -> Refusal | None:
    """Return why `new` is not free for a variable, None if it is."""
    model = project.model(target.path)
    body = model.body_at(target.span.start)
    if body is None:
        return None
    bound = target.binding is not None and target.binding.kind == "pattern"
    if bound and (names_schema(new) or new in body.names.schemas):
        return Refusal(f"`{new}` would be read as a schema in a pattern; choose another name.")
    for found in _outside(project, target, body, new):
        return found
    scope = _scope_of(body, target.span)
    if scope is None:
        return _among(project, seeing(project, target), new)
    for found in _inside(project, target, body, scope, new):
        return found
    if scope is body.facts.scopes[0] and not isinstance(body.node, ast.Let):
        return _exported(project, target, body, new)
    return None


def _refusal(project: Project, path: str, span: Span, text: str) -> Refusal:
    return Refusal(f"{text} ({shown(project, path, span)}); choose another name.")


def _scope_of(body: Body, span: Span) -> Scope | None:
    """Return the scope a variable is bound in, None for what a declaration binds."""
    for scope in body.facts.scopes:
        if any(binding.span.shift(body.offset) == span for binding in scope.bindings):
            return scope
    return None


def _outside(project: Project, target: NameTarget, body: Body, new: str) -> Iterator[Refusal]:
    """Yield the variables and stores around the declaration that have the name."""
    names = body.names
    at = Span(target.span.start, target.span.start)
    if new in names.variables or new in names.elsewhere:
        found = project.definition_of(target.path, Reference("variable", new, at))
        if found is not None:
            yield _refusal(project, found[0], found[1].span, f"There is a variable `{new}`")
    if new in names.stores:
        found = project.definition_of(target.path, Reference("store", new, at))
        place, span = (found[0], found[1].span) if found is not None else (target.path, at)
        yield _refusal(project, place, span, f"There is a store `{new}`")


def _inside(
    project: Project, target: NameTarget, body: Body, scope: Scope, new: str
) -> Iterator[Refusal]:
    """Yield what has the name in the scope, around it or inside of it."""
    around = {id(one) for one in scope.climb()}
    for other in body.facts.scopes:
        below = scope.span.start <= other.span.start and other.span.end <= scope.span.end
        for binding in other.bindings if below or id(other) in around else ():
            if binding.name == new:
                span = binding.span.shift(body.offset)
                yield _refusal(project, target.path, span, f"There is a variable `{new}`")
    for reference in body.facts.references:
        if reference.name == new and _is_name(reference) and _within(reference.span, scope.span):
            span = reference.span.shift(body.offset)
            yield _refusal(project, target.path, span, f"`{new}` means something else here")


def _exported(project: Project, target: NameTarget, own: Body, new: str) -> Refusal | None:
    """Look at the actions that can read what this one leaves behind."""
    old = target.declaration.name
    others = [(path, body) for path, body in seeing(project, target) if body.facts != own.facts]
    for path, body in others:
        for binding in body.facts.scopes[0].bindings:
            if isinstance(body.node, ast.Action) and binding.name == old:
                read = any(
                    reference.binding is None and reference.kind == "variable"
                    for _, reader in others
                    for reference in reader.facts.references
                    if reference.name == old
                )
                if read:
                    span = binding.span.shift(body.offset)
                    place = shown(project, path, span)
                    return Refusal(
                        f"Another action binds `{old}` as well ({place}), and both are read later."
                    )
    readers = [
        (path, body)
        for path, body in others
        if any(one.name == old and one.kind == "variable" for one in body.facts.references)
        or any(one.name == new for one in body.facts.references)
    ]
    return _among(project, readers, new)


def _among(
    project: Project, bodies: Iterator[tuple[str, Body]] | list[tuple[str, Body]], new: str
) -> Refusal | None:
    """Look for anything read or bound under the name in whole declarations."""
    for path, body in bodies:
        for scope in body.facts.scopes:
            for binding in scope.bindings:
                if binding.name == new:
                    span = binding.span.shift(body.offset)
                    return _refusal(project, path, span, f"There is a variable `{new}`")
        for reference in body.facts.references:
            if reference.name == new and _is_name(reference):
                span = reference.span.shift(body.offset)
                return _refusal(project, path, span, f"`{new}` means something else here")
    return None


def _is_name(reference: Reference) -> bool:
    """Whether a bare word is read, which a variable of that name would take over."""
    if reference.kind == "store":
        return reference.role == "read" and not reference.place
    return reference.kind in ("variable", "name", "implicit") or reference.problem == "bare field"


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
