"""Fixes of the parser's own findings: RQ1001, RQ1002, RQ1004, RQ2001 and RQ2002.

Where several places are possible, the text is parsed with each, and the best one wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.syntax import ast
from reqon_language.syntax.foreign_signs import SIGNS
from reqon_language.syntax.green import Node, Token
from reqon_language.syntax.lexer import lex
from reqon_language.text import line_start

_CLOSERS: Final = {"{": "}", "(": ")", "[": "]"}
_TIGHT: Final = (",", ":", ")", "]")
_OFTEN_MISSING: Final = (":", ",", "=", "->", ")", "]", "}")
_EXPECTED: Final = re.compile(r"expected (.*?)(?: after | but found )")


def _character(context: Context) -> Iterator[Fix]:
    """Take out what has no meaning; nothing else can be meant where nobody sees it."""
    meant = context.diagnostic.suggestion
    if meant:
        title = f"Write {quoted(meant)}"
        yield context.replace(title, meant, safety="safe" if context.word in SIGNS else "unsafe")
        return
    idle = all(sign == ";" or not sign.isprintable() for sign in context.word)
    edit = placing.removal(context.text, context.span)
    title = f"Remove {quoted(context.word)}" if context.word.isprintable() else "Remove it"
    yield context.fix(title, edit, safety="safe" if idle else "unsafe")


def _string(context: Context) -> Iterator[Fix]:
    """Close a string at the end of its line, or in front of the brackets that end the line."""
    token, quote = context.word.rstrip(), context.word[:1]
    meant = context.diagnostic.suggestion
    if meant and not meant.startswith(token):
        yield context.replace(f"Write {quoted(meant)}", meant)
        return
    places = [len(token)]
    while token and token[-1] in "}]), \t":
        token = token[:-1].rstrip()
        places.append(len(token))
    edits = [placing.insert(context.span.start + place, quote) for place in places if place]
    if edits:
        best = min(edits, key=context.errors_after)
        yield context.fix(f"Insert the missing {quoted(quote)}", best)


def _comment(context: Context) -> Iterator[Fix]:
    text, start = context.text, context.span.start
    line = placing.LINE_END.search(text, start)
    places = {"of its line": line.start() if line else len(text), "of the file": len(text.rstrip())}
    found = [
        context.fix(f"Insert `*/` at the end {where}", placing.insert(place, " */"))
        for where, place in places.items()
    ]
    if found[0].edits == found[1].edits:
        found.pop()
    yield from sorted(found, key=lambda fix: context.errors_after(fix.edits[0]))


def _expected(context: Context) -> Iterator[Fix]:
    """Put in the token that is missing: one of those expected, if that helps the parser."""
    if context.diagnostic.suggestion == "":
        yield context.fix(f"Remove {quoted(context.word)}", _without(context))
        return
    yield from context.suggested()
    if context.diagnostic.suggestion is not None:
        return
    phrase = _EXPECTED.search(context.diagnostic.message)
    wanted = re.findall(r"`([^`]+)`", phrase[1]) if phrase else []
    wanted += ["null"] if phrase and phrase[1] == "a value" else []
    behind = " after `" in context.diagnostic.message
    for token in dict.fromkeys([*wanted, *_OFTEN_MISSING]):
        for place in [context.span.end] if behind else [context.span.start, context.span.end]:
            edit = _missing(context.text, place, token)
            if context.mends(edit):
                yield context.fix(f"Insert {quoted(token)}", edit)
                return


def _without(context: Context) -> TextEdit:
    """Take out a word with the blanks behind it, or a sign with those before it."""
    text, start, end = context.text, context.span.start, context.span.end
    if text[start : start + 1].isalpha():
        return TextEdit(ast.Span(start, end + len(text[end:]) - len(text[end:].lstrip(" \t"))), "")
    return TextEdit(ast.Span(len(text[:start].rstrip(" \t")), end), "")


def _missing(text: str, place: int, token: str) -> TextEdit:
    """Put a token in at a place, behind what stands before it."""
    start = len(text[:place].rstrip(" \t"))
    lead = "" if token in _TIGHT or text[:start].endswith(("(", "[")) else " "
    following = text[start : start + 1]
    trail = "" if not following or following.isspace() or following in ",)]" else " "
    return placing.insert(start, lead + token + trail)


def _bracket(context: Context) -> Iterator[Fix]:
    """Close a bracket where the parser took it to end, or the one inside that lost its own.

    In a block that was left open, the closing bracket of the block around it is taken for its
    own: that one then stands further to the left than the line that opens the block.
    """
    text = context.text
    inner = _out_of_line(text, context.span.start)
    if inner is not None and context.helps(edit := _closed_by_margin(text, inner)):
        yield context.fix(f"Insert the missing {quoted(_CLOSERS[text[inner]])}", edit)
        return
    place = _inferred_end(context)
    if place is not None:
        edit = _closed(text, context.span.start, place)
        if not context.helps(edit):  # a string before it is to be closed first
            return
        yield context.fix(f"Insert the missing {quoted(_CLOSERS[context.word])}", edit)


def _closed(text: str, opening: int, place: int) -> TextEdit:
    """Close the bracket at `opening` behind `place`: on the same line, or below what is in it."""
    closer = _CLOSERS[text[opening]]
    if line_start(text, opening) == line_start(text, place):
        padded = closer == "}" and place > opening + 1
        return placing.insert(place, f" {closer}" if padded else closer)
    indent = placing.margin(text, opening)
    stop = _behind_inner_comments(text, place, indent)
    return placing.insert(stop, placing.line_end(text) + indent + closer)


def _out_of_line(text: str, opening: int) -> int | None:
    """Return the first bracket inside another one whose end does not stand below its line."""
    lexed, opened = lex(text[opening:]), list[int]()
    for word, start in zip(lexed.texts, lexed.starts, strict=True):
        at = opening + start
        if word in _CLOSERS:
            opened.append(at)
        elif word in _CLOSERS.values() and len(opened) > 1:
            inner = opened.pop()
            below = placing.begins_line(text, at)
            if below and len(placing.margin(text, at)) < len(placing.margin(text, inner)):
                return inner
    return None


def _closed_by_margin(text: str, opening: int) -> TextEdit:
    """Close a bracket before the first line that does not stand further to the right."""
    indent = placing.margin(text, opening)
    stop = end = placing.LINE_END.search(text, opening)
    while end is not None:
        line = end.end()
        following = placing.LINE_END.search(text, line)
        if text[line : following.start() if following else len(text)].strip():
            if len(placing.margin(text, line)) <= len(indent):
                break
            stop = following
        end = following
    place = stop.start() if stop else len(text)
    words = lex(text[opening:place])
    last = opening + words.starts[-2] + len(words.texts[-2])
    if last > opening + 1 and line_start(text, last) == line_start(text, opening):
        return _closed(text, opening, last)
    return placing.insert(place, placing.line_end(text) + indent + _CLOSERS[text[opening]])


def _behind_inner_comments(text: str, place: int, indent: str) -> int:
    """Return the end of the last line that belongs into the bracket."""
    stop = placing.rest_of_line(text, place)
    while stop is not None:
        following = placing.LINE_END.match(text, stop)
        if following is None:
            return stop
        line = following.end()
        margin, rest = placing.margin(text, line), placing.rest_of_line(text, line)
        inner = rest is not None and len(margin) > len(indent) and text[line:rest].strip()
        if not inner:
            return stop
        stop = rest
    return place


def _inferred_end(context: Context) -> int | None:
    """Return where the parser invented the closing bracket of the one that is not closed."""
    node: Node | None = context.tree.root
    at = 0
    while node is not None:
        inside, opened, start = None, False, at
        for child in node.children:
            if isinstance(child, Token):
                if opened and not child.text and not child.trivia:
                    return start
                opened = opened or start + child.lead == context.span.start
            elif start <= context.span.start < start + child.width:
                inside, at = child, start
            start += child.width
        node = inside
    return None


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ1001": _character,
    "RQ1002": _string,
    "RQ1004": _comment,
    "RQ2001": _expected,
    "RQ2002": _bracket,
}
