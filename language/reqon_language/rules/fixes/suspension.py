"""Fixes of RQ52xx: waits and pauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.adding import offer
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.syntax import ast

_DURATION: Final = "duration: 1d"


def _incomplete(context: Context) -> Iterator[Fix]:
    """Give a pause its duration."""
    yield from context.suggested()
    pause = context.around(ast.Pause)
    if pause is not None and pause.options.get("duration") is None:
        yield from offer(
            context, f"Add `{_DURATION}`", pause, pause.options, _DURATION, first=True,
            blanks=(_DURATION,),
        )  # fmt: skip


def _indistinct(context: Context) -> Iterator[Fix]:
    """Let an event say which item it is about: in its body, or by its path."""
    wait, loop = context.around(ast.Wait), context.around(ast.For)
    if wait is None or loop is None or not loop.variable.text:
        return
    item = loop.variable.text
    option = f"eventFilter: .{item}Id == {item}.id"
    yield from offer(context, f"Add {quoted(option)}", wait, wait.options, option)
    if context.word[-1:] in ('"', "'"):
        part = f"/{{{item}.id}}"
        edit = placing.insert(context.span.end - 1, part)
        yield context.fix(f"Add {quoted(part)} to the path", edit)


def _long_wait(context: Context) -> Iterator[Fix]:
    """Pause instead, where the wait says no more than a pause can."""
    wait = context.around(ast.Wait)
    if wait is None:
        return
    options = {
        entry.key.text: entry for entry in wait.options.entries if isinstance(entry, ast.Entry)
    }
    path, timeout = options.get("path"), options.get("timeout")
    if len(wait.options.entries) != 2 or path is None or timeout is None:
        return
    if not isinstance(path.value, ast.Literal):
        return
    extent, webhook = context.extent(wait), context.at(context.extent(path.value))
    word = ast.Span(extent.start, extent.start + len("wait"))
    yield context.fix(
        "Convert to a `pause`",
        TextEdit(word, "pause"),
        TextEdit(context.extent(timeout.key), "duration"),
        TextEdit(context.extent(path), f"resumeOn: webhook {webhook} | timeout"),
    )


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ5201": _incomplete,
    "RQ5202": _indistinct,
    "RQ5204": _long_wait,
}
