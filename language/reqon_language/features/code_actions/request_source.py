"""The source of a request: in front of its path, or among its options."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.rules.fixes import placing
from reqon_language.syntax import ast


def move_source(selection: Selection) -> Iterator[Offer]:
    """Offer it on a request that names its source in one of the two ways."""
    step = selection.around(ast.Fetch)
    if step is None or selection.commented(selection.extent(step)):
        return
    source = step.source
    if source is not None and (step.options is None or step.options.get("source") is None):
        yield Offer(
            "source as option",
            "Name the source among the options",
            "refactor.rewrite",
            lambda: _as_option(selection, step, source),
        )
    given = step.options.get("source") if step.options is not None else None
    if step.source is None and given is not None and isinstance(given.value, ast.Name):
        yield Offer(
            "source in front",
            "Name the source in front of the path",
            "refactor.rewrite",
            lambda: _in_front(selection, step, given),
        )


def _as_option(
    selection: Selection, step: ast.Fetch, source: ast.Identifier
) -> tuple[TextEdit, ...]:
    path, name = selection.extent(step.path), selection.extent(source)
    if name.start < path.start:
        gone = TextEdit(ast.Span(name.start, path.start), "")
    else:
        gone = TextEdit(ast.Span(path.end, name.end), "")
    given = f"source: {source.text}"
    if step.options is None:
        at = max(path.end, name.end)
        if gone.span.end == at:
            return (TextEdit(gone.span, f" {{ {given} }}"),)
        return gone, placing.insert(at, f" {{ {given} }}")
    entries = step.options.entries
    last = selection.extent(entries[-1]) if entries else None
    block = selection.extent(step.options)
    return gone, *placing.option(selection.text, block, last, given)


def _in_front(selection: Selection, step: ast.Fetch, given: ast.Entry) -> tuple[TextEdit, ...]:
    name = selection.written(given.value)
    front = placing.insert(selection.extent(step.path).start, f"{name} ")
    options = step.options
    if options is None or len(options.entries) == 1:
        end = selection.extent(step.path).end
        return front, TextEdit(ast.Span(end, selection.extent(step).end), "")
    number = options.entries.index(given)
    comma = None
    if number:
        behind = selection.extent(options.entries[number - 1]).end
        at = placing.skip_gap(selection.text, behind)
        comma = at if selection.text[at : at + 1] == "," else None
    return front, *placing.entry_removal(selection.text, selection.extent(given), comma)
