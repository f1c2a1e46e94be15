"""Diagnostics as SARIF 2.1.0, the format code-scanning services read.

Lines and columns count from one, columns in UTF-16 units.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from reqon.cli.report.checked import Checked, advice, findings, fixes_of
from reqon_language.rules import RULES, Diagnostic, Fix, Related, Rule
from reqon_language.syntax.ast import Span
from reqon_language.text import Position

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note", "hint": "note"}


def render(files: list[Checked]) -> str:
    """Return a log with one run, the rules that were broken and a result per diagnostic."""
    results = list(findings(files))
    codes = sorted({diagnostic.code for _, diagnostic in results})
    driver = {
        "name": "reqon",
        "semanticVersion": version("reqon"),
        "rules": [_rule(RULES[code]) if code in RULES else {"id": code} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "results": [_result(file, found, codes.index(found.code)) for file, found in results],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.what},
        "help": {"text": f"{rule.why} {rule.fix}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(file: Checked, diagnostic: Diagnostic, index: int) -> dict[str, Any]:
    way_out = advice(diagnostic)
    text = f"{diagnostic.message}\nhelp: {way_out}" if way_out else diagnostic.message
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": _location(file, diagnostic.span)}],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": related.message},
                "physicalLocation": _related(file, related),
            }
            for number, related in enumerate(diagnostic.related)
        ]
    found = fixes_of(file, diagnostic)
    if found:
        result["fixes"] = [_fix(file, fix) for fix in found]
    return result


def _related(file: Checked, place: Related) -> dict[str, Any]:
    path, start, end = file.related(place, "utf-16")
    return {"artifactLocation": {"uri": _uri(path)}, "region": _between(start, end)}


def _location(file: Checked, span: Span) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(file.path)}, "region": _region(file, span)}


def _region(file: Checked, span: Span) -> dict[str, int]:
    return _between(*file.range(span, "utf-16"))


def _between(start: Position, end: Position) -> dict[str, int]:
    return {
        "startLine": start.line + 1,
        "startColumn": start.column + 1,
        "endLine": end.line + 1,
        "endColumn": end.column + 1,
    }


def _fix(file: Checked, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(file, edit.span), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    change = {"artifactLocation": {"uri": _uri(file.path)}, "replacements": replacements}
    return {"description": {"text": fix.title}, "artifactChanges": [change]}


def _uri(path: str) -> str:
    """Return an absolute path as a `file:` URI and a relative one as a relative reference."""
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(Path(path).as_posix())
