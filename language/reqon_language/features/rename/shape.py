"""Whether renamed text still reads as before, names aside.

Every keyword may be a name, but not everywhere: an arm `_ -> skip` is a step, whatever an action
is called. So where a name is such a word the renamed text is parsed and compared with the text as
it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from reqon_language.edits import TextEdit, apply_edits
from reqon_language.features.navigation import FieldTarget, NameTarget
from reqon_language.features.rename.refusal import Refusal, shown
from reqon_language.model import Project
from reqon_language.syntax import ast, parse
from reqon_language.syntax.ast import Span
from reqon_language.syntax.words import is_plain


def reads_differently(
    project: Project,
    edits: Mapping[str, tuple[TextEdit, ...]],
    target: NameTarget | FieldTarget,
    new: str,
) -> Refusal | None:
    """Return a refusal where a renamed declaration would be read as something else."""
    old = target.declaration.name if isinstance(target, NameTarget) else target.name
    if is_plain(old) and is_plain(new):
        return None
    same = re.compile(rf"\b(?:{re.escape(old)}|{re.escape(new)})\b")
    for path, changes in edits.items():
        tree = project.files[path].tree
        after = parse(apply_edits(tree.lines.text, changes))
        before = [*_declarations(tree.program)]
        renamed = [*_declarations(after.program)]
        if len(before) == len(renamed) and len(tree.errors) == len(after.errors):
            for (place, one), (_, other) in zip(before, renamed, strict=True):
                touched = [edit for edit in changes if _inside(edit, place, one)]
                if touched and _plain(one, same) != _plain(other, same):
                    return _refusal(project, path, touched[0], new)
        else:
            return _refusal(project, path, changes[0], new)
    return None


def _refusal(project: Project, path: str, edit: TextEdit, new: str) -> Refusal:
    place = shown(project, path, edit.span)
    return Refusal(f"`{new}` would be read as something else at {place}; choose another name.")


def _inside(edit: TextEdit, offset: int, node: ast.FileItem) -> bool:
    span: Span = node.span.shift(offset)
    return span.start <= edit.span.start <= span.end


def _declarations(program: ast.Program) -> Iterator[tuple[int, ast.FileItem]]:
    """Yield the items of a file and the members of its missions with their offsets."""
    for item in program.items:
        if isinstance(item.node, ast.Mission):
            for member in item.node.members:
                yield item.offset + member.offset, member.node
        else:
            yield item.offset, item.node


def _plain(node: object, same: re.Pattern[str]) -> object:
    """Return a node as nested tuples without places; the old and the new name are alike."""
    if isinstance(node, str):
        return same.sub("·", node)
    if isinstance(node, tuple):
        return tuple(_plain(item, same) for item in node)
    if not isinstance(node, Struct):
        return node
    parts = tuple(
        _plain(getattr(node, name), same)
        for name in node.__struct_fields__
        if name not in {"span", "arrow", "shorthand"}
    )
    return (type(node).__name__, *parts)
