"""Fixes of RQ70xx: schedules, checkpoints and watermarks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.fixes.declaring import declare
from reqon_language.rules.written import flag_of
from reqon_language.syntax import ast

_CHECKPOINT: Final = "checkpoint: afterStep"


def _unscheduled(context: Context) -> Iterator[Fix]:
    """Take the option out, or give the mission a schedule."""
    option = context.word
    edits = context.without_entry(context.span)
    yield context.fix(f"Remove {quoted(option)}", *edits)
    start = context.body.extent.start if context.body is not None else context.span.start
    schedule = "schedule: every 1 hour"
    edit = placing.before(context.text, start, schedule)
    yield context.fix(f"Add {quoted(schedule)}", edit, blanks=("1 hour",))


def _no_state(context: Context) -> Iterator[Fix]:
    """Keep state after all, or stop asking for checkpoints."""
    disabled = _disabled(context)
    if disabled is not None:
        edits = context.without_item(disabled)
        yield context.fix("Remove `enableState: false`", *edits)
    text, every = context.text, "checkpoint every "
    start = text.rfind("checkpoint", 0, context.span.start)
    clause = " ".join(text[start : context.span.start].split()) + " "
    if start >= 0 and clause == every:
        while start and text[start - 1] in " \t":
            start -= 1
        extent = ast.Span(start, context.span.end)
        title = f"Remove {quoted(every + context.word)}"
        yield context.fix(title, TextEdit(extent, ""))


def _no_checkpoint(context: Context) -> Iterator[Fix]:
    """Let the mission save its position, which it may have been forbidden to do."""
    disabled = _disabled(context)
    if disabled is None:
        edit = declare(context, ast.Option, _CHECKPOINT)
        yield context.fix(f"Add `{_CHECKPOINT}`", edit)
    else:
        edit = TextEdit(disabled, _CHECKPOINT)
        yield context.fix(f"Replace `enableState: false` by `{_CHECKPOINT}`", edit)


def _disabled(context: Context) -> ast.Span | None:
    """Return where the mission says that it keeps no state."""
    mission = context.mission
    for member in mission.node.members if mission is not None else ():
        option = member.node
        if mission is not None and isinstance(option, ast.Option):
            entry = option.entry
            if entry.key.text == "enableState" and flag_of(entry.value) is False:
                return option.span.shift(mission.offset + member.offset)
    return None


def _shared_key(context: Context) -> Iterator[Fix]:
    """Put the mission's name in front of its key, as is done where no key is given."""
    mission = context.mission
    if mission is not None and context.word[:1] in ('"', "'"):
        key = json.dumps(f"{mission.node.name.text}/{context.word[1:-1]}", ensure_ascii=False)
        yield context.replace(f"Replace with {quoted(key)}", key)


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ7008": _unscheduled,
    "RQ7012": _no_state,
    "RQ7013": _no_checkpoint,
    "RQ7018": _shared_key,
}
