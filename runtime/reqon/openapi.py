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


def load_specs(
    names: Iterable[str], folder: Path
) -> tuple[dict[str, Mapping[str, Any]], dict[str, ConfigurationError]]:
    """Read local documents relative to `folder`, the mission's; also return what went wrong.

    URLs are left out of both.
    """
    found: dict[str, Mapping[str, Any]] = {}
    failed: dict[str, ConfigurationError] = {}
    for name in dict.fromkeys(names):
        if name.startswith(_REMOTE) or not name:
            continue
        try:
            found[name] = load_spec(folder / name)
        except ConfigurationError as error:
            failed[name] = error
    return found, failed


def load_spec(path: Path) -> Mapping[str, Any]:
    """Read a document with the files it refers to bundled in, so that every `$ref` is local.

    Raises `ConfigurationError` for a file that is missing, unreadable or no mapping.
    """
    main = path.resolve()
    root = _read(main)
    files: dict[str, Any] = {}
    waiting: list[Path] = []
    bundled = _localized(root, main, main, waiting)
    while waiting:
        other = waiting.pop()
        if str(other) not in files:
            files[str(other)] = {}
            files[str(other)] = _localized(_read(other), other, main, waiting)
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


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: the OpenAPI document cannot be read: {_reason(error)}"
        raise ConfigurationError(message, help="give its path relative to the mission") from error
    value = _parse_yaml(path, text) if path.suffix in _YAML else _parse_json(path, text)
    if not isinstance(value, dict):
        message = f"{path}: not an OpenAPI document: its top level is no mapping"
        raise ConfigurationError(message, help="give an OpenAPI 3 or Swagger 2 document")
    return value


def _parse_json(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path}: not valid JSON: {error}") from error


def _parse_yaml(path: Path, text: str) -> Any:
    try:
        yaml: Any = importlib.import_module("yaml")
    except ImportError:
        message = f"{path}: reading YAML needs the package PyYAML, which is not installed"
        way_out = "install PyYAML, or convert the document to JSON"
        raise ConfigurationError(message, help=way_out) from None
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise ConfigurationError(f"{path}: not valid YAML: {error}") from error


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or "it is not UTF-8 text").lower()
