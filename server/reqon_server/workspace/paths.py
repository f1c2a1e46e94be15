"""Between the client's URIs and the paths that projects know files by.

A document without a file, such as one never saved, goes by its URI.
"""

from __future__ import annotations

from functools import lru_cache

from pygls.uris import from_fs_path, to_fs_path


@lru_cache(maxsize=4096)
def to_path(uri: str) -> str:
    """Return the path of a file URI, any other URI as it is."""
    return to_fs_path(uri) or uri if uri.startswith("file:") else uri


@lru_cache(maxsize=4096)
def to_uri(path: str) -> str:
    """Return the URI of a path; what is a URI already stays one."""
    return (from_fs_path(path) or path) if is_file(path) else path


def is_file(path: str) -> bool:
    """Whether a path names a file, not a document that exists in the editor alone."""
    return ":" not in path.partition("/")[0] or path[1:3] in (":\\", ":/")
