"""RQ1003, RQ1005, RQ1006, RQ2008, RQ2011, RQ2014: ways of writing that have one canonical form.

These look at characters, which the typed tree no longer has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from msgspec import Struct

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.nodes import Spanned, below, path_to
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast

ESCAPE: Final = Rule(
    "RQ1003",
    "warning",
    "unknown escape",
    what="Reports a backslash in a string before a character that needs none. Known are "
    '`\\n`, `\\t`, `\\r`, `\\b`, `\\f`, `\\\\`, `\\"`, `\\/` and `\\uXXXX`.',
    why="The backslash is dropped, which is seldom what was meant.",
    fix="Drop the backslash, or write two where one is meant.",
    bad=r'get "/orders" { params: { day: "\d" } }',
    good='get "/orders" { params: { day: "d" } }',
    frame="steps",
    safety="safe",
)

HASH: Final = Rule(
    "RQ1005",
    "info",
    "`#` comment",
    what="Points out a comment that begins with `#`.",
    why="`//` is the form used everywhere else; one form is easier to search for.",
    fix="Begin it with `//`.",
    bad="""
        # every order
        get "/orders"
    """,
    good="""
        // every order
        get "/orders"
    """,
    frame="steps",
    safety="safe",
)

QUOTES: Final = Rule(
    "RQ1006",
    "info",
    "single-quoted string",
    what="Points out a string in single quotes.",
    why="Double quotes are the form used everywhere else.",
    fix="Use double quotes.",
    bad="get '/orders'",
    good='get "/orders"',
    frame="steps",
    safety="safe",
)

ARROW: Final = Rule(
    "RQ2008",
    "warning",
    "`=>` in the arm of a step",
    what="Reports `=>` between the pattern and the steps of a `match` that is a step.",
    why="`=>` gives a value, `->` goes on with steps; a reader tells the two by the arrow.",
    fix="Write `->`.",
    bad="""
        get "/orders"
        match response {
          [] => skip,
          _ -> continue
        }
    """,
    good="""
        get "/orders"
        match response {
          [] -> skip,
          _ -> continue
        }
    """,
    frame="steps",
    safety="safe",
)

VALUE_ARROW: Final = Rule(
    "RQ2011",
    "error",
    "`->` in the arm of a value",
    what="Reports `->` between the pattern and the value of a `match` that is a value.",
    why="`->` goes on with steps, and there are none inside a value; a reader tells the two kinds "
    "of `match` by the arrow.",
    fix="Write `=>`.",
    bad="""
        get "/orders"
        let size = match length(response) { 0 -> "none", _ => "some" }
        post "/report" { body: { size: size } }
    """,
    good="""
        get "/orders"
        let size = match length(response) { 0 => "none", _ => "some" }
        post "/report" { body: { size: size } }
    """,
    frame="steps",
)

COMMA: Final = Rule(
    "RQ2014",
    "warning",
    "comma too many, or missing",
    what="Reports a comma behind another one or behind an opening brace, and two entries, fields "
    "or arms on one line without a comma between them.",
    why="What a line break does not separate, a comma does: without one a reader has to guess "
    "where an entry ends. One too many may be where something was forgotten.",
    fix="Remove it, or put one in; `reqon fmt` does both.",
    bad='get "/orders" { params: { status: "open",, limit: 10 } }',
    good='get "/orders" { params: { status: "open", limit: 10 } }',
    frame="steps",
    tags=("unnecessary",),
)

RULES: Final = (ESCAPE, HASH, QUOTES, ARROW, VALUE_ARROW, COMMA)

_COMMAS: Final = re.compile(r"[{,](?>\s+|//[^\r\n]*|/\*[\s\S]*?\*/)*+,")
"""A comma that may separate nothing."""
NOTABLE: Final = re.compile(rf"[#'\\]|{_COMMAS.pattern}")
"""What a stretch of text must hold for there to be anything to find."""
_SEPARATED: Final = (
    ast.Entry, ast.Spread, ast.Elision, ast.SchemaField, ast.SchemaBase, ast.PatternEntry,
)  # fmt: skip
_WORD: Final = re.compile(
    r"//[^\r\n]*|/\*[\s\S]*?\*/|(?P<hash>#[^\r\n]*)"
    r"""|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'"""
)
_GAP: Final = re.compile(
    _WORD.pattern + r"""|(?<=[^\s,{(\[])(?P<gap>[ \t]+)(?=\.\.\.|(?:\w+|"[^"\n]*"|'[^'\n]*')\??:)"""
)
"""Blanks in front of a key or spread, which may have to be a comma; not in strings and comments."""
_MARK: Final = re.compile(rf"{_WORD.pattern}|(?P<mark>[{{}}()\[\],])|\w+|\S")
_ESCAPE: Final = re.compile(r"\\(?:u[0-9a-fA-F]{4}|([\s\S]))")
_KNOWN: Final = frozenset("ntrbf\\\"'/")


def check_text(text: str) -> Iterator[Diagnostic]:
    """Report the spelling of comments and strings in a stretch of text between tokens."""
    if NOTABLE.search(text) is None:
        return
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if match["hash"]:
            yield HASH.at(
                ast.Span(start, start + 1),
                "comments begin with `//`",
                suggestion="//",
            )
        elif word[0] in "\"'":
            yield from _check_string(word, start)
    if _COMMAS.search(text) is not None:
        yield from _check_commas(text)


def check_arrows(body: Body, text: str) -> Iterator[Diagnostic]:
    """Report the arrows of `match`, as a step and as a value."""
    for step in body.facts.of(ast.Match):
        for arm in (*step.arms, *(step.catch or ())):
            if text[arm.arrow.start : arm.arrow.end] == "=>":
                message = "the arms of a step have the arrow `->`"
                yield ARROW.at(arm.arrow, message, suggestion="->")
    for value in body.facts.of(ast.MatchExpression):
        for value_arm in value.arms:
            if text[value_arm.arrow.start : value_arm.arrow.end] == "->":
                message = "the arms of a value have the arrow `=>`"
                yield VALUE_ARROW.at(value_arm.arrow, message, suggestion="=>")


def check_separators(body: Body, text: str) -> Iterator[Diagnostic]:
    """Report entries, fields and arms that follow each other on a line without a comma."""
    for match in body.facts.of(ast.Match):
        yield from _unseparated(match.arms, text)
        yield from _unseparated(match.catch or (), text)
    for value in body.facts.of(ast.MatchExpression):
        yield from _unseparated(value.arms, text)
    done = text.find("{")  # entries and fields stand in braces
    for gap in _GAP.finditer(text) if done >= 0 else ():
        if gap["gap"] is None or gap.start() < done:
            continue
        holder = path_to(body.node, ast.Span(*gap.span()))[-1:]
        if holder and any(_lists(holder[0])):
            checked, nodes = done, list(below(holder[0], Struct))
            done = max(node.end for node in nodes if isinstance(node, ast.Span))
            for node in nodes:
                for items in _lists(node):
                    if items[-1].span.end > checked:
                        yield from _unseparated(items, text)


def _unseparated(items: Sequence[Spanned], text: str) -> Iterator[Diagnostic]:
    for item, following in pairwise(items):
        between = text[item.span.end : following.span.start]
        if not any(sign in between for sign in ",;\n"):
            span = ast.Span(item.span.end - 1, item.span.end)
            last = text[span.start : span.end]
            found = COMMA.at(span, "a comma is missing behind this", suggestion=f"{last},")
            yield replace(found, tags=())


def _lists(node: object) -> Iterator[tuple[Spanned, ...]]:
    """Yield the lists of a node whose items are separated by commas or lines, arms aside."""
    if isinstance(node, Struct) and not isinstance(node, ast.Action):
        for name in node.__struct_fields__:
            value = getattr(node, name)
            if isinstance(value, tuple) and len(value) > 1 and isinstance(value[0], _SEPARATED):
                yield value


def _check_commas(text: str) -> Iterator[Diagnostic]:
    """Report what separates nothing; inside `(…)` and `[…]` the parser misses a value there."""
    brackets, before = [""], ""
    for match in _MARK.finditer(text):
        word = match[0]
        if match["hash"] or word.startswith(("//", "/*")):
            continue
        if word == "," and before in ("{", ",") and brackets[-1] not in ("(", "["):
            span = ast.Span(match.start(), match.end())
            yield COMMA.at(span, "this comma separates nothing", suggestion="", help="remove it")
        if match["mark"] and word in "{([":
            brackets.append(word)
        elif match["mark"] and word in "})]" and len(brackets) > 1:
            brackets.pop()
        before = word


def _check_string(word: str, start: int) -> Iterator[Diagnostic]:
    if word[0] == "'":
        inside = word[1:-1].replace("\\'", "'").replace('\\"', '"').replace('"', '\\"')
        yield QUOTES.at(
            ast.Span(start, start + len(word)),
            "strings stand in double quotes",
            suggestion=f'"{inside}"',
        )
    if "\\" not in word:
        return
    for match in _ESCAPE.finditer(word):
        character = match[1]
        if character is not None and character not in _KNOWN:
            span = ast.Span(start + match.start(), start + match.end())
            shown = character if character.isprintable() else f"U+{ord(character):04X}"
            yield ESCAPE.at(
                span,
                f"unknown escape `\\{shown}`; it stands for `{shown}`",
                suggestion=character,
            )
