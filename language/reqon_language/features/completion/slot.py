"""What completion looks for at a place, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from reqon_language.vocabulary.specs import OptionSpec

Want: TypeAlias = Literal[
    "source", "store", "schema", "transform", "action", "type", "adapter", "policy", "unit",
    "expression", "pattern", "key", "field", "value", "parameter", "environment",
    "imported", "import", "context", "contract", "distribution",
]  # fmt: skip
Keywords: TypeAlias = Literal["statement", "operand", "rest", "none"]


@dataclass(frozen=True, slots=True)
class Slot:
    """What is wanted, most relevant first, and which of the accepted keywords fit.

    `block` names the option block whose keys, `spec` the option whose words are wanted;
    `target` is the schema whose fields a mapping sets, or the `Source.operation` whose
    parameters (`block` "params") or body a call gives. `mapped` is the key whose value is wanted.
    """

    wants: tuple[Want, ...] = ()
    keywords: Keywords = "none"
    block: str = ""
    spec: OptionSpec | None = None
    target: str = ""
    mapped: str = ""


NOTHING: Final = Slot()
OPERAND: Final = Slot(("expression",), "operand")
PATTERN: Final = Slot(("pattern", "expression"), "operand")
