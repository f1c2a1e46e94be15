"""The place that is hovered over, and the form of an answer."""

from __future__ import annotations

from dataclasses import dataclass

from reqon_language.model import FileModel, Project
from reqon_language.syntax import Tree
from reqon_language.syntax.ast import Span
from reqon_language.syntax.comments import doc_comment
from reqon_language.syntax.leaves import Leaf, leaf_at


@dataclass(frozen=True, slots=True)
class Hover:
    """What the text at `span` means, as Markdown with `vague` code blocks."""

    span: Span
    markdown: str


@dataclass(frozen=True, slots=True)
class Place:
    """A token under the cursor, and the file it stands in, which is at `path` of a `project`."""

    tree: Tree
    model: FileModel
    offset: int
    leaf: Leaf
    project: Project | None = None
    path: str = ""

    @property
    def text(self) -> str:
        """The token without the quotes of a string."""
        text = self.leaf.token.text
        if self.leaf.kind != "STRING":
            return text
        return text[1:-1] if len(text) > 1 and text[-1] == text[0] else text[1:]

    def doc_above(self, start: int) -> str:
        """Return the comment directly above what begins at `start`."""
        return doc_comment(self.tree.lines, start)


def place_at(
    tree: Tree, model: FileModel, offset: int, project: Project | None = None, path: str = ""
) -> Place | None:
    """Return the token at `offset`, None in blanks and comments."""
    leaf = leaf_at(tree.root, offset)
    return Place(tree, model, offset, leaf, project, path) if leaf is not None else None


def answer(span: Span, code: str, *prose: str) -> Hover:
    """Return an answer: code, then paragraphs; empty ones are left out."""
    parts = [f"```vague\n{code}\n```"] if code else []
    return Hover(span, "\n\n".join([*parts, *(part for part in prose if part)]))
