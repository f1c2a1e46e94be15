"""Where the target of a store is kept; a target that reaches outside its place is refused."""

from __future__ import annotations

from pathlib import Path

from reqon.errors import ConfigurationError
from reqon_language.targets import table_problem, target_problem


def file_paths(name: str, target: str, directory: Path) -> tuple[Path, Path]:
    """Return the JSON file and the log of a target inside `directory`.

    A `/` makes sub-directories. Raises `ConfigurationError` for a target that could name
    anything outside, by whatever spelling or symbolic link.
    """
    if problem := target_problem(target):
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
    if problem := target_problem(target):
        raise _refusal(name, "memory", target, problem)
    return directory / f"{target.replace('/', '%2F')}.log"


def table_name(name: str, target: str) -> str:
    """Return the target as the name of a table, to be quoted by the database's own rules."""
    if problem := table_problem(target):
        raise _refusal(name, "sql", target, problem)
    return target


def _refusal(name: str, adapter: str, target: str, problem: str) -> ConfigurationError:
    shown = target if len(target) <= 80 else f"{target[:77]}..."
    return ConfigurationError(
        f"store {name}: the target {adapter}({shown!r}) {problem}",
        help=f'Give the store a plain name, such as {adapter}("customers").',
    )
