"""File paths after `from`: the files that fit there, and the folders on the way to others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reqon_language.features.completion.items import Completion, Item, ranked
from reqon_language.features.completion.outside import FolderEntry, Outside
from reqon_language.features.cursor import Cursor
from reqon_language.features.enclosing import head
from reqon_language.syntax.ast import Span

MISSIONS: Final = (".vague", ".reqon")
DOCUMENTS: Final = (".yaml", ".yml", ".json")

_REMOTE: Final = re.compile(r"\w+:")
_UPWARDS: Final = re.compile(r"(\.|(\./)?(\.\./)*(\.\.)?)?\Z")
_UNCLOSED: Final = re.compile(r"""\bimport\s*\{[\w\s,]*\bfrom\s*["'][^"']*\Z""")
_DESCRIBES: Final = re.compile(r"api|spec|swagger", re.IGNORECASE)
_DETAILS: Final = {".vague": "mission file", ".reqon": "mission file"}


def wanted_suffixes(cursor: Cursor, text: str) -> tuple[str, ...]:
    """Return the suffixes of the files that the string at the cursor may name, best first.

    None of them where the string is no path. `from` takes a document in a source, a mission file
    in an `import { … }`, even if that is not closed, and either in an `import name`.
    """
    if _UNCLOSED.search(text, text.rfind("\n", 0, cursor.offset) + 1, cursor.offset):
        return MISSIONS
    first = head(cursor.parts) if cursor.last == "FROM" else -1
    name = cursor.parts[first].name if first >= 0 else ""
    if name == "SOURCE":
        return DOCUMENTS
    if name == "IMPORT":
        listed = cursor.parts[-2].name == "RBRACE"
        return MISSIONS if listed else (*MISSIONS, *DOCUMENTS)
    return ()


def path_completion(
    typed: str, offset: int, suffixes: Sequence[str], outside: Outside
) -> Completion:
    """Return the files and folders that the last part of a half-typed path may be."""
    folder, last = typed[: typed.rfind("/") + 1] or "./", typed[typed.rfind("/") + 1 :]
    replace = Span(offset - len(last), offset)
    entries = None if _REMOTE.match(typed) else outside.listing(folder)
    if entries is None:
        # What is not known yet may be known at the next keystroke.
        return Completion((), replace, incomplete=not _REMOTE.match(typed))
    return ranked(_items(typed, last, suffixes, entries), last, replace)


def _items(
    typed: str, last: str, suffixes: Sequence[str], entries: Sequence[FolderEntry]
) -> Iterator[Item]:
    """Yield the files and folders of a folder, then the way out of it.

    What a path begins with is written as people do, `./crm.yaml`. Hidden ones are proposed where
    a dot was typed.
    """
    start = "" if "/" in typed else "./"
    dotted = start if last.startswith(".") else ""
    hidden = last.startswith(".") and "/" in typed
    shown = [entry for entry in entries if hidden or not entry.name.startswith(".")]
    fitting = [one for one in shown if not one.folder and one.name.endswith(tuple(suffixes))]
    for entry in sorted(fitting, key=lambda one: (_place(one.name, suffixes), one.name)):
        suffix = entry.name[entry.name.rfind(".") :]
        detail = _DETAILS.get(suffix, "document")
        yield Item(f"{dotted}{entry.name}", "file", detail, insert=f"{start}{entry.name}")
    for entry in sorted(shown, key=lambda one: one.name):
        if entry.folder:
            insert = f"{start}{entry.name}/"
            yield Item(f"{dotted}{entry.name}/", "folder", "folder", insert=insert)
    if _UPWARDS.match(typed):
        yield Item("../", "folder", "folder above")


def _place(name: str, suffixes: Sequence[str]) -> tuple[int, bool]:
    """Mission files come before documents, and of these those that are named for an API."""
    document = name.endswith(DOCUMENTS) and not name.endswith(MISSIONS)
    return (int(document and suffixes[0] in MISSIONS), document and not _DESCRIBES.search(name))
