"""Reading a parsed document whose shape nobody promises: mappings, lists and `$ref`s."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

NOTHING: Final[Mapping[str, Any]] = {}
_LONGEST_CHAIN: Final = 32


def mapping(value: object) -> Mapping[str, Any]:
    """Return `value` when it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else NOTHING


def items(value: object) -> list[Any]:
    """Return `value` when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def word(value: object) -> str:
    """Return `value` when it is text, else none."""
    return value if isinstance(value, str) else ""


def resolve(value: object, root: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow `$ref`s inside the document; a broken or circular one gives an empty mapping."""
    for _ in range(_LONGEST_CHAIN):
        node = mapping(value)
        reference = node.get("$ref")
        if not isinstance(reference, str):
            return node
        value = at_pointer(root, reference)
    return NOTHING


def at_pointer(root: Mapping[str, Any], reference: str) -> object:
    """Return what a reference such as `#/components/schemas/Order` points at, or None."""
    if not reference.startswith("#/"):
        return None
    node: object = root
    for part in reference[2:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(node, list):
            node = node[int(key)] if key.isdecimal() and int(key) < len(node) else None
        else:
            node = mapping(node).get(key)
    return node
