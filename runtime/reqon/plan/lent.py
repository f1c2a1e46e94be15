"""What other files of a project lend to a mission: parts of its folder, and imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reqon.plan.declarations import NAMED, Declared, placed
from reqon.plan.walk import identifiers
from reqon_language import Tree
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class OtherFile:
    """Another file of a project. `path` is what messages call it.

    Of a part of the folder everything is lent. Of an import it is what goes by one of `names`,
    and what that refers to in its file.
    """

    tree: Tree
    path: str
    names: frozenset[str] | None = None


def lent_by(files: Iterable[OtherFile]) -> list[Declared[Any]]:
    """Return the declarations that files lend, in their order."""
    return [
        placed(item.node, item.offset, file.tree.lines, file.path)
        for file in files
        for item in _lent(file)
    ]


def _lent(file: OtherFile) -> Iterator[ast.Placed[Any]]:
    items = [item for item in file.tree.program.items if isinstance(item.node, ast.Let | NAMED)]
    if file.names is None:
        yield from items
        return
    needed = set(file.names)
    before = 0
    while before != len(needed):
        before = len(needed)
        for item in items:
            if _name(item) in needed:
                needed |= set(identifiers(item.node))
    yield from (item for item in items if _name(item) in needed)


def _name(item: ast.Placed[Any]) -> str:
    return str(item.node.name.text)
