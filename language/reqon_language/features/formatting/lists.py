"""What stands between brackets: items, the commas between them and the comments around them.

A list that was opened with a line break stays open; one that was written on one line stays
there if it fits. At most one empty line is kept between two items.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reqon_language.features.formatting.document import (
    GAP,
    HARDGAP,
    HARDLINE,
    LINE,
    SOFTLINE,
    Break,
    Doc,
    Indent,
    Suffix,
    group,
)
from reqon_language.features.formatting.trivia import BLANKS, Piece, first_token, pieces
from reqon_language.features.formatting.verbatim import verbatim
from reqon_language.features.formatting.words import Context
from reqon_language.syntax.green import Element, Node, Token
from reqon_language.syntax.tables import TABLES

COMMA = TABLES.terminal("COMMA")
_PROMINENT = {TABLES.kind("mission"), TABLES.kind("action")}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a list is laid out.

    `commas`: items are parted by commas, with none after the last. `padded`: on one line there
    is a blank inside the brackets. `open`: from how many items on the list is never one line.
    `stays`: a line break after the opening bracket is kept. `hugs`: the brackets of an only
    item that is itself a list share its lines.
    """

    commas: bool = True
    padded: bool = True
    open: int | None = None
    stays: bool = True
    hugs: bool = False


OPTIONS = Shape()
STEPS = Shape(commas=False, open=2)
MEMBERS = Shape(commas=False, open=1)
ARRAY = Shape(padded=False, hugs=True)
ARGUMENTS = Shape(padded=False, stays=False, hugs=True)
_LISTS = {TABLES.kind(name) for name in ("object", "array", "match_expression", "fields")}


def enclosed(
    opening: Doc, elements: Sequence[Element], closing: Token, shape: Shape, context: Context
) -> Doc:
    """Lay out a list and the brackets around it."""
    only = elements[0] if len(elements) == 1 else None
    hugs = shape.hugs and isinstance(only, Node) and only.kind in _LISTS
    if only and hugs and not _begins_line(only) and not closing.trivia.strip(BLANKS):
        return [opening, context.layout(only, context), closing.text]
    items = _Items(shape, context)
    items.add_all(elements)
    items.close(closing)
    if not items.parts:
        return [opening, closing.text]
    stays = shape.stays and bool(elements) and _begins_line(elements[0])
    broken = stays or (shape.open is not None and items.count >= shape.open)
    edge = LINE if shape.padded else SOFTLINE
    return group([opening, Indent(items.parts), edge, closing.text], broken=broken)


def top_level(elements: Iterable[Element], end: Token, context: Context) -> Doc:
    """Lay out the items of a file."""
    items = _Items(MEMBERS, context, outermost=True)
    items.add_all(elements)
    items.close(end)
    start = 0
    while start < len(items.parts) and isinstance(items.parts[start], Break):
        start += 1
    return items.parts[start:]


class _Items:
    """The list laid out so far: `parts` begins with the break after the opening bracket."""

    __slots__ = ("_comma", "_context", "_late", "_outermost", "_previous", "_shape", "count",
                 "parts")  # fmt: skip

    def __init__(self, shape: Shape, context: Context, *, outermost: bool = False) -> None:
        self.parts: list[Doc] = []
        self.count = 0
        self._shape = shape
        self._context = context
        self._outermost = outermost
        self._comma = False
        self._late: list[Piece] = []
        self._previous: Element | None = None

    def add_all(self, elements: Iterable[Element]) -> None:
        for element in elements:
            head = first_token(element)
            if head is None:
                continue
            if head is element and head.kind == COMMA:
                self._comma = True
                if head.trivia.strip(BLANKS):
                    self._late += pieces(head.trivia)[0]
            else:
                self._add(element, head)

    def _add(self, element: Element, head: Token) -> None:
        context, alone = self._context, self._context.alone
        kept = self._previous is not None and id(self._previous) in alone
        if self.count and (self._comma if kept else self._shape.commas):
            self.parts.append(",")
        self._comma = False
        trivia = head.trivia
        if self._late or trivia.strip(BLANKS):
            found, after = pieces(trivia)
            context.placed.add(id(head))
            self._comments([*self._late, *found], after, element)
            self._late = []
        else:
            self._break(trivia.count("\n"), element)
        left = id(element) in alone
        self.parts.append(verbatim(element) if left else context.layout(element, context))
        self.count += 1
        self._previous = element

    def _break(self, lines: int, element: Element) -> None:
        if not self.count:
            self.parts.append(LINE if self._shape.padded else SOFTLINE)
            return
        gap = lines > 1 or self._is_apart(element)
        self.parts.append(GAP if gap else LINE)

    def _is_apart(self, element: Element) -> bool:
        """Whether an empty line stands between this item and the one before in any case."""
        around = (self._previous, element)
        return self._shape is MEMBERS and any(
            isinstance(item, Node) and item.kind in _PROMINENT for item in around
        )

    def _comments(self, found: list[Piece], after: int, element: Element) -> None:
        """Put down the comments before an item, and the breaks around them."""
        found = self._behind(found, after)
        if not found:
            self._break(after, element)
            return
        self._break(found[0].lines, element)
        for piece, following in zip(found, [*(p.lines for p in found[1:]), after], strict=True):
            self.parts.append(piece.text)
            wraps = piece.to_end or following
            self.parts.append((HARDGAP if following > 1 else HARDLINE) if wraps else " ")

    def _behind(self, found: list[Piece], after: int) -> list[Piece]:
        """Put the comments that end the line of what comes before there; return the others."""
        if self._outermost and not self.count:
            return found
        start = 0
        while start < len(found) and found[start].lines == 0:
            following = found[start + 1].lines if start + 1 < len(found) else after
            if not (found[start].to_end or following):
                break
            self.parts.append(Suffix(found[start].text))
            start += 1
        return found[start:]

    def close(self, closing: Token) -> None:
        """Put down the comments before the closing bracket."""
        kept = self._previous is not None and id(self._previous) in self._context.alone
        if kept and self._comma:
            self.parts.append(",")
        found, after = pieces(closing.trivia) if closing.trivia.strip(BLANKS) else ([], 0)
        for piece in self._behind([*self._late, *found], after):
            inline = piece.lines == 0 and not piece.to_end and self.parts
            gap = piece.lines > 1 and self.count
            self.parts.append(" " if inline else HARDGAP if gap else HARDLINE)
            self.parts.append(piece.text)


def _begins_line(element: Element) -> bool:
    head = first_token(element)
    return head is not None and "\n" in head.trivia
