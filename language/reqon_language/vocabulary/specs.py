"""How the tables say what an option is: its shapes, its words, and the block it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Shape: TypeAlias = Literal[
    "value",  # any expression
    "text",  # a string
    "path",  # a string with `{placeholders}`
    "number",  # a number, not negative
    "count",  # a whole number from 1
    "flag",  # true or false
    "duration",  # 30s, 7 days, "7d" or a plain number
    "word",  # one of `words`, bare or quoted
    "open word",  # one of `words`, or any other string
    "block",  # `{ … }` with the options of BLOCKS[block]
    "fields",  # `{ name: value }` with free names
    "list",  # `[ … ]`
    "source",
    "store",
    "pagination",
    "since",
    "schedule",
    "triggers",
]


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One option: its key, the shapes its value may have, and one line of documentation.

    `words` maps the words of an enumeration to what they mean. `block` names the entry of
    `BLOCKS` that a `{…}` value, or a `{…}` after the value, must follow. `element` says that
    the value is computed for a current element, so `.field` may be written in it. `default` is
    what holds without the option, as documentation writes it; "" where there is no one value.
    `unit` is that of a plain number, where it is not the one of its shape.
    """

    key: str
    shapes: tuple[Shape, ...]
    doc: str
    words: Mapping[str, str] | None = None
    block: str | None = None
    required: bool = False
    element: bool = False
    default: str = ""
    unit: Literal["", "ms", "s"] = ""

    @property
    def plain_unit(self) -> Literal["", "ms", "s"]:
        """The unit of a plain number: milliseconds for durations, unless `unit` says otherwise."""
        return self.unit or ("ms" if "duration" in self.shapes else "")


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """The options one kind of `{…}` block knows. `title` is how messages call the block."""

    title: str
    options: Mapping[str, OptionSpec]


def block(title: str, *options: OptionSpec) -> BlockSpec:
    """Return a block of options, each by its key."""
    return BlockSpec(title, {option.key: option for option in options})
