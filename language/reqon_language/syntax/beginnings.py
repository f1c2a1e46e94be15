"""What begins a line begins something, whatever the line before it still lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reqon_language.syntax.brackets import CLOSING, OPENING
from reqon_language.syntax.layout import begins_line, is_level
from reqon_language.syntax.tables import TABLES

if TYPE_CHECKING:
    from reqon_language.syntax.lexer import Lexed

_T = TABLES.terminal
ARROWS: Final = frozenset({_T("ARROW"), _T("FAT_ARROW")})
# What a step begins with. Below a method whose path is still to be typed, it is no path.
STEPS: Final = frozenset(
    "get post put patch delete call for map apply validate store match let wait pause skip "
    "continue abort retry queue jump clear if try generate run".split()
)
BEFORE_RECORDS: Final = ("store", "map")
METHODS: Final = frozenset(
    word for word, terminal in TABLES.words.items() if terminal == _T("METHOD")
)
_LONGEST_PATTERN: Final = 200
"""More tokens than an object has that is matched against."""


def is_below_method(lexed: Lexed, index: int) -> bool:
    """Whether the token at `index` stands below a method that is alone on its line."""
    if not index or lexed.texts[index - 1] not in METHODS:
        return False
    if not begins_line(lexed, index) or not begins_line(lexed, index - 1):
        return False
    return is_level(lexed, index)


def begins_arm(lexed: Lexed, index: int) -> bool:
    """Whether a token begins a line and a pattern there, behind which an arrow stands.

    The pattern may have a guard, which is on the line of its `where`.
    """
    if not begins_line(lexed, index):
        return False
    depth, last, guarded = 0, min(index + _LONGEST_PATTERN, len(lexed.kinds) - 1), False
    for place in range(index, last):
        kind = lexed.kinds[place]
        depth += (kind in OPENING) - (kind in CLOSING)
        if depth <= 0:
            guarded = guarded or lexed.texts[place + 1] == "where"
            on = guarded and depth == 0 and not begins_line(lexed, place + 1)
            if on and lexed.kinds[place + 1] not in ARROWS:
                continue
            if place > index:
                lexed.look(index, place + 1)
            return depth == 0 and lexed.kinds[place + 1] in ARROWS
    lexed.look(index, last)
    return False
