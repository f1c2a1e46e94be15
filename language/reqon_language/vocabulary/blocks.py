"""Every block of options by its name, and what follows from all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reqon_language.vocabulary.missions import MISSIONS
from reqon_language.vocabulary.requests import REQUESTS
from reqon_language.vocabulary.sources import SOURCES
from reqon_language.vocabulary.specs import BlockSpec
from reqon_language.vocabulary.steps import STEPS

BLOCKS: Final[Mapping[str, BlockSpec]] = {**MISSIONS, **SOURCES, **REQUESTS, **STEPS}

HYPHENATED: Final = frozenset(
    word
    for block in BLOCKS.values()
    for option in block.options.values()
    for word in option.words or ()
    if "-" in word
)
"""The words of options that are not written like a name: `date-only` reads as a subtraction."""
