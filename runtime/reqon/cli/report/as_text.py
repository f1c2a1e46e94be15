"""Diagnostics for people: the place, an excerpt with the span underlined, and the way out.

Hints are for editors and not shown here.
"""

from __future__ import annotations

from unicodedata import combining, east_asian_width

import click

from reqon.cli.report.checked import MOST_SHOWN, Checked, advice, count, findings
from reqon.project.files import shown
from reqon_language.rules import Diagnostic, Related
from reqon_language.syntax.ast import Span

_COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}
_WIDTH = 100
_BEFORE = 40


def render(files: list[Checked]) -> str:
    """Return the report, with colours."""
    blocks = [
        _block(file, diagnostic)
        for file, diagnostic in findings(files)
        if diagnostic.severity != "hint"
    ]
    return "\n".join([*blocks, *_cut_off(files), _summary(files)])


def _block(file: Checked, diagnostic: Diagnostic) -> str:
    color = _COLORS[diagnostic.severity]
    start, end = file.range(diagnostic.span, "utf-32")
    text = file.lines.line_text(start.line)
    last = end.column if end.line == start.line else len(text)
    excerpt, before, width = _excerpt(text, start.column, last)
    number = str(start.line + 1)
    margin = " " * len(number)
    head = click.style(f"{diagnostic.severity}[{diagnostic.code}]", fg=color, bold=True)
    marker = click.style("^" * width, fg=color, bold=True)
    way_out = advice(diagnostic)
    lines = [
        f"{head}{click.style(f': {_clean(diagnostic.message)}', bold=True)}",
        f"{margin}{_blue('-->')} {_at(file, diagnostic.span)}",
        f"{margin} {_blue('|')}",
        f"{_blue(f'{number} |')} {excerpt}".rstrip(),
        f"{margin} {_blue('|')} {' ' * before}{marker}",
        *([f"{margin} {_blue('=')} help: {_clean(way_out)}"] if way_out else []),
        *(
            f"{margin} {_blue('=')} note: {_clean(related.message)}: {_related(file, related)}"
            for related in diagnostic.related
        ),
    ]
    return "\n".join(lines) + "\n"


def _excerpt(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return a line made to fit, the columns before the marker, and the marker's width."""
    first = max(0, start - _BEFORE) if len(text) > _WIDTH else 0
    last = min(len(text), first + _WIDTH)
    lead, tail = "…" if first else "", "…" if last < len(text) else ""
    before = lead + _clean(text[first:start])
    marked = _clean(text[start : min(end, last)])
    rest = _clean(text[min(end, last) : last])
    excerpt = before + marked + rest + tail
    return excerpt, _columns(before), max(1, _columns(marked))


def _clean(text: str) -> str:
    """Return text that cannot disturb a terminal."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else "    " if character == "\t" else "\ufffd"
        for character in text
    )


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )


def _blue(text: str) -> str:
    return click.style(text, fg="blue", bold=True)


def _at(file: Checked, span: Span) -> str:
    start, _ = file.range(span, "utf-32")
    return f"{shown(file.path)}:{start.line + 1}:{start.column + 1}"


def _related(file: Checked, place: Related) -> str:
    path, start, _ = file.related(place, "utf-32")
    return f"{shown(path)}:{start.line + 1}:{start.column + 1}"


def _cut_off(files: list[Checked]) -> list[str]:
    return [
        f"{shown(file.path)}: {len(file.diagnostics) - MOST_SHOWN} more, not shown\n"
        for file in files
        if len(file.diagnostics) > MOST_SHOWN
    ]


def _summary(files: list[Checked]) -> str:
    parts = []
    for severity, color in (("error", "red"), ("warning", "yellow")):
        number = count(files, severity)  # type: ignore[arg-type]
        if number:
            plural = "" if number == 1 else "s"
            parts.append(click.style(f"{number} {severity}{plural}", fg=color, bold=True))
    looked_at = f"{len(files)} file{'' if len(files) == 1 else 's'}"
    if not parts:
        return click.style("No problems", fg="green", bold=True) + f" in {looked_at}."
    return f"{' and '.join(parts)} in {looked_at}."
