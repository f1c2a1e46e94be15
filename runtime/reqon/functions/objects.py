"""Functions of objects and of stores as objects; null has no members."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from reqon.functions.arguments import is_null, record, string
from reqon.values import MISSING, StoreView, get_item, text


def keys(value: Any) -> list[str]:
    """Return the member names of an object or the keys of a store."""
    return value.store.keys() if isinstance(value, StoreView) else list(record(value, "keys"))


def values(value: Any) -> list[Any]:
    """Return the member values of an object or the records of a store."""
    if isinstance(value, StoreView):
        return value.records()
    return list(record(value, "values").values())


def entries(value: Any) -> list[list[Any]]:
    """Return the members as pairs of name and value."""
    pairs = value.store.scan() if isinstance(value, StoreView) else record(value, "entries").items()
    return [[name, item] for name, item in pairs]


def has_key(value: Any, key: Any) -> bool:
    """Say whether an object has a member or a store a record."""
    if is_null(key):
        return False
    if isinstance(value, StoreView):
        return value.store.get(text(key)) is not None
    return text(key) in record(value, "hasKey")


def _names(arguments: tuple[Any, ...], user: str) -> list[str]:
    """Flatten names given one by one, in arrays, or both."""
    names: list[str] = []
    for argument in arguments:
        given = argument if isinstance(argument, list) else [argument]
        names.extend(string(name, user) for name in given)
    return names


def pick(value: Any, *names: Any) -> dict[str, Any]:
    """Return the object with only the named members."""
    members = record(value, "pick")
    return {name: members[name] for name in _names(names, "pick") if name in members}


def omit(value: Any, *names: Any) -> dict[str, Any]:
    """Return the object without the named members."""
    unwanted = frozenset(_names(names, "omit"))
    members = record(value, "omit")
    return {name: item for name, item in members.items() if name not in unwanted}


def merge(*objects: Any) -> dict[str, Any]:
    """Return the members of all objects; a later one wins."""
    merged: dict[str, Any] = {}
    for value in objects:
        merged.update(record(value, "merge"))
    return merged


def get(container: Any, key: Any) -> Any:
    """Return the record, member or element under `key`, or None."""
    found = get_item(container, key)
    return None if found is MISSING else found


IMPLEMENTATIONS: Final[dict[str, Callable[..., Any]]] = {
    "keys": keys,
    "values": values,
    "entries": entries,
    "hasKey": has_key,
    "pick": pick,
    "omit": omit,
    "merge": merge,
    "get": get,
}
