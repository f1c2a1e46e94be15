"""The LALR(1) loop: tokens in, lossless tree out. Speed lives here, judgement does not.

The loop shifts and reduces as the tables say, choosing for each word the first terminal its
state accepts. When no action is left it asks `recovery` to change the stack or the input so
that it can go on; it never gives up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from reqon_language.syntax import recovery
from reqon_language.syntax.green import Element, Node, Token, node_of
from reqon_language.syntax.layout import begins_line
from reqon_language.syntax.lexer import END, NAME, Lexed
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import SIGNS, TYPE_SIGNS, choose, choose_sign

if TYPE_CHECKING:
    from collections.abc import Callable

    from reqon_language.syntax.errors import ParseError
    from reqon_language.syntax.tables import Rule

Value: TypeAlias = Element | list[Element]
"""A list is a run of children still waiting for their parent."""

_PATIENCE = 4_000
"""More steps of recovery at one token than nesting can ask for."""
MAX_STACK = 2_000
"""A nesting of brackets is some four states deep; what is deeper than this is no program."""

_ACTIONS = TABLES.actions
_GOTOS = TABLES.gotos
_RULES = TABLES.rules
# (state below, state, terminal) -> state after all reductions that build nothing, and the action
# there. Filled as programs are parsed: an expression's precedence levels cost one look-up.
_SHORTCUTS: dict[tuple[int, int, int], tuple[int, int]] = {}


class Driver:
    """One parse: three parallel stacks and the place in the token list.

    `begins` holds, for every value, the offset of its first trivia in code points. `escaped`
    says that an error was met outside all brackets, where the surroundings have a say. `planned`
    says how to read tokens that recovery has already looked at, by their place, when nothing else
    fits them. `stop` is the place of the token to stop at, if any: recovery may put a token in
    front of it. More than `limit` states are too deep; whether there were, `too_deep` says.
    `recovering` is the token that recovery is at, and how many steps it took there.
    """

    __slots__ = (
        "begins", "end_state", "errors", "escaped", "index", "lexed", "limit", "planned",
        "recovering", "states", "stop", "too_deep", "values",
    )  # fmt: skip

    def __init__(self, lexed: Lexed, start: str, limit: int = MAX_STACK) -> None:
        self.lexed = lexed
        self.states = [TABLES.starts[start]]
        self.values: list[Value] = []
        self.begins: list[int] = []
        self.end_state = TABLES.ends[start]
        self.index = 0
        self.errors: list[ParseError] = []
        self.escaped = False
        self.planned: dict[int, Callable[[Driver], bool]] = {}
        self.stop: int | None = None
        self.limit = limit
        self.too_deep = False
        self.recovering = (0, 0)

    def run(self, stop: int | None = None) -> Node | None:
        """Parse to the end and return the root, or up to token `stop` and return None."""
        lexed, states, values, begins = self.lexed, self.states, self.values, self.begins
        kinds, texts, trivia, offsets = lexed.kinds, lexed.texts, lexed.trivia, lexed.begins
        actions, gotos, rules, shortcuts = _ACTIONS, _GOTOS, _RULES, _SHORTCUTS
        index, state = self.index, states[-1]
        self.stop = stop
        while index != stop:
            kind = kinds[index]
            if kind == NAME:
                kind = choose(lexed, index, actions[state])
            elif kind in SIGNS and (kind in TYPE_SIGNS or begins_line(lexed, index)):
                kind = choose_sign(lexed, index, actions[state])
            action = actions[state].get(kind, 0)
            while action < 0:
                left, length, made, transparent, runs = rules[-1 - action]
                if transparent:
                    key = (states[-2], state, kind)
                    state, action = shortcuts.get(key) or _shortcut(key)
                    states[-1] = state
                    continue
                if length < 2:
                    state = self._reduce_short(left, length, made, offsets[index])
                else:
                    del states[-length:]
                    del begins[1 - length :]  # the first child begins where the node does
                    if made < 0 or runs:
                        self._reduce_runs(length, made, offsets[index])
                    else:
                        children = cast("list[Element]", values[-length:])
                        first = children[0]
                        lead = len(first.trivia) if type(first) is Token else first.lead
                        node = Node(made, children, offsets[index] - begins[-1], lead)
                        values[-length:] = (node,)
                    state = gotos[states[-1]][left]
                    states.append(state)
                action = actions[state].get(kind, 0)
            if action and len(states) < self.limit:
                state = action - 1
                states.append(state)
                values.append(Token(kind, texts[index], trivia[index]))
                begins.append(offsets[index])
                index += 1
                continue
            self.index = index
            if action:
                recovery.leave_depth(self)
            elif kind == END and state == self.end_state:
                return self._root(trivia[index])
            else:
                recovery.recover(self, kind)
            index, state, stop = self.index, states[-1], self.stop
        self.index = index
        return None

    def is_stuck(self) -> bool:
        """Count a step of recovery; whether there were too many at the token at hand."""
        index, steps = self.recovering
        self.recovering = (self.index, steps + 1 if index == self.index else 1)
        return self.recovering[1] > _PATIENCE

    def _reduce_runs(self, length: int, made: int, here: int) -> None:
        """Put a node, or for a kind below 0 a run, in place of values some of which are runs."""
        values = self.values
        first = values[-length]
        if made < 0 and type(first) is list:
            for child in values[1 - length :]:
                if type(child) is list:
                    first.extend(child)
                else:
                    first.append(cast("Element", child))
            del values[1 - length :]
            return
        children: list[Element] = []
        for child in values[-length:]:
            if type(child) is list:
                children.extend(child)
            else:
                children.append(cast("Element", child))
        values[-length:] = (
            children if made < 0 else node_of(made, children, here - self.begins[-1]),
        )

    def _reduce_short(self, left: int, length: int, made: int, here: int) -> int:
        """Apply a rule of one symbol or none, and return the new state."""
        values, states = self.values, self.states
        if length:
            child = values[-1]
            children: list[Element] = child if type(child) is list else [cast("Element", child)]
            states.pop()
        else:
            children = []
            values.append(children)
            self.begins.append(here)
        values[-1] = children if made < 0 else node_of(made, children, here - self.begins[-1])
        state = _GOTOS[states[-1]][left]
        states.append(state)
        return state

    def reduce(self, rule: Rule, here: int) -> None:
        """Apply a rule that builds; `here` is the offset where the lookahead's trivia begins."""
        left, length, made, _, _ = rule
        if length < 2:
            self._reduce_short(left, length, made, here)
            return
        del self.states[-length:]
        del self.begins[1 - length :]
        self._reduce_runs(length, made, here)
        self.states.append(_GOTOS[self.states[-1]][left])

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
        children = [*root.children, Token(END, "", trailing)]
        return node_of(root.kind, children, root.width + len(trailing))


def _shortcut(key: tuple[int, int, int]) -> tuple[int, int]:
    below, state, lookahead = key
    while True:
        action = _ACTIONS[state].get(lookahead, 0)
        if action >= 0 or not _RULES[-1 - action][3]:
            break
        state = _GOTOS[below][_RULES[-1 - action][0]]
    _SHORTCUTS[key] = state, action
    return state, action
