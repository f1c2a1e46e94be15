"""The LALR(1) loop: tokens in, lossless tree out. Speed lives here, judgement does not.

The loop shifts and reduces as the tables say, choosing for each word the first terminal its
state accepts. When no action is left it asks `recovery` to change the stack or the input so
that it can go on; it never gives up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from reqon_language.syntax import recovery
from reqon_language.syntax.green import Element, Node, Token
from reqon_language.syntax.lexer import END, NAME, Lexed
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import (
    BRACKETS,
    SPECIAL_FOLLOWERS,
    SPECIAL_PREDECESSORS,
    SPECIAL_WORDS,
    begins_line,
    candidates,
)

if TYPE_CHECKING:
    from reqon_language.syntax.errors import SyntaxError_

Value: TypeAlias = Element | list[Element]
"""A list is a run of children still waiting for their parent."""

_ACTIONS = TABLES.actions
_GOTOS = TABLES.gotos
_RULES = TABLES.rules
# (state below, state, terminal) -> state after all reductions that build nothing. Filled as
# programs are parsed: most of an expression's precedence levels cost one look-up.
_SHORTCUTS: dict[tuple[int, int, int], int] = {}


class Driver:
    """One parse: three parallel stacks and the place in the token list.

    `begins` holds, for every value, the offset of its first trivia in code points.
    """

    __slots__ = ("begins", "end_state", "errors", "index", "lexed", "states", "values")

    def __init__(self, lexed: Lexed, start: str) -> None:
        self.lexed = lexed
        self.states = [TABLES.starts[start]]
        self.values: list[Value] = []
        self.begins: list[int] = []
        self.end_state = TABLES.ends[start]
        self.index = 0
        self.errors: list[SyntaxError_] = []

    def run(self, stop: int | None = None) -> Node | None:
        """Parse to the end and return the root, or up to token `stop` and return None."""
        kinds, texts, trivia = self.lexed.kinds, self.lexed.texts, self.lexed.trivia
        starts, states, values, begins = self.lexed.starts, self.states, self.values, self.begins
        while True:
            index = self.index
            if index == stop:
                return None
            kind = kinds[index]
            if kind == NAME:
                word = texts[index]
                if (
                    word in SPECIAL_WORDS
                    or kinds[index + 1] in SPECIAL_FOLLOWERS
                    or kinds[index - 1] in SPECIAL_PREDECESSORS
                ):
                    kind = self.choose(index)
            elif kind in BRACKETS and begins_line(self.lexed, index):
                kind = self.choose(index)
            before = trivia[index]
            here = starts[index] - len(before)
            action = _ACTIONS[states[-1]].get(kind)
            while action is not None and action < 0:
                self.reduce(-1 - action, kind, here)
                action = _ACTIONS[states[-1]].get(kind)
            if action is not None:
                states.append(action - 1)
                values.append(Token(kind, texts[index], before))
                begins.append(here)
                self.index = index + 1
            elif kind == END and states[-1] == self.end_state:
                return self._root(before)
            else:
                recovery.recover(self, kind)

    def choose(self, index: int) -> int:
        """Return the first terminal the token may be that the current state accepts."""
        row = _ACTIONS[self.states[-1]]
        options = candidates(self.lexed, index)
        for terminal in options:
            if terminal in row:
                return terminal
        return options[-1]

    def reduce(self, rule: int, lookahead: int, here: int) -> None:
        """Apply `rule`; `here` is the offset where the lookahead's trivia begins."""
        left, length, kind, transparent = _RULES[rule]
        states = self.states
        if transparent:
            key = (states[-2], states[-1], lookahead)
            target = _SHORTCUTS.get(key)
            states[-1] = _shortcut(key) if target is None else target
            return
        if length == 0:
            self.values.append(Node(kind, [], 0))
            self.begins.append(here)
            states.append(_GOTOS[states[-1]][left])
            return
        children = self.values[-length:]
        begin = self.begins[-length]
        del states[-length:], self.values[-length:], self.begins[-length:]
        self.values.append(_gather(children, kind, here - begin))
        self.begins.append(begin)
        states.append(_GOTOS[states[-1]][left])

    def accepts(self, terminal: int) -> bool:
        """Whether `terminal` could be shifted now, or, being the end, would end the parse."""
        return self.after(self.states, terminal) is not None

    def after(self, states: list[int], terminal: int) -> list[int] | None:
        """Return the states once `terminal` is shifted on top of `states`; None if it cannot be."""
        depth, above = len(states), list[int]()
        while True:
            state = above[-1] if above else states[depth - 1]
            action = _ACTIONS[state].get(terminal)
            if action is None:
                ended = terminal == END and state == self.end_state
                return [*states[:depth], *above] if ended else None
            if action > 0:
                return [*states[:depth], *above, action - 1]
            left, length, _, _ = _RULES[-1 - action]
            taken = min(length, len(above))
            if taken:
                del above[-taken:]
            depth -= length - taken
            above.append(_GOTOS[above[-1] if above else states[depth - 1]][left])

    def feed(self, terminal: int, value: Element, here: int) -> None:
        """Shift `value` as `terminal`, which `accepts` must have allowed."""
        action = _ACTIONS[self.states[-1]][terminal]
        while action < 0:
            self.reduce(-1 - action, terminal, here)
            action = _ACTIONS[self.states[-1]][terminal]
        self.states.append(action - 1)
        self.values.append(value)
        self.begins.append(here)

    def _root(self, trailing: str) -> Node:
        root = self.values[-1]
        if not isinstance(root, Node):
            message = "a start rule of the grammar must build a node"
            raise TypeError(message)
        root.children.append(Token(END, "", trailing))
        root.lead = root.children[0].lead
        root.width += len(trailing)
        return root


def _gather(children: list[Value], kind: int, width: int) -> Value:
    """Build a node, or, for kind -1, pass the children on; runs of children are flattened."""
    first = children[0]
    flat: list[Element]
    if kind < 0 and isinstance(first, list):
        flat, rest = first, children[1:]
    else:
        flat, rest = [], children
    for child in rest:
        if isinstance(child, list):
            flat.extend(child)
        else:
            flat.append(child)
    return flat if kind < 0 else Node(kind, flat, width)


def _shortcut(key: tuple[int, int, int]) -> int:
    below, state, lookahead = key
    while True:
        action = _ACTIONS[state].get(lookahead)
        if action is None or action > 0 or not _RULES[-1 - action][3]:
            break
        state = _GOTOS[below][_RULES[-1 - action][0]]
    _SHORTCUTS[key] = state
    return state
