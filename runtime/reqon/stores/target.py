"""Which names a store's target may have, so that no target reaches outside its place."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from reqon.errors import ConfigurationError

LONGEST_PART = 200
"""Bytes; file systems allow 255, and a suffix and a temporary name must still fit."""
LONGEST_TARGET = 1000
LONGEST_TABLE = 63
"""Bytes; PostgreSQL cuts longer identifiers, and two tables would become one."""

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_TABLE = re.compile(r"[^\W\d][\w./ -]*")


def file_paths(name: str, target: str, directory: Path) -> tuple[Path, Path]:
    """Return the JSON file and the log of a target inside `directory`.

    A `/` makes sub-directories. Raises `ConfigurationError` for a target that could name
    anything outside, by whatever spelling or symbolic link.
    """
    if problem := _problem(target):
        raise _refusal(name, "file", target, problem)
    *parents, last = target.split("/")
    path = directory.joinpath(*parents, f"{last}.json")
    log = directory.joinpath(*parents, f"{last}.log")
    inside = directory.parent.resolve() / directory.name
    if not path.parent.resolve().is_relative_to(inside) or path.is_symlink() or log.is_symlink():
        raise _refusal(name, "file", target, f"leads out of {directory} by a symbolic link")
    return path, log


def memory_path(name: str, target: str, directory: Path) -> Path:
    """Return the shadow log of a target inside `directory`."""
    if problem := _problem(target):
        raise _refusal(name, "memory", target, problem)
    return directory / f"{target.replace('/', '%2F')}.log"


def table_name(name: str, target: str) -> str:
    """Return the target as the name of a table, to be quoted by the database's own rules."""
    problem = _problem(target)
    if problem is None and not _TABLE.fullmatch(target):
        problem = "is no table name: use letters, digits and _, beginning with a letter"
    elif problem is None and len(target.encode()) > LONGEST_TABLE:
        problem = f"is longer than {LONGEST_TABLE} bytes"
    elif problem is None and target.lower().startswith(("_reqon", "sqlite_", "pg_")):
        problem = "begins with a prefix the database or Reqon keeps for itself"
    if problem:
        raise _refusal(name, "sql", target, problem)
    return target


def _problem(target: str) -> str | None:
    """Return what is wrong with a path-like target."""
    checks = (
        (not target, "is empty"),
        (not target.isprintable(), "holds a control character"),
        (target.startswith("/") or "\\" in target or ":" in target, "is not a relative name"),
        (len(target.encode(errors="replace")) > LONGEST_TARGET, "is too long"),
        (
            unicodedata.normalize("NFKC", target) != target,
            "holds look-alike characters; write it in their plain form",
        ),
    )
    for wrong, problem in checks:
        if wrong:
            return problem
    for part in target.split("/"):
        if part.startswith(".") or not part.strip() or part != part.strip():
            return "may not leave its directory, nor have hidden or empty parts"
        if len(part.encode()) > LONGEST_PART:
            return f"has a part longer than {LONGEST_PART} bytes"
        if _RESERVED.fullmatch(part):
            return "is a device name on some systems"
    return None


def _refusal(name: str, adapter: str, target: str, problem: str) -> ConfigurationError:
    shown = target if len(target) <= 80 else f"{target[:77]}..."
    return ConfigurationError(
        f"store {name}: the target {adapter}({shown!r}) {problem}",
        help=f'Give the store a plain name, such as {adapter}("customers").',
    )
