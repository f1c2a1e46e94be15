"""Fixes of RQ6003, RQ7009 and RQ7010: options that are one of a few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.syntax import ast
from reqon_language.vocabulary.blocks import BLOCKS


def _choice(block: str) -> Fixer:
    """Return the fixer for options of a block: the word most like it, else any may be meant."""

    def fixer(context: Context) -> Iterator[Fix]:
        entry = context.around(ast.Entry)
        option = BLOCKS[block].options.get(entry.key.text) if entry is not None else None
        if context.diagnostic.suggestion is not None or option is None:
            yield from context.suggested()
            return
        for word in option.words or ():
            yield context.replace(f"Replace with {quoted(word)}", word)

    return fixer


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ6003": _choice("source"),
    "RQ7009": _choice("mission"),
    "RQ7010": _choice("mission"),
}
