"""Reading the OpenAPI documents that sources name: local JSON and YAML files.

What a document means is the language package's; this finds and reads the files, other files
they refer to included. A URL is never fetched here: typing touches no network. YAML needs the
package PyYAML; without it a YAML document is an error that says so.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from reqon.errors import ConfigurationError
from reqon.project.files import Reader, read_text, shown
from reqon_language.syntax import ast

_FILES: Final = "x-reqon-files"
"""The member of a document that holds the other files it refers to."""
_REMOTE: Final = ("http://", "https://")
_YAML: Final = (".yaml", ".yml")


def spec_names(program: ast.Program) -> Iterator[str]:
    """Yield the documents that the sources of a program name, as written."""
    nodes: list[object] = [item.node for item in program.items]
    for mission in program.missions():
        nodes += [member.node for member in mission.node.members]
    for node in nodes:
        if isinstance(node, ast.Source) and node.spec is not None:
            yield str(node.spec.value)


def is_remote(name: str) -> bool:
    """Whether a document is named by its URL."""
    return name.startswith(_REMOTE)


class DocumentError(ConfigurationError):
    """A document cannot be used: `path` is the file at fault, `offset` where in it, if known."""

    def __init__(self, path: Path, reason: str, way_out: str, offset: int | None = None) -> None:
        super().__init__(f"{path}: {reason}", help=way_out)
        self.path = path
        self.reason = reason
        self.offset = offset


def load_specs(
    names: Iterable[str], folder: Path, read: Reader = read_text
) -> tuple[dict[str, Mapping[str, Any]], dict[str, DocumentError]]:
    """Read local documents relative to `folder`, the mission's; also return what went wrong.

    URLs are left out of both.
    """
    found: dict[str, Mapping[str, Any]] = {}
    failed: dict[str, DocumentError] = {}
    for name in dict.fromkeys(names):
        if is_remote(name) or not name:
            continue
        try:
            found[name] = load_spec(folder / name, read)
        except DocumentError as error:
            failed[name] = error
    return found, failed


def load_spec(path: Path, read: Reader = read_text) -> Mapping[str, Any]:
    """Read a document with the files it refers to bundled in, so that every `$ref` is local.

    Raises `DocumentError` for a file that is missing, unreadable or no mapping.
    """
    main = path.resolve()
    root = _read(main, read)
    files: dict[str, Any] = {}
    waiting: list[Path] = []
    bundled = _localized(root, main, main, waiting)
    while waiting:
        other = waiting.pop()
        if str(other) not in files:
            files[str(other)] = {}
            files[str(other)] = _localized(_read(other, read), other, main, waiting)
    return {**bundled, _FILES: files} if files else bundled


def _localized(node: Any, path: Path, main: Path, waiting: list[Path]) -> Any:
    """Return a copy whose references point into the bundle; files still to read are noted."""
    if isinstance(node, dict):
        return {
            str(key): _reference(value, path, main, waiting)
            if key == "$ref" and isinstance(value, str)
            else _localized(value, path, main, waiting)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_localized(item, path, main, waiting) for item in node]
    return node


def _reference(text: str, path: Path, main: Path, waiting: list[Path]) -> str:
    file, _, pointer = text.partition("#")
    if file.startswith(_REMOTE):
        return text
    target = (path.parent / file).resolve() if file else path
    if target == main:
        return f"#{pointer}"
    waiting.append(target)
    escaped = str(target).replace("~", "~0").replace("/", "~1")
    return f"#/{_FILES}/{escaped}{pointer}"


def _read(path: Path, read: Reader) -> dict[str, Any]:
    try:
        text = read(path)
    except ConfigurationError as error:
        reason = error.message.removeprefix(f"{shown(path)}: ")
        if not path.exists():
            reason = "there is no such file"
        raise DocumentError(path, reason, "give its path relative to the mission") from error
    value = _parse_yaml(path, text) if path.suffix in _YAML else _parse_json(path, text)
    if not isinstance(value, dict):
        reason = "not an OpenAPI document: its top level is no mapping"
        raise DocumentError(path, reason, "give an OpenAPI 3 or Swagger 2 document", 0)
    return value


def _parse_json(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        reason = f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]} ({where})"
        raise DocumentError(path, reason, "mend the document", error.pos) from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(path, f"not valid JSON: {error}", "mend the document", 0) from error


def _parse_yaml(path: Path, text: str) -> Any:
    try:
        yaml: Any = importlib.import_module("yaml")
    except ImportError:
        reason = "reading YAML needs the package PyYAML, which is not installed"
        raise DocumentError(path, reason, "install PyYAML, or convert it to JSON") from None
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        offset = _offset(text, mark.line, mark.column) if mark else 0
        reason = f"not valid YAML: {error.problem or error.context}{where}"
        raise DocumentError(path, reason, "mend the document", offset) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DocumentError(path, f"not valid YAML: {error}", "mend the document", 0) from error


def _offset(text: str, line: int, column: int) -> int:
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[:line])) + column
