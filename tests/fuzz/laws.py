"""What holds for any text and any edit. A broken law is an AssertionError, like any other failure.

The laws are those of ARCHITECTURE.md: a tree keeps its text, an edited tree is the tree of the
edited text, and so are the findings on it; formatting keeps the meaning and is done in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Struct

from fuzz.edits import Edit
from reqon_language.features.completion import complete
from reqon_language.features.formatting import format_text
from reqon_language.features.formatting.trivia import BLANKS
from reqon_language.rules import Report, report
from reqon_language.syntax import Tree, ast, parse
from reqon_language.syntax.green import Element, Token, tokens
from reqon_language.syntax.incremental import edit

_COMMENT = re.compile(r"//[^\r\n]*|#[^\r\n]*|/\*[\s\S]*?(?:\*/|\Z)")


@dataclass(frozen=True)
class Version:
    """A text with its tree and the findings on it, made anew or from the version before."""

    text: str
    tree: Tree
    report: Report


def opened(text: str) -> Version:
    """Return the first version of a text."""
    tree = parse(text)
    return Version(text, tree, report(tree))


def edited(before: Version, change: Edit) -> Version:
    """Return the version after an edit, reusing what can be reused."""
    tree = edit(before.tree, change.start, change.end, change.put)
    return Version(change.of(before.text), tree, report(tree, previous=before.report))


def shape(root: Element) -> list[tuple[object, ...]]:
    """Return a green tree as values, each node before its children; deep trees are no matter."""
    found: list[tuple[object, ...]] = []
    stack = [root]
    while stack:
        top = stack.pop()
        if isinstance(top, Token):
            found.append((top.kind, top.text, top.trivia))
        else:
            found.append((top.kind, top.width, top.lead, len(top.children)))
            stack += reversed(top.children)
    return found


def assert_same_tree(tree: Tree, text: str) -> Tree:
    """Assert that `tree` is what a full parse of `text` gives, and return that."""
    full = parse(text)
    assert tree.text == text, "the tree lost or invented text"
    assert shape(tree.root) == shape(full.root), "the lossless trees differ"
    assert tree.program == full.program, "the typed trees differ"
    assert tree.errors == full.errors, "the syntax errors differ"
    assert tree.lines == full.lines, "the lines differ"
    assert tree.looks == full.looks, "what the errors depend on differs"
    return full


def assert_sound(version: Version) -> None:
    """Assert what holds for the tree and the findings of any text."""
    text, tree = version.text, version.tree
    assert tree.text == text, "the tree lost or invented text"
    for error in tree.errors:
        assert 0 <= error.span.start <= error.span.end <= len(text), "an error is out of the text"
    starts = [found.span.start for found in version.report.diagnostics]
    assert starts == sorted(starts), "the findings are not in order"
    for found in version.report.diagnostics:
        for span in (found.span, *(related.span for related in found.related)):
            assert 0 <= span.start <= span.end <= len(text), "a finding is out of the text"


def assert_incremental_is_full(version: Version) -> None:
    """Assert that a version made by edits is the one made anew: tree, errors and findings."""
    fresh = report(assert_same_tree(version.tree, version.text))
    assert version.report.diagnostics == fresh.diagnostics, "the findings differ"


def assert_formats(text: str) -> None:
    """Assert that formatting keeps meaning, comments and errors, and changes nothing twice."""
    formatted = format_text(text)
    before, after = parse(text), parse(formatted)
    assert meaning(after.program) == meaning(before.program), "formatting changed the meaning"
    assert list(comments(after)) == list(comments(before)), "formatting lost a comment"
    codes = [[error.code for error in tree.errors] for tree in (before, after)]
    assert codes[0] == codes[1], "formatting changed the errors"
    assert format_text(formatted) == formatted, "formatting again changes something"


def assert_completes(version: Version, offset: int) -> None:
    """Assert that asking for proposals at a place fails nowhere."""
    complete(version.report.model, version.text, offset)


def meaning(value: object) -> object:
    """Return a typed tree without its places, as nested tuples."""
    if isinstance(value, ast.Span):
        return None
    if isinstance(value, ast.Placed):
        return meaning(value.node)
    if isinstance(value, tuple):
        return tuple(meaning(item) for item in value)
    if isinstance(value, Struct):
        parts = (getattr(value, name) for name in value.__struct_fields__)
        return (type(value).__name__, *(meaning(part) for part in parts))
    return (type(value).__name__, value)


def comments(tree: Tree) -> Iterator[str]:
    """Yield the comments, `#` read as `//`."""
    for token in tokens(tree.root):
        for comment in _COMMENT.findall(token.trivia):
            body = comment[1:] if comment.startswith("#") else comment[2:]
            yield body.strip().strip(BLANKS).strip()
