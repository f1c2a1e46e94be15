"""The option at a place: what the vocabulary says of it, and what was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reqon_language.model import FileModel
from reqon_language.model.file import Body
from reqon_language.syntax import ast
from reqon_language.vocabulary.blocks import BLOCKS
from reqon_language.vocabulary.specs import OptionSpec


@dataclass(frozen=True, slots=True)
class GivenOption:
    """An option as given. `block` is its entry in `vocabulary.BLOCKS`, `offset` its body's."""

    spec: OptionSpec
    block: str
    entry: ast.Entry
    offset: int


def options_in(body: Body) -> Iterator[GivenOption]:
    """Yield the options given in a body, those around others first."""
    if isinstance(body.node, ast.Option):
        given = body.node.entry
        spec = BLOCKS["mission"].options.get(given.key.text)
        if spec is not None:
            yield GivenOption(spec, "mission", given, body.offset)
    for written in body.facts.blocks:
        known = BLOCKS[written.block].options
        for entry in written.entries:
            if isinstance(entry, ast.Entry) and entry.key.text in known:
                yield GivenOption(known[entry.key.text], written.block, entry, body.offset)


def option_at(model: FileModel, offset: int) -> GivenOption | None:
    """Return the innermost option around `offset`."""
    body = model.body_at(offset)
    if body is None:
        return None
    at = offset - body.offset
    around = [one for one in options_in(body) if one.entry.span.start <= at <= one.entry.span.end]
    return min(around, key=lambda one: one.entry.span.end - one.entry.span.start, default=None)
