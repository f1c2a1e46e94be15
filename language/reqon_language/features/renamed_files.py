"""When files move, what names them follows: documents of sources and files of imports.

Pure: paths are the caller's words, with `/` between folders; nothing is looked up on disk.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.syntax import Tree, ast
from reqon_language.syntax.ast import Span

_REMOTE: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Move:
    """A file or folder that goes from one path to another."""

    old: str
    new: str


def renamed_files(path: str, tree: Tree, moves: Sequence[Move]) -> tuple[TextEdit, ...]:
    """Return the edits of the file at `path`, as it is before the moves, that follow them.

    A file that moves itself finds what it names from its new folder.
    """
    home = posixpath.dirname(_moved(path, moves))
    edits = []
    for offset, literal in _named(tree):
        text = str(literal.value)
        span = Span(literal.span.start + 1, literal.span.end - 1).shift(offset)
        plain = span.end - span.start == len(text)
        if not text or not plain or text.startswith(_REMOTE):
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), text))
        goes = _moved(target, moves)
        if goes == target and (home == posixpath.dirname(path) or posixpath.isabs(text)):
            continue
        new = goes if posixpath.isabs(text) else _relative(goes, home, text)
        if new != text:
            edits.append(TextEdit(span, new))
    return tuple(edits)


def _named(tree: Tree) -> Iterator[tuple[int, ast.Literal]]:
    """Yield the texts that name files, with the offsets of their declarations."""
    for item in tree.program.items:
        members = item.node.members if isinstance(item.node, ast.Mission) else ()
        inside = [(item.offset + member.offset, member.node) for member in members]
        for offset, node in [(item.offset, item.node), *inside]:
            if isinstance(node, ast.Import):
                yield offset, node.path
            elif isinstance(node, ast.Source) and node.spec is not None:
                yield offset, node.spec


def _moved(path: str, moves: Sequence[Move]) -> str:
    """Return where a path leads afterwards; the move of the nearest folder counts."""
    fitting = [one for one in moves if path == one.old or path.startswith(f"{one.old}/")]
    nearest = max(fitting, key=lambda one: len(one.old), default=None)
    return path if nearest is None else nearest.new + path[len(nearest.old) :]


def _relative(target: str, home: str, written: str) -> str:
    """Return a path seen from `home`, with `./` before it where it was written with one."""
    text = posixpath.relpath(target, home or ".")
    dotted = written.startswith(("./", "../"))
    return f"./{text}" if dotted and not text.startswith("../") else text
