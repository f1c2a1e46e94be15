"""RQ8011: `// reqon: ignore[RQ3013]`, and such comments as have no effect.

A comment behind code is about its own line, one that stands alone about the next line with code;
`// reqon: ignore-file[RQ3013]`, wherever it stands, is about the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.nearest import nearest
from reqon_language.rules.rule import Rule
from reqon_language.rules.settings import is_syntax_error
from reqon_language.syntax import ast
from reqon_language.text import LineIndex, Position

INEFFECTIVE: Final = Rule(
    "RQ8011",
    "warning",
    "ignore comment has no effect",
    what="Reports a `// reqon: ignore[…]` with a code that is unknown, or that is not reported "
    "for its line, and such an `ignore-file[…]` for its file.",
    why="What it once silenced is gone, and it would silence the next one unseen.",
    fix="Remove the code, or the comment.",
    bad="""
        let start = daysAgo(7)  // reqon: ignore[RQ3013]
        get "/orders" { params: { from: start } }
    """,
    good="""
        let start = daysAgo(7)  // reqon: ignore[RQ3013]
        get "/orders"
    """,
    frame="steps",
    tags=("unnecessary",),
)

RULES: Final = (INEFFECTIVE,)

_MARK: Final = re.compile(r"(?://|#)[ \t]*reqon:[ \t]*ignore(-file)?[ \t]*(?:\[([^\]\r\n]*)\])?")
_WORD: Final = re.compile(
    r"""(?P<comment>//.*|#.*)|/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
)
_CODE: Final = re.compile(r"[^\s,]+")


@dataclass(frozen=True, slots=True)
class _Ignore:
    """A code of a comment, where it stands and the line it is about, None for the whole file."""

    code: str
    span: ast.Span
    line: int | None


def suppress(
    found: Sequence[Diagnostic], lines: LineIndex, codes: Collection[str], open_: Collection[str]
) -> list[Diagnostic]:
    """Return `found` without what comments silence, and with the comments that silence nothing.

    `codes` are all codes there are; whether those of `open_` are reported depends on what the
    caller knows, so a comment about them is never called idle.
    """
    if "reqon:" not in lines.text:
        return list(found)
    ignores, kept = list(_ignores(lines)), []
    about: dict[tuple[int | None, str], list[ast.Span]] = {}
    for ignore in ignores:
        about.setdefault((ignore.line, ignore.code), []).append(ignore.span)
    used: set[ast.Span] = set()
    for diagnostic in found:
        line = lines.position(diagnostic.span.start).line
        code = diagnostic.code
        silencing = [*about.get((line, code), ()), *about.get((None, code), ())]
        used.update(silencing)
        if not silencing or is_syntax_error(diagnostic):
            kept.append(diagnostic)
    kept += [
        _ineffective(ignore, codes)
        for ignore in ignores
        if ignore.span not in used and ignore.code not in open_
    ]
    return kept


def _ineffective(ignore: _Ignore, codes: Collection[str]) -> Diagnostic:
    if not ignore.code:
        return INEFFECTIVE.at(
            ignore.span,
            "this silences nothing: it does not say which diagnostic",
            help="name it: `// reqon: ignore[RQ3013]`",
        )
    if ignore.code not in codes:
        meant = nearest(ignore.code, codes)
        message = f"there is no diagnostic `{ignore.code}`"
        message = f"{message}; did you mean `{meant}`?" if meant else message
        return INEFFECTIVE.at(ignore.span, message, suggestion=meant)
    extent = "in this file" if ignore.line is None else "for this line"
    return INEFFECTIVE.at(
        ignore.span, f"`{ignore.code}` is not reported {extent}", help="remove it"
    )


def _ignores(lines: LineIndex) -> Iterator[_Ignore]:
    text = lines.text
    next_code: dict[int, int] = {}
    for match in _MARK.finditer(text):
        number = lines.position(match.start()).line
        start = lines.offset(Position(number, 0))
        line = lines.line_text(number)
        comments = {start + word.start() for word in _WORD.finditer(line) if word["comment"]}
        if match.start() not in comments:
            continue
        alone = not text[start : match.start()].strip()
        about: int | None = _next_with_code(lines, number, next_code) if alone else number
        about = None if match[1] else about
        listed = list(_CODE.finditer(match[2] or ""))
        if not listed:
            yield _Ignore("", ast.Span(match.start(), match.end()), about)
        for code in listed:
            span = ast.Span(match.start(2) + code.start(), match.start(2) + code.end())
            yield _Ignore(code[0], span, about)


def _next_with_code(lines: LineIndex, number: int, known: dict[int, int]) -> int:
    """Return the line below `number` that has code, or `number`; `known` keeps what was found."""
    if number not in known:
        for later in range(number + 1, lines.line_count):
            text = lines.line_text(later).strip()
            if text and not text.startswith(("//", "#")):
                known.update(dict.fromkeys(range(number, later), later))
                break
        else:
            known.update({line: line for line in range(number, lines.line_count)})
    return known[number]
