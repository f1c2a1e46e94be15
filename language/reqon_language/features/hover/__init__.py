"""Hover: what the word under the cursor means, as Markdown.

A place is asked in order for the code of a comment, a name, a field, an option, an enumeration's
word, a length of time, a type and a keyword; the first answer counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reqon_language.features.hover.codes import code_hover
from reqon_language.features.hover.fields import field_hover
from reqon_language.features.hover.names import name_hover
from reqon_language.features.hover.options import option_hover
from reqon_language.features.hover.place import Hover, Place, place_at
from reqon_language.features.hover.times import time_hover
from reqon_language.features.hover.words import word_hover
from reqon_language.model import FileModel, Project
from reqon_language.syntax import Tree

__all__ = ["Hover", "hover"]

_ANSWERS: Final[tuple[Callable[[Place], Hover | None], ...]] = (
    name_hover,
    field_hover,
    time_hover,
    option_hover,
    word_hover,
)


def hover(
    tree: Tree, model: FileModel, offset: int, project: Project | None = None, path: str = ""
) -> Hover | None:
    """Return what stands at `offset` and what it means, None where nothing has a meaning.

    With the project, in which the file is at `path`, declarations of other files are shown, too.
    """
    place = place_at(tree, model, offset, project, path)
    if place is None:
        return code_hover(tree, offset)
    return next((found for answer in _ANSWERS if (found := answer(place)) is not None), None)
