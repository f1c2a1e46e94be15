"""Diagnostics for programs: a JSON array, hints included.

Places are counted as in the Language Server Protocol: from zero, columns in UTF-16 units.
"""

from __future__ import annotations

import json
from typing import Any

from reqon.cli.report.checked import Checked, advice, findings, fixes_of
from reqon_language.rules import Fix, Related
from reqon_language.syntax.ast import Span
from reqon_language.text import Position


def render(files: list[Checked]) -> str:
    """Return an array of {file, code, severity, message, range, help?, fixes?, tags?, related?}."""
    items = []
    for file, diagnostic in findings(files):
        item: dict[str, Any] = {
            "file": file.path,
            "code": diagnostic.code,
            "severity": diagnostic.severity,
            "message": diagnostic.message,
            "range": _range(file, diagnostic.span),
        }
        way_out = advice(diagnostic)
        if way_out is not None:
            item["help"] = way_out
        found = fixes_of(file, diagnostic)
        if found:
            item["fixes"] = [_fix(file, fix) for fix in found]
        if diagnostic.tags:
            item["tags"] = list(diagnostic.tags)
        if diagnostic.related:
            item["related"] = [_related(file, place) for place in diagnostic.related]
        items.append(item)
    return json.dumps(items, indent=2, ensure_ascii=False)


def _related(file: Checked, place: Related) -> dict[str, Any]:
    path, start, end = file.related(place, "utf-16")
    found: dict[str, Any] = {"message": place.message, "range": _between(start, end)}
    return found if place.path is None else {"file": path, **found}


def _fix(file: Checked, fix: Fix) -> dict[str, Any]:
    edits = [{"range": _range(file, edit.span), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safety": fix.safety, "edits": edits}


def _range(file: Checked, span: Span) -> dict[str, dict[str, int]]:
    return _between(*file.range(span, "utf-16"))


def _between(start: Position, end: Position) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": start.line, "character": start.column},
        "end": {"line": end.line, "character": end.column},
    }
