"""What all parts of a mission folder declare for the types: the same for each of them.

A part sees what the others declare and its own. As long as no two declare one name that is what
all of them declare, so what follows from it is made once, not once for every part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from reqon_language.model.inference import Declared
from reqon_language.model.openapi import Document
from reqon_language.syntax import ast

Typing: TypeAlias = ast.Source | ast.Schema | ast.Transform
"""The declarations whose content matters to the types of other files."""
Documents: TypeAlias = Mapping[str, tuple[Mapping[str, Any], Document | None]]
"""What was read of each document, None where it is none, beside the mapping it was read from."""
Key: TypeAlias = tuple[type[Typing], str]


@dataclass(slots=True, eq=False)
class Together:
    """The `declarations` of all parts, and how many parts declare each in `counts`.

    `documents` were read for one part and serve all; `made` is what follows from the declarations
    with such documents.
    """

    declarations: Mapping[Key, Typing]
    counts: Mapping[Key, int]
    documents: dict[str, tuple[Mapping[str, Any], Document | None]] = field(default_factory=dict)
    made: tuple[Documents, Declared] | None = None
    before: Declared | None = None

    def after(self, before: Together | None) -> Together:
        """Return this with what is kept of an earlier version, or that one where it is equal."""
        if before is None:
            return self
        if (before.declarations, before.counts) == (self.declarations, self.counts):
            return before
        made = before.made[1] if before.made is not None else before.before
        return Together(self.declarations, self.counts, {**before.documents}, before=made)

    def declared(self, documents: Documents) -> Declared | None:
        """Return what was made of all declarations with these documents, None for not yet."""
        return self.made[1] if self.made is not None and self.made[0] == documents else None

    def keep(self, documents: Documents, declared: Declared) -> Declared:
        """Keep what all declarations mean; where that is what it was, it is the same object."""
        if self.before is not None and self.before == declared:
            declared = self.before
        self.made, self.before = (documents, declared), None
        return declared

    def is_seen(self, own: Mapping[Key, Typing], lent: int) -> bool:
        """Whether a part with its `own` declarations sees these, beside so many it is `lent`."""
        if any(self.declarations.get(key) is not node for key, node in own.items()):
            return False
        return lent + sum(self.counts[key] == 1 for key in own) == len(self.declarations)


def by_key(nodes: Iterable[ast.FileItem]) -> dict[Key, Typing]:
    """Return the declarations among `nodes` that matter to types; the first of a name counts."""
    found: dict[Key, Typing] = {}
    for node in nodes:
        if isinstance(node, Typing):
            found.setdefault((type(node), node.name.text), node)
    return found
