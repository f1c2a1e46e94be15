"""Watermarks: the shared file `sync-checkpoints.json`, read, merged and never lost silently.

    {"API-/customers": {"lastSync": "2024-01-20T09:00:00Z", "itemsSynced": 1523, …}}

One file serves all missions, so every change takes a lock and merges into what is there. An
unreadable file is never taken for an empty one, which would fetch full histories again: it is
rebuilt from its previous generation and the journals, or refused. Rulings D02 to D04.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from reqon.errors import JournalError
from reqon.files import write_atomically
from reqon.journal import segments
from reqon.journal.layout import Layout
from reqon.journal.locks import exclusive
from reqon.journal.masking import Masking
from reqon.journal.times import instant

Entry = dict[str, Any]

_OLD_NAMES: Final = {"syncedAt": "lastSync", "recordCount": "itemsSynced"}


@dataclass(frozen=True, slots=True)
class Watermarks:
    """What the file holds, with a sentence for everything that had to be mended."""

    entries: Mapping[str, Entry]
    notes: tuple[str, ...] = ()


def lookup(entries: Mapping[str, Entry], key: str, mission: str) -> Entry | None:
    """Return the watermark `mission` left under `key`, or None before its first run.

    Another mission's watermark under the same key is none of ours; the form `API:/customers`
    of older files is understood.
    """
    for candidate in (f"{mission}/{key}", key, key.replace("-", ":", 1)):
        entry = entries.get(candidate)
        if entry is not None and entry.get("mission") in (None, mission):
            return entry
    return None


def read(state_dir: Path) -> Watermarks:
    """Return all watermarks. Raises `JournalError` when they are lost."""
    layout = Layout(state_dir)
    entries = _parse(_bytes(layout.syncs))
    if entries is not None:
        return Watermarks(entries)
    if not (state_dir / "VERSION").exists() and not layout.syncs.exists():
        return Watermarks({})
    with exclusive(_lock(layout)):
        return _read_or_rebuild(layout)


def commit(
    state_dir: Path,
    key: str,
    entry: Mapping[str, Any],
    *,
    mission: str,
    execution_id: str,
    updated_at: str,
    durable: bool = True,
) -> tuple[str, ...]:
    """Merge one watermark into the file and return notices for the user.

    It never moves backwards. When another mission owns the key, ours is `{mission}/{key}`.
    Raises OSError and `JournalError`.
    """
    layout = Layout(state_dir)
    with exclusive(_lock(layout)):
        current = _read_or_rebuild(layout)
        entries = dict(current.entries)
        notes = list(current.notes)
        marked = {
            **entry,
            "mission": mission,
            "executionId": execution_id,
            "updatedAt": updated_at,
        }
        conflict = _merge(entries, key, marked)
        if conflict is not None:
            notes.append(conflict)
        _write(layout, entries, durable=durable)
    return tuple(notes)


def reset(state_dir: Path, *, mission: str | None = None, key: str | None = None) -> list[str]:
    """Forget watermarks, all or those of a mission or under a key; return their keys."""
    layout = Layout(state_dir)
    with exclusive(_lock(layout)):
        entries = dict(_read_or_rebuild(layout).entries)
        gone = [
            name
            for name, entry in entries.items()
            if (mission is None or entry.get("mission") in (None, mission))
            and (key is None or name in (key, f"{entry.get('mission')}/{key}"))
        ]
        for name in gone:
            del entries[name]
        _write(layout, entries, durable=True)
        _previous(layout).unlink(missing_ok=True)
    return gone


def _merge(entries: dict[str, Entry], key: str, entry: Entry) -> str | None:
    """Put `entry` under `key` or, where another mission owns that, under a key of its own."""
    mission = entry["mission"]
    other = entries.get(key, {}).get("mission")
    conflict = None
    if other not in (None, mission):
        own = f"{mission}/{key}"
        conflict = f"missions {other} and {mission} both sync {key!r}; {mission} uses {own!r}"
        key = own
    old = entries.get(key, {})
    merged = {**old, **entry}
    if _later(old.get("lastSync"), entry.get("lastSync")):
        merged.update({name: old[name] for name in ("lastSync", "cursor") if name in old})
    entries[key] = merged
    return conflict


def _later(old: object, new: object) -> bool:
    before, after = instant(old), instant(new)
    return before is not None and after is not None and before > after


def _read_or_rebuild(layout: Layout) -> Watermarks:
    """Return the file's content; with the lock held, for it may have to be written anew."""
    entries = _parse(_bytes(layout.syncs))
    if entries is not None:
        return Watermarks(entries)
    existed = layout.syncs.exists()
    rebuilt = _parse(_bytes(_previous(layout))) or {}
    for folder in sorted(layout.journals.iterdir()) if layout.journals.is_dir() else []:
        _merge_journal(rebuilt, folder)
    if existed and not rebuilt:
        raise JournalError(
            f"{layout.syncs} is damaged, and nothing is left to rebuild it from",
            help="Restore it from a backup. Only a file with {} in it starts all syncs afresh.",
        )
    notes = []
    if existed:
        copy = layout.syncs.with_name("sync-checkpoints.json.damaged")
        layout.syncs.replace(copy)
        notes.append(f"{layout.syncs} was damaged; it was rebuilt, and a copy is in {copy}")
    elif rebuilt:
        notes.append(f"{layout.syncs} was missing; it was rebuilt from the journals")
    _write(layout, rebuilt, durable=True)
    return Watermarks(rebuilt, tuple(notes))


def _merge_journal(entries: dict[str, Entry], folder: Path) -> None:
    if not folder.is_dir():
        return
    state = segments.read(folder, Masking()).state
    for key, entry in state.syncs.items():
        marks = {"mission": state.mission, "executionId": state.execution_id}
        _merge(entries, key, {**entry, **marks})


def _write(layout: Layout, entries: Mapping[str, Entry], *, durable: bool) -> None:
    before = _bytes(layout.syncs)
    if before is not None:
        write_atomically(_previous(layout), before, durable=False)
    data = orjson.dumps(entries, option=orjson.OPT_INDENT_2) + b"\n"
    write_atomically(layout.syncs, data, durable=durable)


def _parse(data: bytes | None) -> dict[str, Entry] | None:
    """Return the entries in `data`, or None when it is not such a file."""
    try:
        content = orjson.loads(data or b"")
    except orjson.JSONDecodeError:
        return None
    if not isinstance(content, dict) or not all(isinstance(v, dict) for v in content.values()):
        return None
    return {
        key: {_OLD_NAMES.get(name, name): value for name, value in entry.items()}
        for key, entry in content.items()
    }


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _previous(layout: Layout) -> Path:
    return layout.syncs.with_name("sync-checkpoints.json.bak")


def _lock(layout: Layout) -> Path:
    return layout.root / ".sync-checkpoints.lock"
