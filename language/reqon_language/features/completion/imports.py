"""What an `import` may bring: the names another file declares, and the form around them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.features.completion.file import File
from reqon_language.features.completion.items import DECLARED, Item
from reqon_language.features.completion.outside import Outside
from reqon_language.features.cursor import Cursor
from reqon_language.features.enclosing import opening
from reqon_language.model.summary import Declaration
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span

_BRACES: Final = {"LBRACE", "NL_LBRACE"}
_NAME: Final = re.compile(r"[A-Za-z_]\w*")
_FROM: Final = r"""(?P<from>[ \t]*\bfrom\b[ \t]*(?:["'](?P<path>[^"'\n]*))?)?"""
_CLOSED: Final = re.compile(rf"(?P<names>[\w\s,]*)(?P<brace>\}}){_FROM}")
# A list that is not closed ends with its line.
_UNCLOSED: Final = re.compile(rf"(?P<names>[\w \t,]*?){_FROM}[ \t]*(?:\r?\n|\Z|[;\"'])")


@dataclass(frozen=True, slots=True)
class _Behind:
    """What follows a place in an import: where its list ends, and what it already says.

    `path` is the text after `from`, None where that is not there; `said` whether `from` is.
    """

    closed: int | None
    names: frozenset[str]
    said: bool
    path: str | None


def in_import_list(cursor: Cursor) -> bool:
    """Whether the cursor is where a name in the braces of an `import` may stand."""
    at = opening(cursor.parts)
    if at < 1 or cursor.parts[at].name not in _BRACES or cursor.parts[at - 1].name != "IMPORT":
        return False
    return at == len(cursor.parts) - 1 or cursor.last == "COMMA"


def listed_items(file: File, cursor: Cursor, outside: Outside) -> Iterator[Item]:
    """Yield the names that may stand in the braces at the cursor.

    These are what the file after `from` declares. Where `from` is still to come, the names of all
    files near by bring it along. Of a file that cannot be read, the names that are used here and
    declared nowhere are all that is known; elsewhere those come first.
    """
    behind = _behind(file.text, cursor.offset)
    inside = cursor.parts[opening(cursor.parts) + 1 :]
    before = {part.text for part in inside if part.name == "NAME"}
    given = {*behind.names, *before, *_imported(file, cursor.replace)}
    if behind.path is None:
        yield from (
            _bringing(path, one, behind)
            for path, one in _near(file, outside)
            if one.name not in given
        )
    yield from _exported(file, outside, behind.path or "", given)


def import_items(file: File, cursor: Cursor, outside: Outside) -> Iterator[Item]:
    """Yield what may follow the word `import`: a whole import, and the form of one."""
    behind = _behind(file.text, cursor.offset)
    if behind.path is not None:
        yield from _exported(file, outside, behind.path, _imported(file, cursor.replace))
        return
    if behind.said or behind.names - {cursor.word}:
        return
    given, used = _imported(file, cursor.replace), _undeclared(file)
    form = Item(
        "{ … }", "word", 'import { names } from "file"', insert="{ ", snippet='{ $2 } from "$1"'
    )
    last: list[Item] = []
    for path, one in _near(file, outside):
        if one.name not in given:
            text = f'{{ {one.name} }} from "{path}"'
            item = Item(one.name, DECLARED[one.kind], f"{one.kind} of {path}", insert=text)
            if one.name in used:
                yield item
            else:
                last.append(item)
    yield form
    yield from last


def _exported(file: File, outside: Outside, path: str, given: Collection[str]) -> Iterator[Item]:
    exports, used = outside.exports(path), _undeclared(file)
    for one in _used_first(exports or (), used):
        if one.name not in given:
            detail = f"{one.kind} · {one.detail}" if one.detail else one.kind
            yield Item(one.name, DECLARED[one.kind], detail)
    if exports is None:
        for name in used:
            if name not in given:
                yield Item(name, "variable", "used here, declared nowhere")


def _bringing(path: str, declaration: Declaration, behind: _Behind) -> Item:
    """Return the proposal of a name that says after the list which file it is from."""
    detail = f"{declaration.kind} of {path}"
    name, kind, more = declaration.name, DECLARED[declaration.kind], f' from "{path}"'
    if behind.said:
        return Item(name, kind, detail)
    if behind.closed is None:
        return Item(name, kind, detail, insert=f"{name} }}{more}")
    edit = TextEdit(Span(behind.closed, behind.closed), more)
    return Item(name, kind, detail, edits=(edit,))


def _near(file: File, outside: Outside) -> list[tuple[str, Declaration]]:
    used = _undeclared(file)
    return sorted(outside.importable(), key=lambda pair: pair[1].name not in used)


def _used_first(found: Iterable[Declaration], used: Collection[str]) -> list[Declaration]:
    return sorted(found, key=lambda one: one.name not in used)


def _undeclared(file: File) -> list[str]:
    """Return the names that are used in the file and declared nowhere, in their order."""
    names = (
        reference.name
        for reference in file.model.references()
        if reference.problem == "undefined" and reference.kind in DECLARED
    )
    return list(dict.fromkeys(names))


def _imported(file: File, typing: Span) -> frozenset[str]:
    """Return the names that the file imports, but for the one being typed."""
    return frozenset(
        name.text
        for item in file.model.program.items
        if isinstance(item.node, ast.Import)
        for name in item.node.names
        if name.span.shift(item.offset).start != typing.start
    )


def _behind(text: str, offset: int) -> _Behind:
    closed = _CLOSED.match(text, offset)
    found = closed or _UNCLOSED.match(text, offset)
    if found is None:
        return _Behind(None, frozenset(), said=False, path=None)
    names = frozenset(_NAME.findall(found["names"]))
    end = closed.end("brace") if closed is not None else None
    return _Behind(end, names, said=found["from"] is not None, path=found["path"])
