"""Diagnostics as GitHub Actions workflow commands, which show up beside the changed lines."""

from __future__ import annotations

from reqon.cli.report.checked import Checked, advice, findings

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(files: list[Checked]) -> str:
    """Return one `::error …::message` line for each diagnostic but hints."""
    lines = []
    for file, diagnostic in findings(files):
        command = _COMMANDS.get(diagnostic.severity)
        if command is None:
            continue
        start, end = file.range(diagnostic.span, "utf-32")
        properties = {
            "file": file.path,
            "line": start.line + 1,
            "endLine": end.line + 1,
            "col": start.column + 1,
            "endColumn": end.column + 1,
            "title": diagnostic.code,
        }
        listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        way_out = advice(diagnostic)
        message = f"{diagnostic.message}\nhelp: {way_out}" if way_out else diagnostic.message
        lines.append(f"::{command} {listed}::{_data(message)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
