"""The place where completion was asked for, as the parser sees it.

The text before the place is parsed and the parse is stopped there: the stack then holds the
unfinished statement and every bracket still open, and the tables say what may come next. Text
behind the place is not looked at, so half-typed text is the normal case, not a special one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reqon_language.model import FileModel
from reqon_language.syntax.ast import Span
from reqon_language.syntax.driver import Driver, Value
from reqon_language.syntax.green import Element, Token, tokens
from reqon_language.syntax.layout import begins_line
from reqon_language.syntax.lexer import STRING, Lexed, lex
from reqon_language.syntax.tables import TABLES

# Stands for the word being typed, whatever it will be. At the start of a line it is a word that
# may begin a step as well as a member, so that recovery from a mistake above can end there.
_MARKER: Final = "cursor_"
_LINE_MARKER: Final = "run"
_IN_MISSION: Final = "mission _ {\n"
_WORD: Final = re.compile(r"[A-Za-z_0-9]*\Z")
_COMMENT: Final = re.compile(r"//[^\r\n]*|#[^\r\n]*|/\*[\s\S]*?\*/")
_FRESH_AFTER: Final = {
    "LBRACE", "NL_LBRACE", "TYPE_LBRACE", "RBRACE", "COMMA", "ARROW", "FAT_ARROW"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One element of the parser's stack: a terminal (`ARROW`) or a finished node (`entry`).

    `text` is the token's text, of a node that of its first token; `end` that of its last.
    """

    name: str
    text: str
    end: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place, the word being typed there and the unfinished text before it.

    `parts` is the parser's stack without the word. `fresh` says that a statement could begin:
    the word begins a line, as `begins_line` says, or follows a bracket, a comma or an arrow.
    `quoted` is what was typed of a string, without its quote, when the place is inside one.
    """

    offset: int
    word: str
    parts: tuple[Part, ...]
    fresh: bool
    begins_line: bool
    quoted: str | None
    driver: Driver

    @property
    def replace(self) -> Span:
        """The text an accepted proposal takes the place of."""
        return Span(self.offset - len(self.word), self.offset)

    @property
    def last(self) -> str:
        """The name of the part before the word, "" at the start."""
        return self.parts[-1].name if self.parts else ""

    def accepts(self, terminal: str) -> bool:
        """Whether a terminal of the grammar may stand here."""
        return self.driver.accepts(TABLES.terminal(terminal))

    def words(self) -> list[str]:
        """Return the keywords that may stand here."""
        accepts = self.driver.accepts
        return [word for word, number in TABLES.words.items() if accepts(number)]


def look(model: FileModel, text: str, offset: int) -> Cursor | None:
    """Look at `offset`; None inside a comment or a number, where nothing is proposed."""
    start, before = _start(model, offset)
    margin = text.rfind("\n", 0, start) + 1
    indent = text[margin:start]
    before += indent if indent.isspace() else ""
    head = text[start:offset]
    lexed = lex(before + head)
    if _in_comment(lexed):
        return None
    opened = _open_string(lexed, len(before) + len(head))
    if opened is not None:
        driver = Driver(lexed, "program")
        driver.run(stop=len(lexed.kinds) - 2)
        word = _word(opened)
        return Cursor(offset, word, _parts(driver.values), False, False, opened, driver)
    word = _word(head)
    if word[:1].isdigit():
        return None
    above = before + head[: len(head) - len(word)]
    begins = not above.rpartition("\n")[2].strip()
    lexed = lex(above + (_LINE_MARKER if begins else _MARKER))
    place = len(lexed.kinds) - 2
    driver = Driver(lexed, "program")
    driver.run(stop=place)
    parts = _parts(driver.values)
    first = begins_line(lexed, place if driver.stop is None else driver.stop)
    fresh = first or not parts or parts[-1].name in _FRESH_AFTER
    return Cursor(offset, word, parts, fresh, first, None, driver)


def mission_at(model: FileModel, offset: int) -> int | None:
    """Return the number of the last mission that begins before `offset`."""
    begun = [number for number, placed in enumerate(model.missions) if placed.offset <= offset]
    return begun[-1] if begun else None


def _start(model: FileModel, offset: int) -> tuple[int, str]:
    """Return where to begin reading, and what to put before it.

    The last declaration begun before the place is enough: what stands above it was closed.
    """
    index = bisect_right(model.bodies, offset, key=lambda body: body.extent.start) - 1
    number = mission_at(model, offset)
    mission = model.missions[number].offset if number is not None else 0
    if index < 0 or model.bodies[index].extent.start < mission:
        return mission, ""
    body = model.bodies[index]
    return body.extent.start, _IN_MISSION if body.mission is not None else ""


def _word(head: str) -> str:
    match = _WORD.search(head)
    return match.group() if match else ""


def _in_comment(lexed: Lexed) -> bool:
    if any(error.code == "RQ1004" for error in lexed.errors):
        return True
    trivia = lexed.trivia[-1]
    comments = [match for match in _COMMENT.finditer(trivia) if match.end() == len(trivia)]
    return any(not match.group().startswith("/*") for match in comments)


def _open_string(lexed: Lexed, end: int) -> str | None:
    """Return the text of the string that is still open at `end`, if there is one."""
    if len(lexed.kinds) < 2 or lexed.kinds[-2] != STRING:
        return None
    token, start = lexed.texts[-2], lexed.starts[-2]
    unclosed = any(error.code == "RQ1002" and error.span.start == start for error in lexed.errors)
    return token[1:] if unclosed and start + len(token) == end else None


def _parts(values: Sequence[Value]) -> tuple[Part, ...]:
    return tuple(_part(element) for element in _flat(values))


def _flat(values: Sequence[Value]) -> Iterator[Element]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _part(element: Element) -> Part:
    if isinstance(element, Token):
        return Part(TABLES.terminals[element.kind], element.text, element.text)
    kind = TABLES.kinds[element.kind] if element.kind < len(TABLES.kinds) else "error"
    first = next(tokens(element), None)
    return Part(kind, first.text if first else "", _end(element))


def _end(element: Element) -> str:
    while not isinstance(element, Token):
        if not element.children:
            return ""
        element = element.children[-1]
    return element.text
