"""What completion may know beyond the file, given by whoever asks: this package opens no file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reqon_language.model.summary import Declaration
from reqon_language.model.types import Type


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """A file, or a `folder`, by its name."""

    name: str
    folder: bool = False


Listing: TypeAlias = Callable[[str], Sequence[FolderEntry] | None]
"""From a folder, as written relative to the file, to what is in it without the file itself.
None where that is not known yet; a folder that is not there holds nothing."""


def _unknown(_: str) -> None:
    return None


def _empty(_: str) -> tuple[FolderEntry, ...]:
    return ()


def _none() -> tuple[tuple[str, Declaration], ...]:
    return ()


def _nothing_stored(_: str) -> Type | None:
    return None


@dataclass(frozen=True, slots=True)
class Outside:
    """The world around a file.

    `variables` are the names that its environment files set. `listing` tells what is in a folder.
    `exports` are the declarations that can be imported by the text after a `from`, None where
    that is no file that can be read. `importable` yields those of all files near by, each with
    that text. `stored` is what other files put into a store, by its name, None where none does.
    """

    variables: Sequence[str] = ()
    listing: Listing = _empty
    exports: Callable[[str], Sequence[Declaration] | None] = _unknown
    importable: Callable[[], Iterable[tuple[str, Declaration]]] = _none
    stored: Callable[[str], Type | None] = _nothing_stored


NOTHING_OUTSIDE = Outside()
