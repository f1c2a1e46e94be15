"""The document algebra: text that knows where it may be broken, and how to print it.

After Wadler, "A prettier printer". Knows nothing of the language. A group is printed on one
line if it fits with what follows it up to the next possible line break, and else breaks at all
its own lines.
"""

from __future__ import annotations

from typing import TypeAlias

WIDTH = 100
"""The columns a line may have; what cannot be broken may stick out."""
INDENT = 2


class Break:
    """A place for a line break. `flat` stands there when its group is on one line.

    `lines` is how many line ends it makes: 2 leaves an empty line. A hard one has no `flat`.
    """

    __slots__ = ("flat", "lines")

    def __init__(self, flat: str | None, lines: int = 1) -> None:
        self.flat = flat
        self.lines = lines


LINE = Break(" ")
SOFTLINE = Break("")
GAP = Break(" ", 2)
SOFTGAP = Break("", 2)
HARDLINE = Break(None)
HARDGAP = Break(None, 2)


class Indent:
    """A document whose line breaks are one step further to the right."""

    __slots__ = ("doc",)

    def __init__(self, doc: Doc) -> None:
        self.doc = doc


class Suffix:
    """A comment that is put off to the end of the line it stands on."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class Verbatim:
    """Text kept as it is. Lines move with the first one, which began at `column`.

    `lines` are its lines, and for each whether its blanks are layout (and not part of a string
    or a comment). `column` is None when the text did not begin its line; then nothing moves.
    """

    __slots__ = ("column", "lines")

    def __init__(self, lines: list[tuple[str, bool]], column: int | None) -> None:
        self.lines = lines
        self.column = column


class Group:
    """What is printed on one line or broken as a whole. `flat` is that line, if there is one."""

    __slots__ = ("doc", "flat")

    def __init__(self, doc: Doc, flat: str | None) -> None:
        self.doc = doc
        self.flat = flat


Doc: TypeAlias = "str | list[Doc] | Break | Indent | Suffix | Verbatim | Group"


def group(doc: Doc, *, broken: bool = False) -> Doc:
    """Return `doc` as a group; a `broken` one, or one with a hard break, is never one line."""
    parts: list[str] = []
    fits = not broken and _flatten(doc, parts)
    flat = "".join(parts) if fits else None
    return Group(doc, flat if flat is not None and len(flat) <= WIDTH else None)


def join(parts: list[Doc]) -> Doc:
    """Return the parts as one document, as plain text if that is all they are."""
    for part in parts:
        if type(part) is not str:
            return parts
    return "".join(parts)  # type: ignore[arg-type]


def _flatten(doc: Doc, parts: list[str]) -> bool:
    """Append the one-line form of `doc` to `parts`; False if it has none."""
    kind = type(doc)
    if kind is str:
        parts.append(doc)  # type: ignore[arg-type]
        return True
    if isinstance(doc, list):
        return all(_flatten(part, parts) for part in doc)
    if isinstance(doc, Indent):
        return _flatten(doc.doc, parts)
    if isinstance(doc, Break | Group):
        if doc.flat is None:
            return False
        parts.append(doc.flat)
        return True
    return False


_Stack: TypeAlias = list[tuple[int, Doc]]


def render(doc: Doc, end: str = "\n") -> str:
    """Print a document; `end` ends a line. The text ends with one line end, unless empty."""
    out: list[str] = []
    column = 0
    suffixes: list[str] = []
    stack: _Stack = [(0, doc)]
    while stack:
        indent, top = stack.pop()
        if isinstance(top, str):
            out.append(top)
            column += len(top)
        elif isinstance(top, list):
            stack.extend((indent, part) for part in reversed(top))
        elif isinstance(top, Group):
            if top.flat is not None and column + len(top.flat) + _ahead(stack) <= WIDTH:
                out.append(top.flat)
                column += len(top.flat)
            else:
                stack.append((indent, top.doc))
        elif isinstance(top, Indent):
            stack.append((indent + INDENT, top.doc))
        elif isinstance(top, Break):
            _end_line(out, suffixes, indent, end)
            out.append(end * top.lines + " " * indent)
            column = indent
        elif isinstance(top, Suffix):
            suffixes.append(top.text)
        else:
            shift = 0 if top.column is None else column - top.column
            lines = [top.lines[0][0]]
            lines += [_moved(line, shift) if free else line for line, free in top.lines[1:]]
            out += ["\n".join(lines), ""]
            column = len(lines[-1])
    _end_line(out, suffixes, 0, end)
    text = "".join(out)
    return text + end if text else text


def _end_line(out: list[str], suffixes: list[str], indent: int, end: str) -> None:
    """Drop the blanks at the end of a line and add the comments that were put off to there."""
    while out and out[-1] and out[-1].isspace():
        blanks = out.pop()
        if "\n" in blanks:
            kept = blanks.rstrip(" ")
            out.append(kept)
            break
    for number, suffix in enumerate(suffixes):
        at_start = not out or out[-1].endswith("\n")
        out.append(end + " " * indent if number else "" if at_start else " ")
        out.append(suffix)
    suffixes.clear()


def _ahead(stack: _Stack) -> int:
    """Return the width of what follows on the line, up to the first possible break."""
    width = 0
    waiting: list[Doc] = []
    index = len(stack)
    while width <= WIDTH:
        if waiting:
            top = waiting.pop()
        elif index:
            index -= 1
            top = stack[index][1]
        else:
            break
        if isinstance(top, str):
            width += len(top)
        elif isinstance(top, list):
            waiting.extend(reversed(top))
        elif isinstance(top, Group | Indent):
            waiting.append(top.doc)
        elif not isinstance(top, Suffix):
            break
    return width


def _moved(line: str, shift: int) -> str:
    if shift >= 0 and line.strip():
        return " " * shift + line
    blanks = len(line) - len(line.lstrip(" \t"))
    return line[min(blanks, -shift) :] if shift < 0 else line
