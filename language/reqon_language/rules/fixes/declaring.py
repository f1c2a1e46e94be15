"""Where a new declaration stands: behind the last one of its kind, in the usual order."""

from __future__ import annotations

from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.model import FileModel
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context
from reqon_language.syntax import ast

_ORDER: Final = (
    ast.Option, ast.Source, ast.Store, ast.Schema, ast.Transform, ast.Let, ast.Action, ast.Pipeline
)  # fmt: skip


def declare(context: Context, kind: type, new: str) -> TextEdit:
    """Return the edit that declares something of a kind in the mission of a finding."""
    return declare_in(context.model, context.text, context.mission, kind, new)


def declare_in(
    model: FileModel, text: str, mission: ast.Placed[ast.Mission] | None, kind: type, new: str
) -> TextEdit:
    """Return the edit of `text` that declares something of a kind in a mission.

    `new` is written for column 0. Without a mission it goes to the top of the file.
    """
    if mission is None:
        return _on_top(model, text, new)
    members = mission.node.members
    rank = _ORDER.index(kind)
    earlier = [m for m in members if isinstance(m.node, _ORDER[: rank + 1])]
    if not earlier:
        return _first(text, mission, kind, new)
    last = max(earlier, key=lambda member: (_ORDER.index(type(member.node)), member.offset))
    number = members.index(last)
    span = _extent(mission, last)
    edit = placing.after(text, span, new, gap=_is_apart(text, mission, kind, last.node))
    follower = members[number + 1] if number + 1 < len(members) else None
    if follower is None or rank != _ORDER.index(ast.Action) or "\n" not in edit.text:
        return edit
    between = text[edit.span.end : _extent(mission, follower).start]
    lines = between.count("\n") or between.count("\r")
    closed = edit.text if lines > 1 else edit.text + placing.line_end(text)
    return TextEdit(edit.span, closed)


def _first(text: str, mission: ast.Placed[ast.Mission], kind: type, new: str) -> TextEdit:
    """Put a declaration before all members of a mission."""
    brace = text.index("{", mission.node.name.span.end + mission.offset)
    members = mission.node.members
    stop = placing.rest_of_line(text, brace + 1)
    if stop is None:
        return placing.insert(brace + 1, f" {placing.on_one_line(new)}")
    indent = placing.margin(text, brace) + placing.STEP
    if members and placing.begins_line(text, start := _extent(mission, members[0]).start):
        indent = placing.margin(text, start)
    gap = bool(members) and _is_apart(text, mission, kind, members[0].node)
    lines = placing.laid_out(text, f"\n{new}", indent)
    return placing.insert(stop, lines + (placing.line_end(text) if gap else ""))


def _is_apart(
    text: str, mission: ast.Placed[ast.Mission], kind: type, neighbour: ast.MissionMember
) -> bool:
    """Whether an empty line stands between a new declaration and its neighbour.

    Actions always have one; different kinds have one where the mission has such lines.
    """
    if ast.Action in (kind, type(neighbour)):
        return True
    extent = mission.node.span.shift(mission.offset)
    written = text[extent.start : extent.end].replace("\r\n", "\n")
    return kind is not type(neighbour) and "\n\n" in written


def _on_top(model: FileModel, text: str, new: str) -> TextEdit:
    items = model.program.items
    if not items:
        return placing.insert(0, new)
    first = items[0]
    start = first.offset + first.node.span.start
    return placing.insert(start, placing.laid_out(text, f"{new}\n\n", ""))


def _extent(mission: ast.Placed[ast.Mission], member: ast.Placed[ast.MissionMember]) -> ast.Span:
    return member.node.span.shift(mission.offset + member.offset)
