"""The LALR(1) loop: tokens in, lossless tree out. Speed lives here, judgement does not.

The loop shifts and reduces as the tables say, choosing for each word the first terminal its
state accepts. When no action is left it asks `recovery` to change the stack or the input so
that it can go on; it never gives up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from reqon_language.syntax import recovery
from reqon_language.syntax.green import Element, Node, Token
from reqon_language.syntax.lexer import END, NAME, Lexed
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import BRACKETS, begins_line, candidates, choose

if TYPE_CHECKING:
    from reqon_language.syntax.errors import ParseError
    from reqon_language.syntax.tables import Rule

Value: TypeAlias = Element | list[Element]
"""A list is a run of children still waiting for their parent."""

MAX_STACK = 2_000
"""A nesting of brackets is some four states deep; what is deeper than this is no program."""

_ACTIONS = TABLES.actions
_GOTOS = TABLES.gotos
_RULES = TABLES.rules
# (state below, state, terminal) -> state after all reductions that build nothing. Filled as
# programs are parsed: most of an expression's precedence levels cost one look-up.
_SHORTCUTS: dict[tuple[int, int, int], int] = {}


class Driver:
    """One parse: three parallel stacks and the place in the token list.

    `begins` holds, for every value, the offset of its first trivia in code points. `escaped`
    says that an error was met outside all brackets, where the surroundings have a say.
    """

    __slots__ = ("begins", "end_state", "errors", "escaped", "index", "lexed", "states", "values")

    def __init__(self, lexed: Lexed, start: str) -> None:
        self.lexed = lexed
        self.states = [TABLES.starts[start]]
        self.values: list[Value] = []
        self.begins: list[int] = []
        self.end_state = TABLES.ends[start]
        self.index = 0
        self.errors: list[ParseError] = []
        self.escaped = False

    def run(self, stop: int | None = None) -> Node | None:
        """Parse to the end and return the root, or up to token `stop` and return None."""
        lexed, states = self.lexed, self.states
        kinds, texts, trivia, starts = lexed.kinds, lexed.texts, lexed.trivia, lexed.starts
        push_value, push_begin = self.values.append, self.begins.append
        while True:
            index = self.index
            if index == stop:
                return None
            kind = kinds[index]
            if kind == NAME:
                kind = choose(lexed, index, _ACTIONS[states[-1]])
            elif kind in BRACKETS and begins_line(lexed, index):
                row = _ACTIONS[states[-1]]
                options = candidates(lexed, index)
                kind = next((option for option in options if option in row), options[-1])
            before = trivia[index]
            here = starts[index] - len(before)
            action = _ACTIONS[states[-1]].get(kind)
            while action is not None and action < 0:
                rule = _RULES[-1 - action]
                if rule[3]:
                    key = (states[-2], states[-1], kind)
                    states[-1] = _SHORTCUTS.get(key) or _shortcut(key)
                else:
                    self.reduce(rule, here)
                action = _ACTIONS[states[-1]].get(kind)
            if len(states) > MAX_STACK:
                recovery.leave_depth(self)
            elif action is not None:
                states.append(action - 1)
                push_value(Token(kind, texts[index], before))
                push_begin(here)
                self.index = index + 1
            elif kind == END and states[-1] == self.end_state:
                return self._root(before)
            else:
                recovery.recover(self, kind)

    def reduce(self, rule: Rule, here: int) -> None:
        """Apply a rule that builds; `here` is the offset where the lookahead's trivia begins."""
        left, length, kind, _, runs = rule
        states, values, begins = self.states, self.values, self.begins
        if length == 0:
            values.append(Node(kind, [], 0))
            begins.append(here)
        else:
            children = values[-length:]
            begin = begins[-length]
            del states[-length:]
            del values[-length:]
            del begins[-length:]
            if runs or kind < 0:
                values.append(_gather(children, kind, here - begin))
            else:
                values.append(Node(kind, cast("list[Element]", children), here - begin))
            begins.append(begin)
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
            left, length = _RULES[-1 - action][:2]
            taken = min(length, len(above))
            if taken:
                del above[-taken:]
            depth -= length - taken
            above.append(_GOTOS[above[-1] if above else states[depth - 1]][left])

    def feed(self, terminal: int, value: Element, here: int) -> None:
        """Shift `value` as `terminal`, which `accepts` must have allowed."""
        states = self.states
        action = _ACTIONS[states[-1]][terminal]
        while action < 0:
            rule = _RULES[-1 - action]
            if rule[3]:
                states[-1] = _GOTOS[states[-2]][rule[0]]
            else:
                self.reduce(rule, here)
            action = _ACTIONS[states[-1]][terminal]
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
    if kind < 0 and type(first) is list:
        for child in children[1:]:
            if type(child) is list:
                first.extend(child)
            else:
                first.append(cast("Element", child))
        return first
    for child in children:
        if type(child) is list:
            flat: list[Element] = []
            for part in children:
                if type(part) is list:
                    flat.extend(part)
                else:
                    flat.append(cast("Element", part))
            return flat if kind < 0 else Node(kind, flat, width)
    plain = cast("list[Element]", children)
    return plain if kind < 0 else Node(kind, plain, width)


def _shortcut(key: tuple[int, int, int]) -> int:
    below, state, lookahead = key
    while True:
        action = _ACTIONS[state].get(lookahead)
        if action is None or action > 0 or not _RULES[-1 - action][3]:
            break
        state = _GOTOS[below][_RULES[-1 - action][0]]
    _SHORTCUTS[key] = state
    return state
