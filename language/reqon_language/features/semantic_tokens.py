"""Semantic tokens: what part each word plays, for highlighting that knows the names.

A client shows them over what its own grammar says, so punctuation is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from reqon_language.features.option_at import GivenOption, options_in
from reqon_language.features.pieces import Piece, pieces
from reqon_language.model import FileModel
from reqon_language.model.file import Body
from reqon_language.model.project import NO_IMPORTS, Imports
from reqon_language.model.references import Reference
from reqon_language.model.summary import declared
from reqon_language.syntax import Tree, ast
from reqon_language.syntax.ast import Span
from reqon_language.syntax.comments import comments
from reqon_language.syntax.leaves import Leaf, is_type_word
from reqon_language.syntax.tables import TABLES
from reqon_language.vocabulary.enumerations import ADAPTERS, ON_ERROR_POLICIES
from reqon_language.vocabulary.words import TESTED_TYPES

TokenType: TypeAlias = Literal[
    "namespace", "interface", "class", "struct", "type", "function", "method", "property",
    "enumMember", "variable", "parameter", "keyword", "operator", "number", "string", "comment",
]  # fmt: skip
TokenModifier: TypeAlias = Literal["declaration", "modification", "readonly", "defaultLibrary"]

TOKEN_TYPES: Final[tuple[TokenType, ...]] = get_args(TokenType)
TOKEN_MODIFIERS: Final[tuple[TokenModifier, ...]] = get_args(TokenModifier)
"""What a server announces; a token's type and modifiers are among these."""


class SemanticToken(Struct, frozen=True):
    """A word or a part of one. No token spans a line break, and none overlaps another."""

    span: Span
    type: TokenType
    modifiers: tuple[TokenModifier, ...] = ()

    def shift(self, offset: int) -> SemanticToken:
        """Return the token moved by `offset` code points."""
        return SemanticToken(self.span.shift(offset), self.type, self.modifiers)


_OF_KINDS: Final[dict[str, tuple[TokenType, tuple[TokenModifier, ...]]]] = {
    "mission": ("namespace", ()),
    "source": ("interface", ()),
    "store": ("class", ()),
    "schema": ("struct", ()),
    "transform": ("function", ()),
    "action": ("method", ()),
    "variable": ("variable", ()),
    "implicit": ("variable", ("readonly", "defaultLibrary")),
    "function": ("function", ("defaultLibrary",)),
    "field": ("property", ()),
    "operation": ("method", ()),
    "name": ("variable", ()),
    "dataset": ("class", ()),
    "context": ("namespace", ()),
    "contract": ("interface", ()),
    "distribution": ("type", ()),
}
_KEYWORDS: Final = frozenset(TABLES.words.values()) | {
    TABLES.terminal(name)
    for name in ("ABORT_BARE", "QUEUE_BARE", "STAGE_IF", "STORE_DELETE", "CATCH_ARMS")
}
_OF_TERMINALS: Final[dict[str, TokenType]] = {
    "NUMBER": "number",
    "DURATION": "number",
    "PERCENTAGE": "number",
    "UNIT": "number",
    "STRING": "string",
    "KEY": "property",
    "META": "property",
    "SHORTHAND": "variable",
    "SOURCE_PREFIX": "interface",
    "ARM_ACTION": "method",
    "CUSTOM": "function",
    "TAG": "enumMember",
    **dict.fromkeys(
        (
            "ARROW", "FAT_ARROW", "PLUS", "MINUS", "STAR", "SLASH", "PERCENT", "COMPARE", "LESS",
            "MORE", "AND_SIGN", "OR_SIGN", "NOT_SIGN", "COALESCE", "QUESTION", "EQUALS", "VBAR",
            "RANGE", "ELLIPSIS", "OPTIONAL", "ASSIGN", "TILDE", "CIRCUMFLEX",
        ),
        "operator",
    ),
}  # fmt: skip

_LINES: Final = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)?")

_Known: TypeAlias = dict[int, SemanticToken]


def semantic_tokens(
    tree: Tree, model: FileModel, within: Span | None = None, imports: Imports = NO_IMPORTS
) -> list[SemanticToken]:
    """Return the tokens of a file, or of those that touch `within`, in order.

    `imports` are what the file imports, as its project knows it.
    """
    return [
        token
        for piece in pieces(tree, model, within)
        for token in (one.shift(piece.offset) for one in tokens_of(piece, imports))
        if within is None or (token.span.end >= within.start and token.span.start <= within.end)
    ]


def tokens_of(piece: Piece, imports: Imports = NO_IMPORTS) -> list[SemanticToken]:
    """Return the tokens of a piece in order, at places that count from it."""
    known = _known(piece, imports)
    found: list[SemanticToken] = []
    for leaf in piece.leaves():
        if not leaf.token.trivia.isspace():
            found += [
                SemanticToken(comment, "comment")
                for comment in comments(leaf.token.trivia, leaf.trivia.start)
            ]
        if leaf.token.text:
            found += _of_leaf(leaf, known)
    text = piece.text
    return [part for token in found for part in _by_lines(token, text)]


def _of_leaf(leaf: Leaf, known: _Known) -> Iterator[SemanticToken]:
    resolved = known.get(leaf.span.start)
    if leaf.kind == "STRING":
        yield from _text(leaf, known)
    elif resolved is not None and resolved.span == leaf.span:
        yield resolved
    else:
        kind = _type_of(leaf)
        if kind is not None:
            yield SemanticToken(leaf.span, *kind)


def _type_of(leaf: Leaf) -> tuple[TokenType, tuple[TokenModifier, ...]] | None:
    """Return what a token is by itself: what no name stands for."""
    kind, word, parent = leaf.kind, leaf.token.text, leaf.parent.kind
    if leaf.token.kind in _KEYWORDS:
        return "keyword", ()
    if kind == "KEY":
        return "property", ("declaration",) if parent == "field" else ()
    if kind != "NAME":
        found = _OF_TERMINALS.get(kind)
        return (found, ()) if found is not None else None
    if parent == "import":
        return None  # nobody knows what that is, and what the grammar says of a name will do
    if parent == "mission":
        return "namespace", ("declaration",)
    if word in TESTED_TYPES and is_type_word(leaf):
        return "type", ("defaultLibrary",)
    if parent in ("member", "field_access"):
        return "property", ()
    if word in ADAPTERS and leaf.within("store") is not None:
        return "enumMember", ()
    if parent == "on_error" and word in ON_ERROR_POLICIES:
        return "enumMember", ()
    return "variable", ()


def _text(leaf: Leaf, known: _Known) -> Iterator[SemanticToken]:
    """Yield a string, cut where names stand in it: `"/orders/{order.id}"`."""
    at = leaf.span.start
    inner = [known[place] for place in range(at, leaf.span.end) if place in known]
    for name in inner:
        if name.span.start > at:
            yield SemanticToken(Span(at, name.span.start), "string")
        if name.span.start >= at and name.span.end <= leaf.span.end:
            yield name
            at = name.span.end
    if at < leaf.span.end:
        yield SemanticToken(Span(at, leaf.span.end), "string")


def _by_lines(token: SemanticToken, text: str) -> Iterator[SemanticToken]:
    start, end = token.span.start, token.span.end
    if "\n" not in text[start:end] and "\r" not in text[start:end]:
        yield token
        return
    for line in _LINES.findall(text, start, end):
        width = len(line.rstrip("\r\n"))
        if width:
            yield SemanticToken(Span(start, start + width), token.type, token.modifiers)
        start += len(line)


def _known(piece: Piece, imports: Imports) -> _Known:
    """Return what the names of a piece stand for, by where they begin."""
    found: _Known = {}
    if piece.node is None or piece.facts is None:
        return found
    names = piece.facts.names
    body = Body(piece.start, piece.node, piece.facts, names, piece.mission, broken=False)
    _learn(found, body, imports)
    for declaration in declared(piece.node, piece.start, None):
        kind, modifiers = _OF_KINDS[declaration.kind]
        start = declaration.span.start
        found[start] = SemanticToken(declaration.span, kind, (*modifiers, "declaration"))
    return found


def _learn(found: _Known, body: Body, imports: Imports) -> None:
    parameters = set()
    for scope in body.facts.scopes:
        for binding in scope.bindings:
            if binding.kind in ("lambda", "pagination"):
                parameters.add(binding.span)
            if binding.kind not in ("implicit", "field"):
                kind: TokenType = "parameter" if binding.span in parameters else "variable"
                span = binding.span.shift(body.offset)
                found[span.start] = SemanticToken(span, kind, ("declaration",))
    for reference in body.facts.references:
        known = _OF_KINDS.get(_kind(reference, imports))
        if known is None:
            continue
        kind, modifiers = known
        if reference.binding is not None and reference.binding in parameters:
            kind = "parameter"
        if reference.role == "write":
            modifiers = (*modifiers, "modification")
        span = reference.span.shift(body.offset)
        if reference.kind == "field" and reference.problem != "bare field":
            span = Span(span.end - len(reference.name), span.end)
        found[span.start] = SemanticToken(span, kind, modifiers)
    for given in options_in(body):
        for span in _words(given, given.entry.value):
            found[span.start] = SemanticToken(span, "enumMember")


def _kind(reference: Reference, imports: Imports) -> str:
    if reference.kind != "import":
        return reference.kind
    return imports.get((reference.owner or "", reference.name), reference.kind)


def _words(given: GivenOption, value: ast.Expression) -> Iterator[Span]:
    """Yield where the words of an enumeration stand in an option's value."""
    words = given.spec.words or {}
    if isinstance(value, ast.Pipe):
        yield from _words(given, value.source)
        yield from _words(given, value.target)
    elif isinstance(value, ast.Filter):
        yield from _words(given, value.source)
    elif isinstance(value, ast.Call):
        yield from _words(given, value.function)
    elif isinstance(value, ast.Name) and value.text in words:
        yield value.span.shift(given.offset)
