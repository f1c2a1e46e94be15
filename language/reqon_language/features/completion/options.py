"""Option keys not yet given, and the words an option's value may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reqon_language.features.completion.items import Item
from reqon_language.features.cursor import Cursor, Part
from reqon_language.features.enclosing import opening
from reqon_language.model import FileModel
from reqon_language.model.facts import Entries
from reqon_language.model.file import Body
from reqon_language.syntax import ast
from reqon_language.syntax.keys import as_key
from reqon_language.vocabulary.blocks import BLOCKS
from reqon_language.vocabulary.enumerations import ADAPTERS, ON_ERROR_POLICIES
from reqon_language.vocabulary.specs import OptionSpec
from reqon_language.vocabulary.words import REQUEST_NAMES, TIME_UNITS

_PAGINATION: Final = {
    "offset": "offset(${1:offset}, ${2:100})",
    "page": "page(${1:page}, ${2:100})",
    "cursor": 'cursor(${1:cursor}, ${2:100}, "${3:next}")',
    "link": "link()",
}


MAPPING: Final = ""
"""Stands for the block name where the keys of a mapping are meant, which no table lists."""


def key_items(block: str, given: frozenset[str], sends: bool = False) -> Iterator[Item]:
    """Yield the keys of a block that are not given yet, required ones first.

    A request that `sends` something wants a body; one that reads page by page, an end.
    """
    wanted = "body" if sends else "until" if "paginate" in given else ""
    options = sorted(
        BLOCKS[block].options.values(), key=lambda spec: (not spec.required, spec.key != wanted)
    )
    for spec in options:
        if spec.key not in given:
            yield Item(
                spec.key, "option", _shape(spec), spec.doc, f"{spec.key}: ", _key_snippet(spec)
            )


def _shape(spec: OptionSpec) -> str:
    words = " | ".join(spec.words) if spec.words else " or ".join(spec.shapes)
    return f"{words} (required)" if spec.required else words


def _key_snippet(spec: OptionSpec) -> str:
    first = spec.shapes[0]
    if first in {"block", "fields"}:
        return f"{spec.key}: {{ $0 }}"
    if first == "flag":
        return f"{spec.key}: ${{1|true,false|}}"
    if first == "text":
        return f'{spec.key}: "$1"'
    if first == "list":
        return f"{spec.key}: [$1]"
    if first == "word" and spec.words:
        return f"{spec.key}: ${{1|{','.join(as_key(word) for word in spec.words)}|}}"
    return f"{spec.key}: $0"


def value_items(spec: OptionSpec, *, in_string: bool) -> Iterator[Item]:
    """Yield the words an option may have; inside a string without quotes of their own."""
    if "flag" in spec.shapes:
        yield Item("true", "keyword")
        yield Item("false", "keyword")
    if "since" in spec.shapes:
        yield from (Item(word, "implicit", "implicit", doc) for word, doc in REQUEST_NAMES.items())
    for word, doc in (spec.words or {}).items():
        if "pagination" in spec.shapes and not in_string:
            yield Item(word, "word", spec.key, doc, f"{word}(", _PAGINATION.get(word))
        elif spec.key in {"schedule", "resumeOn"} and word in {"cron", "at", "webhook", "wait"}:
            yield Item(word, "word", spec.key, doc, f"{word} ", f'{word} "$1"')
        else:
            yield Item(word, "word", spec.key, doc, word if in_string else as_key(word))


def adapter_items() -> Iterator[Item]:
    """Yield the adapters a store may have."""
    for word, doc in sorted(ADAPTERS.items(), key=lambda pair: pair[0] != "file"):
        yield Item(word, "word", "adapter", doc, snippet=f'{word}("$1")')
    yield Item("match", "keyword", doc="Choose the adapter when the mission runs.")


def policy_items() -> Iterator[Item]:
    """Yield what may follow `onError`."""
    yield from (Item(word, "word", "onError", doc) for word, doc in ON_ERROR_POLICIES.items())


def unit_items() -> Iterator[Item]:
    """Yield the units of a duration."""
    yield from (Item(f"{unit}s", "unit", "unit of time") for unit in TIME_UNITS)


def given_keys(model: FileModel, cursor: Cursor, block: str, mission: int | None) -> frozenset[str]:
    """Return the keys already written around the cursor, before it and behind it."""
    return frozenset({*_before(cursor.parts), *_behind(model, cursor, block, mission)})


def _before(parts: Sequence[Part]) -> Iterator[str]:
    inside = parts[opening(parts) + 1 :]
    for part in inside:
        if part.name in {"entry", "KEY", "field"}:
            yield part.text.strip("\"'")


def _behind(model: FileModel, cursor: Cursor, block: str, mission: int | None) -> Iterator[str]:
    """Yield keys from the tree of the whole file, except the one being typed."""
    if block == "mission":
        if mission is not None:
            for member in model.missions[mission].node.members:
                if isinstance(member.node, ast.Option):
                    at = model.missions[mission].offset + member.offset
                    yield from _keys((member.node.entry,), at, cursor)
        return
    body = model.body_at(cursor.offset)
    if body is None:
        return
    at = cursor.offset - body.offset
    found = [
        (written.span, written.entries) for written in body.facts.blocks if written.block == block
    ]
    if block == MAPPING:
        found = [(o.span, o.entries) for o in _mappings(body)]
    around = [entries for span, entries in found if span.start <= at <= span.end]
    if around:
        yield from _keys(around[-1], body.offset, cursor)


def _mappings(body: Body) -> Iterator[ast.Object]:
    yield from (step.mappings for step in body.facts.of(ast.Map) if step.mappings)
    if isinstance(body.node, ast.Transform):
        yield from (variant.mappings for variant in body.node.variants)


def _keys(entries: Entries, offset: int, cursor: Cursor) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, ast.Entry):
            span = entry.key.span.shift(offset)
            if not span.start <= cursor.offset <= span.end:
                yield entry.key.text
