"""What part each keyword plays, for highlighters and the reference.

The spellings are those of the grammar; this module only sorts them. A keyword that is not
named here is a `clause` word: it belongs to the statement it stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, get_args

from reqon_language.syntax.tables import TABLES

Role: TypeAlias = Literal[
    "declaration", "request", "step", "flow", "clause", "operator", "literal", "loop"
]

ROLES: Final[Mapping[Role, str]] = {
    "declaration": "Begin a declaration",
    "request": "Send a request",
    "step": "Begin a step",
    "flow": "Steer the run",
    "loop": "Say how a loop runs",
    "clause": "Join the parts of a statement",
    "operator": "Operators",
    "literal": "Values",
}

_MEMBERS: Final[Mapping[Role, str]] = {
    "declaration": "mission source store schema transform action import let context dataset "
    "distribution contract",
    "request": "get post put patch delete GET POST PUT PATCH DELETE call",
    "step": "map apply validate assume invariant constraints clear wait pause generate",
    "flow": "run then if else match for try catch skip continue abort retry queue jump",
    "loop": "checkpoint every parallel concurrency onError",
    "operator": "and or not is in where contains startsWith endsWith any of",
    "literal": "true false null",
}


def role(word: str) -> Role:
    """Return the part a keyword plays."""
    return _ROLE_OF.get(word, "clause")


def keywords() -> dict[Role, list[str]]:
    """Return the keywords of the grammar by role, each list in alphabetical order."""
    found: dict[Role, list[str]] = {name: [] for name in get_args(Role)}
    for word in sorted(TABLES.words):
        found[role(word)].append(word)
    return {name: found[name] for name in ROLES if found[name]}


_ROLE_OF: Final[Mapping[str, Role]] = {
    word: name for name, words in _MEMBERS.items() for word in words.split()
}
