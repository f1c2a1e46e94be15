"""The shape of values: the names and kinds of their members, never a value.

Gathered from a few values of many, to a bounded depth and width, and written as JSON Schema.
A member's name may be data itself, as where an object is a map by e-mail address; such names
are not kept.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from reqon.values import MISSING

_DEEPEST: Final = 6
_WIDEST: Final = 128
"""An object with more members than this is a map."""
_FEW: Final = 8
"""An object with fewer members than this is none."""
_RARE: Final = 0.2
"""Where a member is in fewer of the objects than this, on average, its name is a key."""
_MOST_ALIKE: Final = 6
"""So many names may differ in their numbers alone: `line1`, `line2`."""
_SAMPLE: Final = 24
_MOST_NAMES: Final = 300
_LONGEST_NAME: Final = 40
_MOST_DIGITS: Final = 3
_NAME: Final = re.compile(r"[@$]?[^\W\d][\w.:-]*")
_DIGITS: Final = re.compile(r"\d+")
_DATE: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_KINDS: Final[Mapping[type, str]] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
    type(MISSING): "null",
}


@dataclass(slots=True)
class Shape:
    """What some values have in common.

    `objects` counts those that are objects and `members` what these have, each with how many of
    them have it; `more` says that there are members besides, whose names are not kept. `element`
    is the shape of what the arrays hold.
    """

    kinds: set[str] = field(default_factory=set)
    objects: int = 0
    members: dict[str, Shape] = field(default_factory=dict)
    present: Counter[str] = field(default_factory=Counter)
    more: bool = False
    element: Shape | None = None

    def observe(self, value: Any, depth: int = _DEEPEST) -> None:
        """Take a value into account."""
        if isinstance(value, dict):
            self.kinds.add("object")
            self._observe_object(value, depth)
        elif isinstance(value, list):
            self.kinds.add("array")
            self._observe_array(value, depth)
        elif isinstance(value, str):
            self.kinds.add("date" if _DATE.fullmatch(value) else "string")
        else:
            self.kinds.add(_KINDS.get(type(value), "any"))

    def _observe_object(self, value: Mapping[str, Any], depth: int) -> None:
        self.objects += 1
        if not depth or max(len(value), len(self.members)) > _WIDEST:
            self.more = self.more or bool(value)
            return
        for name, member in value.items():
            if not is_name(name):
                self.more = True
                continue
            known = self.members.get(name)
            if known is None:
                known = self.members[name] = Shape()
            self.present[name] += 1
            known.observe(member, depth - 1)

    def _observe_array(self, value: list[Any], depth: int) -> None:
        if value and depth:
            self.element = self.element or Shape()
            for item in islice(value, 0, None, -(-len(value) // _SAMPLE)):
                self.element.observe(item, depth - 1)

    def schema(self, hidden: Callable[[str], bool]) -> dict[str, Any]:
        """Return the shape as a JSON Schema; members whose name is `hidden` are not named.

        The outer members come first: where there are too many names, inner ones are left out.
        """
        root: dict[str, Any] = {}
        waiting: deque[tuple[Shape, dict[str, Any]]] = deque([(self, root)])
        left = _MOST_NAMES
        while waiting:
            shape, node = waiting.popleft()
            node |= _kinds(shape.kinds)
            if shape.objects:
                names = [name for name in shape.names() if not hidden(name)][:left]
                left -= len(names)
                node["properties"] = {name: {} for name in names}
                node["required"] = [name for name in names if shape.present[name] == shape.objects]
                node["additionalProperties"] = shape.more or len(names) < len(shape.members)
                waiting += ((shape.members[name], node["properties"][name]) for name in names)
            if shape.element is not None:
                node["items"] = {}
                waiting.append((shape.element, node["items"]))
        return root

    @property
    def is_map(self) -> bool:
        """Whether the objects are maps, whose keys are data.

        They have too many keys, or hardly any in common, or the values are all of one form.
        """
        count = len(self.members)
        if count < _FEW:
            return False
        if count > _WIDEST or sum(self.present.values()) < _RARE * count * self.objects:
            return True
        names = [frozenset(member.members) for member in self.members.values()]
        return bool(names[0]) and names.count(names[0]) == count

    def names(self) -> list[str]:
        """Return the names of the members, but for those that are the keys of a map."""
        if self.is_map:
            return []
        alike = Counter(map(_pattern, self.members))
        return [name for name in self.members if alike[_pattern(name)] <= _MOST_ALIKE]


def is_name(text: object) -> bool:
    """Whether the key of an object names a member, and is not a piece of data such as an id."""
    return (
        isinstance(text, str)
        and len(text) <= _LONGEST_NAME
        and _NAME.fullmatch(text) is not None
        and sum(map(str.isdigit, text)) <= _MOST_DIGITS
    )


def _pattern(name: str) -> str:
    """Return a name with its numbers left open; one without any stays by itself."""
    return _DIGITS.sub("#", name)


def _kinds(kinds: Iterable[str]) -> dict[str, Any]:
    """Return kinds as a schema says them: numbers take integers in, texts dates."""
    found = set(kinds)
    if "any" in found or not found:
        return {}
    if "number" in found:
        found.discard("integer")
    if "string" in found:
        found.discard("date")
    dates = {"format": "date-time"} if "date" in found else {}
    types = sorted("string" if kind == "date" else kind for kind in found)
    return {"type": types[0] if len(types) == 1 else types, **dates}
