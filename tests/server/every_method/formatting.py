"""What the formatting methods have to answer about the projects of `marked`."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from reqon_language.features.formatting import format_text
from server.every_method.asking import Asking
from server.every_method.rows import errors, row

OPTIONS = types.FormattingOptions(tab_size=2, insert_spaces=True)


@row(types.TEXT_DOCUMENT_FORMATTING)
async def formatting(asking: Asking) -> None:
    for file, text in asking.texts.files.items():
        params = types.DocumentFormattingParams(options=OPTIONS, **asking.document(file))
        found = await asking.ask(types.TEXT_DOCUMENT_FORMATTING, params)
        assert asking.applied(file, found) == format_text(text)


async def _ranges(asking: Asking, method: str, params: Any) -> None:
    file = asking.mark("target").file
    found = await asking.ask(method, params)
    after = asking.applied(file, found or [])
    assert errors(after) == errors(asking.texts.files[file])
    lines = (asking.range("target").start.line, asking.range("stored").start.line)
    for one in found or []:
        assert lines[0] - 1 <= one.range.start.line <= one.range.end.line <= lines[1] + 1


def _selected(asking: Asking) -> types.Range:
    return types.Range(asking.range("target").start, asking.range("stored").end)


@row(types.TEXT_DOCUMENT_RANGE_FORMATTING)
async def range_formatting(asking: Asking) -> None:
    document = asking.document(asking.mark("target").file)
    params = types.DocumentRangeFormattingParams(
        range=_selected(asking), options=OPTIONS, **document
    )
    await _ranges(asking, types.TEXT_DOCUMENT_RANGE_FORMATTING, params)


@row(types.TEXT_DOCUMENT_RANGES_FORMATTING)
async def ranges_formatting(asking: Asking) -> None:
    document = asking.document(asking.mark("target").file)
    params = types.DocumentRangesFormattingParams(
        ranges=[_selected(asking)], options=OPTIONS, **document
    )
    await _ranges(asking, types.TEXT_DOCUMENT_RANGES_FORMATTING, params)


@row(types.TEXT_DOCUMENT_ON_TYPE_FORMATTING)
async def on_type_formatting(asking: Asking) -> None:
    """A line that is indented as it should be stays."""
    file, line = asking.mark("run").file, asking.range("run").start.line
    params = types.DocumentOnTypeFormattingParams(
        position=types.Position(line, 2), ch="\n", options=OPTIONS, **asking.document(file)
    )
    found = await asking.ask(types.TEXT_DOCUMENT_ON_TYPE_FORMATTING, params)
    assert asking.applied(file, found or []) == asking.texts.files[file]
