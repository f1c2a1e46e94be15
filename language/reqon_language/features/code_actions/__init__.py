"""Refactorings: what can be done with what is selected, cheap to list, made when chosen.

Each is offered only where the mission means the same afterwards. Quick fixes are the rules' own
affair (`rules/fixes`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.conditionals import rewrite_conditional
from reqon_language.features.code_actions.extract_action import extract_action
from reqon_language.features.code_actions.extract_schema import extract_schema
from reqon_language.features.code_actions.extract_transform import extract_transform
from reqon_language.features.code_actions.extract_variable import extract_variable
from reqon_language.features.code_actions.fallbacks import rewrite_fallback
from reqon_language.features.code_actions.inline_action import inline_action
from reqon_language.features.code_actions.inline_variable import inline_variable
from reqon_language.features.code_actions.introduced import introduced
from reqon_language.features.code_actions.loop_to_store import loop_to_store
from reqon_language.features.code_actions.mapping_fields import add_mapping_fields
from reqon_language.features.code_actions.offer import Offer, OfferKind
from reqon_language.features.code_actions.option_order import sort_options
from reqon_language.features.code_actions.request_source import move_source
from reqon_language.features.code_actions.schema_arms import add_schema_arms
from reqon_language.features.code_actions.selection import Selection
from reqon_language.features.code_actions.stages import rewrite_stages
from reqon_language.features.code_actions.tidy import tidied
from reqon_language.model import Project
from reqon_language.syntax.ast import Span
from reqon_language.tabstops import Stop

__all__ = ["Offer", "OfferKind", "edits_of", "refactorings", "stops_of"]

_Refactoring: TypeAlias = Callable[[Selection], Iterator[Offer]]
_ALL: Final[tuple[_Refactoring, ...]] = (
    extract_variable,
    extract_action,
    extract_transform,
    extract_schema,
    inline_variable,
    inline_action,
    rewrite_conditional,
    rewrite_fallback,
    add_schema_arms,
    add_mapping_fields,
    move_source,
    sort_options,
    rewrite_stages,
    loop_to_store,
)


def refactorings(project: Project, path: str, span: Span) -> list[Offer]:
    """Return what is offered for a selection, or a cursor, in the file at `path`."""
    selection = Selection(project, path, span)
    if selection.body is None:
        return []
    return [offer for find in _ALL for offer in find(selection)]


def edits_of(project: Project, path: str, offer: Offer) -> tuple[TextEdit, ...]:
    """Return the edits of an offer; a text that was formatted stays so."""
    return tidied(project.files[path].tree.lines.text, offer.make())


def stops_of(
    project: Project, path: str, offer: Offer, edits: Sequence[TextEdit]
) -> tuple[Stop, ...]:
    """Return where an author goes on once the edits of an offer are made: to the new name."""
    stop = introduced(project, path, edits, offer.introduces) if offer.introduces else ()
    return (stop,) if stop else ()
