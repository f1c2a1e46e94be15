"""What completion answers: plain values, ranked and capped. Protocol types stay outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from reqon_language.edits import TextEdit
from reqon_language.model.summary import DeclarationKind
from reqon_language.syntax.ast import Span

ItemKind: TypeAlias = Literal[
    "keyword", "option", "word", "type", "unit", "field",
    "source", "store", "schema", "transform", "action", "variable", "implicit", "function",
    "operation", "file", "folder", "dataset", "context", "contract", "distribution",
]  # fmt: skip

DECLARED: Final[dict[DeclarationKind, ItemKind]] = {
    "source": "source",
    "store": "store",
    "schema": "schema",
    "transform": "transform",
    "action": "action",
    "variable": "variable",
    "dataset": "dataset",
    "context": "context",
    "contract": "contract",
    "distribution": "distribution",
}
"""What the declarations that can be named are proposed as."""

LIMIT: Final = 200
"""More items than this cost the editor more time than a further keystroke costs the user."""


_PATHS: Final = {"file", "folder"}


@dataclass(frozen=True, slots=True)
class Item:
    """One proposal.

    `insert` is plain text, `snippet` the same with the placeholders of the Language Server
    Protocol, for clients that know them. `detail` is one short line, `doc` a sentence; what takes
    longer to say `resolve` finds when it is asked for. `edits` are made elsewhere in the text
    when the proposal is accepted.
    """

    label: str
    kind: ItemKind
    detail: str = ""
    doc: str = ""
    insert: str = ""
    snippet: str | None = None
    edits: tuple[TextEdit, ...] = ()

    @property
    def text(self) -> str:
        """What is inserted without snippets."""
        return self.insert or self.label

    @property
    def filter(self) -> str:
        """What is compared with the word being typed, which has no dot before it."""
        return self.label if self.kind in _PATHS else self.label.removeprefix(".")


@dataclass(frozen=True, slots=True)
class Completion:
    """Proposals, best first, for the text at `replace`.

    `incomplete` says that items were left out: ask again after the next keystroke.
    """

    items: tuple[Item, ...]
    replace: Span
    incomplete: bool = False


def ranked(items: Iterable[Item], typed: str, replace: Span) -> Completion:
    """Order `items`, given in order of relevance, by how well they fit what was typed.

    Items that do not fit are kept, since clients filter by their own measure, unless there
    are too many; they are ranked before the list is cut.
    """
    distinct: dict[str, Item] = {}
    for item in items:
        distinct.setdefault(item.label, item)
    wanted = typed.lower()
    best = sorted(distinct.values(), key=lambda item: _distance(item.filter.lower(), wanted))
    if len(best) <= LIMIT:
        return Completion(tuple(best), replace)
    return Completion(tuple(best[:LIMIT]), replace, incomplete=True)


def _distance(label: str, typed: str) -> int:
    if label == typed:
        return 0
    if label.startswith(typed):
        return 1
    if typed in label:
        return 2
    letters = iter(label)
    return 3 if all(letter in letters for letter in typed) else 4
