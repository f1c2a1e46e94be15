"""Where a target of navigation is, as the client counts: in a mission, a document or a `.env`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon.credentials import default_env_files
from reqon.project.places import place_in_document, place_in_environment
from reqon_language.features.navigation import (
    DocumentTarget,
    EnvironmentTarget,
    FieldTarget,
    FileTarget,
    NameTarget,
    Target,
)
from reqon_language.syntax.ast import Span
from reqon_server.positions import to_range
from reqon_server.workspace.paths import is_file

if TYPE_CHECKING:
    from reqon_language.features.definition import Definition
    from reqon_server.snapshot import View

_BUNDLED: Final = "x-reqon-files"
_REMOTE: Final = ("http://", "https://")
_YAML: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Located:
    """A place in a file: `name` is what the cursor goes to, `extent` all that belongs to it."""

    path: str
    name: Span
    extent: Span


def answer(
    file: View, found: Definition | None, method: str
) -> list[types.Location] | list[types.LocationLink] | None:
    """Return what a name leads to, as the client wants it of `method`, or None for nothing."""
    places = [place for target in found.targets if (place := locate(file, target))] if found else []
    if found is None or not places:
        return None
    if method not in file.snapshot.client.links:
        return [file.location(place.path, place.name) for place in places]
    encoding = file.snapshot.encoding
    return [
        types.LocationLink(
            target_uri=file.snapshot.uri_of(place.path),
            target_range=to_range(file.lines_of(place.path), place.extent, encoding),
            target_selection_range=to_range(file.lines_of(place.path), place.name, encoding),
            origin_selection_range=file.range(found.origin),
        )
        for place in places
    ]


def locate(file: View, target: Target) -> Located | None:
    """Return where a target is, None for what is in no file that can be shown."""
    if isinstance(target, NameTarget | FieldTarget):
        return Located(target.path, target.span, target.extent)
    if isinstance(target, DocumentTarget):
        return _in_document(file, target)
    if isinstance(target, EnvironmentTarget):
        return _in_environment(file, target.name)
    if isinstance(target, FileTarget):
        path = _resolved(target.path, target.target)
        return Located(path, Span(0, 0), Span(0, 0)) if path and Path(path).is_file() else None
    return None


def _resolved(path: str, text: str) -> str | None:
    if not text or text.startswith(_REMOTE) or not is_file(path):
        return None
    return os.path.normpath(Path(path).parent / text)


def _in_document(file: View, target: DocumentTarget) -> Located | None:
    path, pointer = _resolved(target.path, target.document), target.pointer
    if len(pointer) > 1 and pointer[0] == _BUNDLED:
        path, pointer = pointer[1], pointer[2:]
    if path is None:
        return None
    text = file.lines_of(path).text
    found = place_in_document(text, pointer, yaml=Path(path).suffix in _YAML)
    if found is None:
        return Located(path, Span(0, 0), Span(0, 0)) if text else None
    return Located(path, found.name, found.extent)


def _in_environment(file: View, name: str) -> Located | None:
    """Look beside the mission first, then in the folders around it."""
    for folder in Path(file.path).parents if is_file(file.path) else ():
        for path in reversed(default_env_files(folder)):
            found = place_in_environment(file.lines_of(str(path)).text, name)
            if found is not None:
                return Located(str(path), found.name, found.extent)
    return None
