"""Between the client's URIs and the paths that projects know files by.

A document without a file, such as one never saved, goes by its URI.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from functools import lru_cache
from pathlib import Path

from pygls.uris import from_fs_path, to_fs_path


@lru_cache(maxsize=4096)
def to_path(uri: str) -> str:
    """Return the path of a file URI, any other URI as it is."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return os.path.normpath(path) if path else uri


@lru_cache(maxsize=4096)
def to_uri(path: str) -> str:
    """Return the URI of a path; what is a URI already stays one."""
    return (from_fs_path(path) or path) if is_file(path) else path


def is_file(path: str) -> bool:
    """Whether a path can be that of a file, not of a document that exists in the editor alone."""
    return Path(path).is_absolute() and "\0" not in path


def lies_below(path: str, folders: Container[str]) -> bool:
    """Whether one of the folders is above the path."""
    return any(above in folders for above in _parents(path))


def folders_above(path: str, tops: Container[str]) -> list[str]:
    """Return the folders above a path that lie in one of the `tops`, none for a path outside."""
    parents = [*_parents(path)]
    return parents[: next((at for at, one in enumerate(parents) if one in tops), 0)]


def _parents(path: str) -> Iterator[str]:
    while (above := os.path.dirname(path)) != path:  # noqa: PTH120 - asked of every file there is
        yield above
        path = above
