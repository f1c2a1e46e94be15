"""The edits of a rename, place by place.

`{ name }` is a key and a value at once: it becomes `{ name: new }` where only the value is
renamed, `{ new: name }` where only the key is, `{ new }` where both are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.features.navigation import FieldTarget, NameTarget
from reqon_language.features.navigation.field_places import FieldPlace
from reqon_language.features.rename.refusal import Refusal, shown
from reqon_language.model import Project
from reqon_language.rules.fixes.renaming import renamed
from reqon_language.syntax.ast import Span


def edits_of(
    project: Project,
    target: NameTarget | FieldTarget,
    places: Sequence[tuple[str, FieldPlace]],
    new: str,
) -> dict[str, tuple[TextEdit, ...]] | Refusal:
    """Return the edits by file that call `target` `new`, or why one of its places prevents it."""
    if isinstance(target, FieldTarget):
        found = _of_field(project, target, places, new)
    else:
        found = _of_name(project, target, new)
    if isinstance(found, Refusal):
        return found
    return {
        path: tuple(sorted(edits.values(), key=lambda edit: edit.span.start))
        for path, edits in found.items()
        if edits
    }


Edits = dict[str, dict[Span, TextEdit]]
_BARE: Final = ("variable", "store", "name")
"""The references that may be the value of a `{ name }`; in a pattern a schema may be one, too."""


def _of_name(project: Project, target: NameTarget, new: str) -> Edits | Refusal:
    old = target.declaration.name
    found: Edits = {target.path: {}}
    declared = renamed(project.model(target.path), target.span, old, new)
    found[target.path][target.span] = declared
    for path, references in project.references_to(target.path, target.declaration).items():
        model = project.model(path)
        for one in references:
            if one.place == "escaped path":
                return _escaped(project, path, old, one.span)
            found.setdefault(path, {})[one.span] = (
                renamed(model, one.span, old, new)
                if one.kind in _BARE or one.place == "pattern"
                else TextEdit(one.span, new)
            )
    return found


def _of_field(
    project: Project, target: FieldTarget, places: Sequence[tuple[str, FieldPlace]], new: str
) -> Edits | Refusal:
    old = target.name
    found: Edits = {target.path: {target.span: TextEdit(target.span, new)}}
    keys = {(path, place.span) for path, place in places if place.form == "shorthand"}
    for path, place in places:
        span = place.span
        if len(place.targets) > 1:
            return Refusal(
                f"`{old}` may be a field of another schema as well"
                f" ({shown(project, path, span)}); renaming one of the two would break it."
            )
        edits = found.setdefault(path, {})
        if place.form == "bare":
            both = (path, span) in keys
            edits[span] = (
                TextEdit(span, new) if both else renamed(project.model(path), span, old, new)
            )
        elif place.form == "shorthand":
            edits.setdefault(span, TextEdit(span, f"{new}: {old}"))
        else:
            edits[span] = TextEdit(span, new)
    return found


def _escaped(project: Project, path: str, name: str, span: Span) -> Refusal:
    place = shown(project, path, span)
    return Refusal(f"`{name}` stands in a string with escapes ({place}); write it without first.")
