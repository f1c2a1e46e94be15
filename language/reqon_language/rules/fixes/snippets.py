"""Fixes of RQ2010 and RQ8001: what only means something inside a mission gets one around it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby, takewhile
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.model.file import Body
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.fixes.renaming import free
from reqon_language.syntax import ast
from reqon_language.syntax.lexer import STRING, lex
from reqon_language.text import line_start


def _wrap(context: Context) -> Iterator[Fix]:
    """Put a run of loose items into a mission, and its steps into actions of that mission."""
    model, end = context.model, placing.line_end(context.text)
    behind = [body for body in model.bodies if body.extent.end >= context.span.end]
    shared = ast.Action if model.missions else ()
    loose = [*takewhile(lambda body: _is_loose(body) and not _is(body, shared), behind)]
    while loose and isinstance(loose[-1].node, ast.Let):
        loose.pop()
    if not loose:
        return
    actions = [body.node.name.text for body in loose if isinstance(body.node, ast.Action)]
    parts: list[str] = []
    at = loose[0].extent.start
    for is_step, group in groupby(loose, key=lambda body: isinstance(body.node, ast.Step)):
        stop = _with_comment(context.text, [*group][-1].extent.end)
        part = context.text[at:stop].lstrip()
        if is_step:
            actions.append(
                _new("Main", {*actions, *(d.name for d in model.declarations("action"))})
            )
            part = f"action {actions[-1]} {{{end}{_indented(part)}{end}}}"
        parts.append(part)
        at = stop
    if actions and not any(isinstance(body.node, ast.Pipeline) for body in loose):
        parts.append(f"run {' then '.join(actions)}")
    name = _new("Main", model.summary.missions)
    members = _indented(f"{end}{end}".join(parts))
    mission = f"mission {name} {{{end}{members}{end}}}"
    start = loose[0].extent.start
    gap = end if _touches_line_above(context.text, start) else ""
    edit = TextEdit(ast.Span(start, at), gap + mission)
    yield context.fix(f"Put it into {quoted(f'mission {name}')}", edit)


def _touches_line_above(text: str, start: int) -> bool:
    """Whether a line of code stands right above what begins a line at `start`."""
    if line_start(text, start) != start:
        return False
    head = text[:start].removesuffix("\n").removesuffix("\r")
    above = head[line_start(head, len(head)) :].strip()
    return bool(above) and not above.startswith(("//", "#", "/*")) and not above.endswith("*/")


def _new(name: str, taken: Collection[str]) -> str:
    return free(name, taken) if name in taken else name


def _with_comment(text: str, stop: int) -> int:
    """Return the end of a line of which only a comment is left, else `stop`."""
    rest = placing.rest_of_line(text, stop)
    return stop if rest is None else stop + len(text[stop:rest].rstrip())


def _is_loose(body: Body) -> bool:
    return _is(body, (ast.Action, ast.Pipeline, ast.Option)) or isinstance(body.node, ast.Step)


def _is(body: Body, kinds: type | tuple[type, ...]) -> bool:
    return body.mission is None and isinstance(body.node, kinds)


def _indented(text: str) -> str:
    """Move lines one step to the right, except those that begin inside a string."""
    lexed = lex(text)
    strings = [
        (start, start + len(word))
        for kind, word, start in zip(lexed.kinds, lexed.texts, lexed.starts, strict=True)
        if kind == STRING
    ]
    parts, at = [], 0
    for ending in placing.LINE_END.finditer(f"{text}\n"):
        line = text[at : ending.start()]
        inside = any(start < at < stop for start, stop in strings)
        parts.append(line if inside or not line.strip() else placing.STEP + line)
        parts.append(ending[0])
        at = ending.end()
    return "".join(parts[:-1])


FIXES: Final[Mapping[str, Fixer]] = {"RQ2010": _wrap, "RQ8001": _wrap}
