"""Links: OpenAPI descriptions, imported files and URLs.

A file's target is the path as written; the caller knows what it is relative to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from reqon_language.model import FileModel
from reqon_language.model.references import path_span
from reqon_language.syntax import Tree
from reqon_language.syntax.ast import Span

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
        Link(path_span(one), one.name, "file")
        for one in model.references()
        if one.kind == "file" and one.name and not _URL.match(one.name)
    ]
    return sorted([*files, *_urls(tree)], key=lambda link: link.span.start)


def _urls(tree: Tree) -> Iterator[Link]:
    """Yield the URLs; outside of text and comments none can stand, since `//` begins one."""
    for match in _URL.finditer(tree.lines.text):
        yield Link(Span(*match.span()), match[0], "url")
