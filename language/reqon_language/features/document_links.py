"""Links: OpenAPI descriptions, imported files and URLs.

A file's target is the path as written; the caller knows what it is relative to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from reqon_language.model import FileModel
from reqon_language.syntax import Tree
from reqon_language.syntax.ast import Span
from reqon_language.syntax.comments import comments
from reqon_language.syntax.leaves import leaves

_URL: Final = re.compile(r"https?://[^\s\"'<>{}|\\^`$]*[^\s\"'<>{}|\\^`$.,;:!?)\]]")


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a file or a URL; `span` is without quotes."""

    span: Span
    target: str
    kind: Literal["file", "url"]


def document_links(tree: Tree, model: FileModel) -> list[Link]:
    """Return the links of a file, in source order."""
    files = [
        Link(Span(one.span.start + 1, one.span.end - 1), one.name, "file")
        for one in model.references()
        if one.kind == "file" and one.name and not _URL.match(one.name)
    ]
    return sorted([*files, *_urls(tree)], key=lambda link: link.span.start)


def _urls(tree: Tree) -> Iterator[Link]:
    """Yield the URLs in text and comments, none where the file has none."""
    text = tree.lines.text
    if "://" not in text:
        return
    for leaf in leaves(tree.root):
        for comment in comments(leaf.token.trivia, leaf.trivia.start):
            yield from _found(text, comment)
        if leaf.kind == "STRING":
            yield from _found(text, leaf.span)


def _found(text: str, span: Span) -> Iterator[Link]:
    for match in _URL.finditer(text, span.start, span.end):
        yield Link(Span(*match.span()), match[0], "url")
