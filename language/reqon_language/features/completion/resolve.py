"""What is said of a proposal when somebody looks at it: too much to be said of each."""

from __future__ import annotations

from typing import Final

from reqon_language.features.completion.items import DECLARED, ItemKind
from reqon_language.features.cursor import mission_at
from reqon_language.features.hover import hover
from reqon_language.functions import FUNCTIONS
from reqon_language.model import FileModel, Project
from reqon_language.syntax import Tree

_DECLARED: Final = {ours: kind for kind, ours in DECLARED.items() if kind != "variable"}


def resolve(
    tree: Tree,
    model: FileModel,
    offset: int,
    kind: ItemKind,
    label: str,
    project: Project | None = None,
    path: str = "",
) -> str:
    """Return more about the proposal `label` made at `offset`, as Markdown; "" where what was
    said of it is all there is.

    With the project, in which the file is at `path`, declarations of other files are known, too.
    """
    place: int | None = None
    if kind in _DECLARED:
        found = model.declared(_DECLARED[kind], label, mission_at(model, offset))
        place = found.span.start if found else None
        if found is None and project is not None:
            lent = project.lent_declaration(path, _DECLARED[kind], label)
            if lent is not None:
                tree, model = project.files[lent[0]].tree, project.model(lent[0])
                place = lent[1].span.start
    elif kind == "variable":
        names = {name.name: name.declaration for name in model.scope_at(offset).names}
        declaration = names.get(label)
        place = declaration.span.start if declaration else None
    elif kind == "function" and label in FUNCTIONS:
        function = FUNCTIONS[label]
        return (
            f"```vague\n{function.signature}\n```\n\n{function.doc}\n\n"
            f"```vague\n{function.example}\n```"
        )
    if place is None:
        return ""
    shown = hover(tree, model, place)
    return shown.markdown if shown is not None else ""
