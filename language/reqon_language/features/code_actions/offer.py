"""A refactoring as it is offered: its title at once, its edits when it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reqon_language.edits import TextEdit

OfferKind: TypeAlias = Literal["refactor.extract", "refactor.inline", "refactor.rewrite"]


@dataclass(frozen=True, slots=True)
class Offer:
    """`name` tells an offer from the others for the same selection; `make` finds its edits.

    `introduces` is the name it gives something, which is as good as a tool can find one.
    """

    name: str
    title: str
    kind: OfferKind
    make: Callable[[], tuple[TextEdit, ...]]
    introduces: str = ""
