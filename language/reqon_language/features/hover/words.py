"""What keywords, types, adapters and the words of enumerations mean."""

from __future__ import annotations

from typing import Final

from reqon_language.features.hover.place import Hover, Place, answer
from reqon_language.keywords import keyword
from reqon_language.syntax.green import Node, Token
from reqon_language.syntax.leaves import Around, is_type_word
from reqon_language.syntax.tables import TABLES
from reqon_language.vocabulary.enumerations import ADAPTERS, ON_ERROR_POLICIES, SEVERITIES
from reqon_language.vocabulary.words import TESTED_TYPES

_KEYWORDS: Final = frozenset(TABLES.words.values()) | {
    TABLES.terminal(name)
    for name in ("ABORT_BARE", "QUEUE_BARE", "STAGE_IF", "STORE_DELETE", "CATCH_ARMS")
}
_STEPS_WITH_RUN: Final = ("action", "block", "step_arm", "steps")
_RANGE: Final = TABLES.terminal("RANGE")


def word_hover(place: Place) -> Hover | None:
    """Return what the word under the cursor means, whatever it is called elsewhere."""
    leaf, word = place.leaf, place.text
    parent = leaf.parent.kind
    if word in TESTED_TYPES and is_type_word(leaf):
        return answer(leaf.span, word, TESTED_TYPES[word])
    if leaf.token.kind in _KEYWORDS:
        return _keyword_hover(place)
    if word in ADAPTERS and leaf.within("store") is not None:
        return answer(leaf.span, f'store name: {word}("…")', ADAPTERS[word])
    if parent == "on_error" and word in ON_ERROR_POLICIES:
        return answer(leaf.span, f"onError {word}", ON_ERROR_POLICIES[word])
    if parent in ("entry", "validate") and leaf.within("validate") is not None:
        return _of_constraint(place)
    return None


def _has_range(around: Around) -> bool:
    """Whether the operation is `type in least..greatest`."""
    last = around.node.children[-1]
    return isinstance(last, Node) and any(
        isinstance(child, Token) and child.kind == _RANGE for child in last.children
    )


def _keyword_hover(place: Place) -> Hover | None:
    leaf = place.leaf
    construct = leaf.parent.kind
    if leaf.kind == "RUN" and any(around.kind in _STEPS_WITH_RUN for around in leaf.around()):
        construct = "step"
    elif leaf.kind == "IN" and construct == "binary" and leaf.within("field", "entry") is not None:
        construct = "range" if _has_range(leaf.parent) else construct
    known = keyword(leaf.token.text, construct)
    return answer(leaf.span, known.form, known.doc) if known is not None else None


_OF_CONSTRAINTS: Final = {
    "severity": "How much a constraint that does not hold matters: `error` (default) or `warning`.",
    "message": "What is said when the constraint does not hold.",
}


def _of_constraint(place: Place) -> Hover | None:
    word, leaf = place.text, place.leaf
    if leaf.kind == "KEY" and word in _OF_CONSTRAINTS:
        return answer(leaf.span, f"{word}: …", _OF_CONSTRAINTS[word])
    if word in SEVERITIES:
        return answer(leaf.span, f"severity: {word}", SEVERITIES[word])
    return None
