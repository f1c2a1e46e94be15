"""Where in a document or an environment file something stands: text in, places out.

Documents are read as streams of tokens up to the place that is looked for, and never as values,
so a large one costs what stands before that place. Offsets are code points.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from reqon_language.syntax.ast import Span

_JSON_TOKEN: Final = re.compile(r'"(?:\\.|[^"\\])*"|[{}\[\]]|[^\s{}\[\]:,"]+')
_OPENING: Final[dict[str, Kind]] = {"{": "mapping", "[": "list"}
_EXPORT: Final = r"^[ \t]*(?:export[ \t]+)?"

Kind: TypeAlias = Literal["mapping", "list", "end", "scalar"]


@dataclass(frozen=True, slots=True)
class Place:
    """`name` is the key or value looked for, `extent` the key with all that belongs to it."""

    name: Span
    extent: Span


@dataclass(frozen=True, slots=True)
class _Event:
    kind: Kind
    span: Span
    value: str = ""


@dataclass(slots=True)
class _Level:
    """An open list or mapping. `trail` says how many keys of the pointer lead to it."""

    kind: Kind
    trail: int | None
    begins: int
    place: Span | None = None
    index: int = 0
    key: str | None = None
    key_span: Span = field(default_factory=lambda: Span(0, 0))


def place_in_document(text: str, pointer: Sequence[str], *, yaml: bool) -> Place | None:
    """Return where the keys of `pointer` lead in a document, or as far as they do lead.

    None where not even the first key is there. What stands behind a syntax error is not found.
    """
    found: Place | None = None
    deepest = 0
    for place, depth in _on_trail(_yaml(text) if yaml else _json(text), pointer):
        if depth > deepest:
            found, deepest = place, depth
        if depth == len(pointer):
            break
    return found


def place_in_environment(text: str, name: str) -> Place | None:
    """Return where an environment file sets a variable; of several lines the last one counts."""
    found = None
    for line in re.finditer(rf"{_EXPORT}({re.escape(name)})[ \t]*=[^\r\n]*", text, re.MULTILINE):
        found = Place(Span(*line.span(1)), Span(line.start(1), line.end()))
    return found


def _on_trail(events: Iterator[_Event], pointer: Sequence[str]) -> Iterator[tuple[Place, int]]:
    """Yield the places along the pointer, each when it ends, with the number of keys so far."""
    levels: list[_Level] = []
    for event in events:
        above = levels[-1] if levels else None
        if event.kind == "end":
            closed = levels.pop()
            if closed.place is not None and closed.trail is not None:
                yield Place(closed.place, Span(closed.begins, event.span.end)), closed.trail
            if levels:
                _next(levels[-1])
            continue
        if above is not None and above.kind == "mapping" and above.key is None:
            if event.kind == "scalar":
                above.key, above.key_span = event.value, event.span
                continue
            above.key = ""
        trail, place, begins = _step(above, event, pointer)
        if event.kind != "scalar":
            levels.append(_Level(event.kind, trail, begins, place))
            continue
        if place is not None and trail is not None:
            named = event.span if trail == len(pointer) else place
            yield Place(named, Span(begins, event.span.end)), trail
        if above is not None:
            _next(above)


def _step(
    above: _Level | None, event: _Event, pointer: Sequence[str]
) -> tuple[int | None, Span | None, int]:
    """Return how far a value is on the trail, its key, and where the two begin."""
    if above is None:
        return 0, None, event.span.start
    key = above.key if above.kind == "mapping" else str(above.index)
    place = above.key_span if above.kind == "mapping" else event.span
    if above.trail is None or above.trail >= len(pointer) or key != pointer[above.trail]:
        return None, None, place.start
    return above.trail + 1, place, place.start


def _next(level: _Level) -> None:
    level.key = None
    level.index += 1


def _json(text: str) -> Iterator[_Event]:
    depth = 0
    for token in _JSON_TOKEN.finditer(text):
        written, span = token[0], Span(*token.span())
        if written in _OPENING:
            depth += 1
            yield _Event(_OPENING[written], span)
        elif written in "]}":
            depth -= 1
            if depth < 0:
                return
            yield _Event("end", span)
        elif written[0] == '"':
            yield _Event("scalar", Span(span.start + 1, span.end - 1), _unquoted(written))
        else:
            yield _Event("scalar", span, written)


def _unquoted(written: str) -> str:
    try:
        return str(json.loads(written, strict=False))
    except ValueError:
        return written[1:-1]


def _yaml(text: str) -> Iterator[_Event]:
    try:
        yaml: Any = importlib.import_module("yaml")
    except ImportError:
        return
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            span = Span(event.start_mark.index, event.end_mark.index)
            if isinstance(event, yaml.ScalarEvent):
                quoted = 1 if event.style in ("'", '"') else 0
                yield _Event("scalar", Span(span.start + quoted, span.end - quoted), event.value)
            elif isinstance(event, yaml.AliasEvent):
                yield _Event("scalar", span)
            elif isinstance(event, yaml.MappingStartEvent):
                yield _Event("mapping", span)
            elif isinstance(event, yaml.SequenceStartEvent):
                yield _Event("list", span)
            elif isinstance(event, yaml.CollectionEndEvent):
                yield _Event("end", span)
    except (yaml.YAMLError, ValueError):
        return
