"""What a source, store, schema, action, transform or mission cannot be called.

Each kind has names of its own (language specification 3.1). Stores are read like variables, and
patterns bind whatever is no schema's name, so these two can also get in the way of variables.
"""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.features.navigation import NameTarget
from reqon_language.features.rename.refusal import Refusal, shown
from reqon_language.features.rename.seeing import files_seeing, seeing
from reqon_language.model import Project, Reference
from reqon_language.model.file import Body
from reqon_language.model.scopes import innermost
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span

_READS = ("field", "name", "variable")


def name_clash(project: Project, target: NameTarget, new: str) -> Refusal | None:
    """Return why `new` is not free for what `target` declares, None if it is."""
    kind = target.declaration.kind
    for path, span in _declared(project, target, new):
        return _refusal(project, path, span, f"The {kind} `{new}` is already declared")
    if kind == "mission":
        return None
    old = target.declaration.name
    for path, span in _imported_as_well(project, target):
        where = shown(project, path, span)
        return Refusal(f"The import at {where} brings something else called `{old}` as well.")
    mention = None if kind in ("store", "distribution") else new
    for path, body in seeing(project, target, mention):
        for reference in body.facts.references:
            if reference.name not in (old, new):
                continue
            place = reference.span.shift(body.offset)
            if reference.kind in (kind, "import") and reference.name == new:
                return _refusal(project, path, place, f"`{new}` means something else here")
            if kind == "store" and reference.name == new and _is_read(reference):
                return _refusal(project, path, place, f"`{new}` would be read as the store here")
            if (kind, old) == ("distribution", reference.name) and _is_field(body, reference, new):
                return _refusal(project, path, place, f"The field `{new}` hides it here")
            ours = kind == "store" and (reference.kind, reference.name) == (kind, old)
            if ours and new in body.visible(reference.span.start):
                return _refusal(project, path, place, f"The variable `{new}` hides it here")
        for span in _bound(body, new) if kind == "schema" else ():
            return _refusal(project, path, span, f"`{new}` is a variable that a pattern binds")
    return None


def _refusal(project: Project, path: str, span: Span, text: str) -> Refusal:
    return Refusal(f"{text} ({shown(project, path, span)}); choose another name.")


def _declared(project: Project, target: NameTarget, new: str) -> Iterator[tuple[str, Span]]:
    """Yield the declarations of the same kind that have the name and are seen together."""
    own = target.declaration
    places = {*files_seeing(project, target)}
    for path, other in project.declarations(own.kind, new):
        missions = {own.mission, other.mission}
        apart = path == target.path and None not in missions and len(missions) > 1
        if path in places and not (apart and not project.files[path].share.part):
            yield path, other.span
    if own.kind == "mission":
        return
    for path, file in project.files.items():
        if path in places:
            for item in file.tree.program.items:
                for name in item.node.names if isinstance(item.node, ast.Import) else ():
                    if name.text == new:
                        yield path, name.span.shift(item.offset)


def _imported_as_well(project: Project, target: NameTarget) -> Iterator[tuple[str, Span]]:
    """Yield the imports that stand for two declarations, of which one keeps its name."""
    own = target.declaration
    others = [
        other
        for path, other in project.declarations(None, own.name)
        if path == target.path and other.mission is None and other.kind != own.kind
    ]
    for path, file in project.files.items() if others and own.mission is None else ():
        if own.name in file.share.imports.get(target.path, ()):
            for reference in file.model.references_named(own.name):
                if reference.kind == "import":
                    yield path, reference.span


def _is_field(body: Body, reference: Reference, name: str) -> bool:
    """Whether a bare name would be a field of the description of data around it."""
    found = innermost(body.facts.scopes, reference.span.start).find(name)
    return found is not None and found.kind == "field"


def _is_read(reference: Reference) -> bool:
    """Whether a bare name is no variable's, so that a store of that name would be meant."""
    return reference.kind in _READS and (
        reference.kind == "name" or reference.problem == "bare field"
    )


def _bound(body: Body, name: str) -> Iterator[Span]:
    for scope in body.facts.scopes:
        for binding in scope.bindings:
            if binding.kind == "pattern" and binding.name == name:
                yield binding.span.shift(body.offset)
