"""Where the names of a running mission live: variables, `response`, the current element.

Only reading and binding names belongs here. What a name means in an expression is decided in
`reqon.plan.expressions_names`; when a scope is opened or closed is decided by the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from random import Random
from typing import Any, Final, Protocol

from reqon.stores.base import Store
from reqon.values import MISSING


class Absent(Enum):
    """The type of `ABSENT`, which no mission value ever is."""

    ABSENT = "absent"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent.ABSENT
"""No such variable, no own `response`, no current element: unlike `MISSING`, not a value."""


@dataclass(frozen=True, slots=True)
class HttpInfo:
    """The latest HTTP response, for patterns on `code`, `status` and `headers` (ruling D27).

    `headers` have lower-case names. `body` is the very object that became `response`: patterns
    fall back to the status only for that object, not for an equal one.
    """

    status: int
    headers: Mapping[str, str]
    body: Any


class RunContext(Protocol):
    """What expressions may ask of the run they are part of."""

    @property
    def stores(self) -> Mapping[str, Store]:
        """The mission's stores by name."""
        ...

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment, `.env` files included."""
        ...

    @property
    def http(self) -> HttpInfo | None:
        """The latest response, or None before the first fetch."""
        ...

    @property
    def random(self) -> Random:
        """The source of chance for `any of` without a condition; seeded by whoever runs."""
        ...

    def now(self) -> datetime:
        """Return the current time, with a time zone."""
        ...


class Scope:
    """One level of names. Looking up climbs to the parents; binding stays here.

    A *level* (mission, action, loop iteration) may own a `response`; a *block* (match arm, `or`,
    `if`, `try`) only adds variables, and what it sets as `response` goes to the level it is in
    (language specification 4.2).
    """

    __slots__ = ("element", "level", "parent", "response", "run", "variables")

    def __init__(
        self,
        run: RunContext,
        variables: dict[str, Any] | None = None,
        parent: Scope | None = None,
        element: Any = ABSENT,
        response: Any = ABSENT,
    ) -> None:
        self.run = run
        self.variables: dict[str, Any] = {} if variables is None else variables
        self.parent = parent
        self.element = element
        self.response = response
        self.level: Scope = self

    def child(self, variables: dict[str, Any] | None = None) -> Scope:
        """Open a level: an action or a loop iteration, with no `response` of its own yet."""
        return Scope(self.run, variables, self, self.element)

    def block(self, variables: dict[str, Any] | None = None) -> Scope:
        """Open a block inside this level, for the bindings of an arm or its `let`s."""
        scope = Scope(self.run, variables, self, self.element)
        scope.level = self.level
        return scope

    def with_element(self, element: Any) -> Scope:
        """Return this scope with another current element, sharing its variables.

        Expressions keep no scope after they return, so a loop may assign `element` of the
        result again and again instead of asking for a new one.
        """
        scope = Scope(self.run, self.variables, self.parent, element, self.response)
        scope.level = self.level
        return scope

    def lookup(self, name: str) -> Any:
        """Return the innermost variable called `name`, or `ABSENT`."""
        scope: Scope | None = self
        while scope is not None:
            value = scope.variables.get(name, ABSENT)
            if value is not ABSENT:
                return value
            scope = scope.parent
        return ABSENT

    def get_response(self) -> Any:
        """Return the nearest `response`, or `MISSING` where none was set."""
        scope: Scope | None = self
        while scope is not None:
            if scope.response is not ABSENT:
                return scope.response
            scope = scope.parent
        return MISSING

    def set_response(self, value: Any) -> None:
        """Make `value` the `response` of the action or iteration this scope is in."""
        self.level.response = value
