"""What is wrong with a program that parsed but cannot run. Nothing has run when these are raised.

Which rule was broken is decided where a construct is compiled.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from reqon.errors import ConfigurationError, ProgramError


class PlanError(ProgramError):
    """A declaration or a step has no meaning the runtime could give it."""


class UnsupportedError(PlanError):
    """The language knows the construct; this runtime does not run it."""


class MissingDeclarationError(ConfigurationError):
    """A mission uses a source or a store it never declares, or has no `run` (D19, D35)."""


def nearest(word: str, choices: Iterable[str], otherwise: str | None = None) -> str | None:
    """Return a sentence that names the choice most like `word`, or lists the choices."""
    known = sorted(choices)
    if close := get_close_matches(word, known, n=1):
        return f"Did you mean `{close[0]}`?"
    if known:
        return f"Known here: {', '.join(f'`{name}`' for name in known)}."
    return otherwise
