"""What a name stands for: its declaration, its type and the comment above it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Final

from reqon_language.features.hover.place import Hover, Place, answer, place_at
from reqon_language.features.hover.response import response_origin
from reqon_language.features.named import Named, named_at
from reqon_language.features.schema_text import schema_text, type_text
from reqon_language.functions import FUNCTIONS
from reqon_language.model import Declaration
from reqon_language.model.openapi import Operation
from reqon_language.model.types import ANY, StoreOf, Type
from reqon_language.vocabulary.words import IMPLICIT_NAMES, REQUEST_NAMES

_MOST_LINES: Final = 14
_DESCRIBING: Final = ("schema", "dataset", "context", "contract", "distribution")
_LABELS: Final = {
    "let": "let ",
    "loop": "for ",
    "apply": "",
    "map": "",
    "pattern": "",
    "lambda": "",
    "pagination": "",
}
_ABOUT: Final = {
    "loop": "Variable of a loop.",
    "apply": "Result of `apply`.",
    "map": "Result of `map`.",
    "pattern": "Bound by a pattern.",
    "lambda": "Parameter.",
    "pagination": "Parameter of the page; readable in the options of this request.",
}


def name_hover(place: Place) -> Hover | None:
    """Return what the name under the cursor stands for."""
    named = named_at(place.model, place.offset)
    if named is None or not _is_under(place, named):
        return None
    found = _OF_KINDS.get(named.kind)
    return found(place, named) if found is not None else None


def _is_under(place: Place, named: Named) -> bool:
    """A name touches the token under the cursor; inside of a path it is a part of it."""
    return named.span.start < place.leaf.span.end and place.leaf.span.start < named.span.end


def _variable(place: Place, named: Named) -> Hover:
    kind = named.binding.kind if named.binding is not None else "let"
    of = place.model.type_at(named.span.start)
    declared = f"{_LABELS.get(kind, '')}{named.name}"
    code = f"{declared}: {_schemas(place, of)}" if of not in (None, ANY) else declared
    above = _doc_of_binding(place, named.declaration)
    return answer(named.span, code, above, _ABOUT.get(kind, ""))


def _doc_of_binding(place: Place, declaration: Declaration | None) -> str:
    if declaration is None:
        return ""
    text = place.tree.lines.text
    start = declaration.span.start
    line = text.rfind("\n", 0, start) + 1
    indent = len(text[line:start]) - len(text[line:start].lstrip())
    return place.doc_above(line + indent)


def _declared(place: Place, named: Named) -> Hover | None:
    declaration = named.declaration
    if declaration is None:
        return _elsewhere(place, named)
    code = _declaration_text(place, declaration)
    above = place.doc_above(declaration.extent.start)
    more = _ABOUT_DECLARED.get(declaration.kind)
    return answer(named.span, code, above, more(place, declaration) if more else "")


def _elsewhere(place: Place, named: Named) -> Hover | None:
    found = _declared_in(place, named)
    if found is not None:
        there, declaration = found
        code = _declaration_text(there, declaration)
        above = there.doc_above(declaration.extent.start)
        more = _ABOUT_DECLARED.get(declaration.kind)
        file = posixpath.relpath(there.path, posixpath.dirname(place.path))
        about = more(there, declaration) if more else ""
        return answer(named.span, code, above, about, f"Declared in `{file}`.")
    if named.name not in place.model.around.of(named.kind):
        return None
    return answer(named.span, f"{named.kind} {named.name}", "Declared in another file.")


def _declared_in(place: Place, named: Named) -> tuple[Place, Declaration] | None:
    """Return the declaration that another file has, and where it is there."""
    if place.project is None or named.reference is None:
        return None
    found = place.project.definition_of(place.path, named.reference)
    if found is None or found[0] == place.path:
        return None
    path, declaration = found
    file = place.project.files[path]
    there = place_at(file.tree, file.model, declaration.span.start, place.project, path)
    return (there, declaration) if there is not None else None


def _declaration_text(place: Place, declaration: Declaration) -> str:
    """Return what describes data as a whole, of others what stands before their block."""
    text = place.tree.lines.text[declaration.extent.start : declaration.extent.end]
    if declaration.kind in _DESCRIBING and text.count("\n") < _MOST_LINES:
        indent = _indent(place, declaration.extent.start)
        return text.replace(f"\n{indent}", "\n")
    return head(text)


def head(text: str) -> str:
    """Return the first line of a construct without its block."""
    line = text.partition("\n")[0].rstrip()
    before, brace, _ = line.partition("{")
    return before.rstrip() if brace and before.strip() else line


def _indent(place: Place, start: int) -> str:
    line = place.tree.lines.text.rfind("\n", 0, start) + 1
    before = place.tree.lines.text[line:start]
    return before[: len(before) - len(before.lstrip())]


def _of_store(place: Place, declaration: Declaration) -> str:
    project = place.project
    elsewhere = project.stored(place.path, declaration.name) if project is not None else None
    element = place.model.stored_type(declaration, elsewhere)
    if element == ANY:
        return ""
    return f"Holds:\n```vague\n{_schemas(place, StoreOf(element))}\n```"


def _of_source(place: Place, declaration: Declaration) -> str:
    if not declaration.detail:
        return ""
    known = place.model.declared_at(declaration.span.start).operations.get(declaration.name)
    if known is None:
        return f"Described by `{declaration.detail}`, which could not be read."
    return f"Described by `{declaration.detail}`: {len(known)} operations."


def _of_mission(place: Place, declaration: Declaration) -> str:
    numbers = [
        number
        for number, mission in enumerate(place.model.missions)
        if mission.node.name.span.shift(mission.offset) == declaration.span
    ]
    own = [d for d in place.model.declarations() if numbers and d.mission == numbers[0]]
    counts = {kind: sum(one.kind == kind for one in own) for kind in ("source", "store", "action")}
    return ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in counts.items() if n)


_ABOUT_DECLARED: Final[dict[str, Callable[[Place, Declaration], str]]] = {
    "store": _of_store,
    "source": _of_source,
    "mission": _of_mission,
}


def _implicit(place: Place, named: Named) -> Hover:
    doc = {**IMPLICIT_NAMES, **REQUEST_NAMES}.get(named.name, "")
    if named.name == "error":
        doc = "What failed: its message, its code and the step."
    if named.name != "response":
        return answer(named.span, named.name, doc)
    of = place.model.type_at(named.span.end)
    code = f"response: {_schemas(place, of)}" if of not in (None, ANY) else "response"
    origin = response_origin(place, named.span.start)
    seen = place.model.response_is_seen(named.span.start) and of not in (None, ANY)
    return answer(named.span, code, origin, "As the last run saw it." if seen else "", doc)


def _function(_place: Place, named: Named) -> Hover | None:
    function = FUNCTIONS.get(named.name)
    if function is None:
        return None
    each = [item.name for item in function.parameters if item.per_element]
    note = f"`{each[0]}` is computed for each element; `.field` reads from it." if each else ""
    example = f"```vague\n{function.example}\n```"
    return answer(named.span, function.signature, function.doc, note, example)


def _operation(place: Place, named: Named) -> Hover | None:
    owner = named.reference.owner if named.reference else None
    known = place.model.declared_at(named.span.start).operations.get(owner or "", {})
    operation = known.get(named.name)
    if operation is None:
        return None
    return answer(
        named.span,
        f"call {owner}.{operation.name}",
        f"`{operation.method} {operation.path}`",
        operation.summary,
        _parameters(operation),
        _answers(place, operation),
    )


def _parameters(operation: Operation) -> str:
    return "\n".join(
        f"- `{one.name}: {type_text(one.type)}` in {one.place}" + ", required" * one.required
        for one in operation.parameters
    )


def _answers(place: Place, operation: Operation) -> str:
    if operation.response == ANY:
        return ""
    return f"Answers:\n```vague\n{_schemas(place, operation.response)}\n```"


def _environment(_place: Place, named: Named) -> Hover:
    return answer(named.span, "", f"Environment variable `{named.name}`, also from a `.env` file.")


def _import(place: Place, named: Named) -> Hover:
    found = _elsewhere(place, named)
    if found is not None:
        return found
    path = named.reference.owner if named.reference else ""
    return answer(named.span, f'import {named.name} from "{path}"', "Declared in that file.")


def _file(place: Place, named: Named) -> Hover:
    root, document = place.model.types.documents.get(named.name, (None, None))
    if document is not None:
        return answer(
            named.span, "", f"OpenAPI description with {len(document.operations)} operations."
        )
    problem = "It is no OpenAPI description." if root is not None else ""
    return answer(named.span, "", f"File or URL `{named.name}`.", problem)


def _schemas(place: Place, of: Type | None) -> str:
    shapes = place.model.declared_at(place.offset).shapes
    return schema_text(of or ANY, shapes)


_OF_KINDS: Final[dict[str, Callable[[Place, Named], Hover | None]]] = {
    "variable": _variable,
    "mission": _declared,
    "source": _declared,
    "store": _declared,
    "transform": _declared,
    "action": _declared,
    **dict.fromkeys(_DESCRIBING, _declared),
    "implicit": _implicit,
    "function": _function,
    "operation": _operation,
    "environment": _environment,
    "file": _file,
    "import": _import,
}
