"""Diagnostics as JUnit XML, which build servers show beside the tests.

One suite per file. Errors are failed cases; warnings and notes are cases that passed and say what
was found, so that the servers agree with the exit status. Hints are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from reqon.cli.report.checked import Checked, advice
from reqon_language.rules import Diagnostic

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(files: Sequence[Checked]) -> str:
    """Return a document with a case for each diagnostic, or one that passed for a clean file."""
    suites = ET.Element("testsuites", name="reqon check")
    total = failed = 0
    for file in files:
        shown = [found for found in file.shown if found.severity != "hint"]
        failures = sum(found.severity == "error" for found in shown)
        tests = max(1, len(shown))
        suite = ET.SubElement(
            suites,
            "testsuite",
            name=_text(file.path),
            tests=str(tests),
            failures=str(failures),
            errors="0",
            skipped="0",
            time="0",
        )
        for diagnostic in shown:
            _case(suite, file, diagnostic)
        if not shown:
            ET.SubElement(suite, "testcase", name="check", classname=_text(file.path), time="0")
        total, failed = total + tests, failed + failures
    suites.attrib |= {"tests": str(total), "failures": str(failed), "errors": "0", "time": "0"}
    ET.indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(suites, encoding="unicode")


def _case(suite: ET.Element, file: Checked, diagnostic: Diagnostic) -> None:
    start, _ = file.range(diagnostic.span, "utf-32")
    place = f"{start.line + 1}:{start.column + 1}"
    case = ET.SubElement(
        suite,
        "testcase",
        name=f"{diagnostic.code} at {place}",
        classname=_text(file.path),
        time="0",
    )
    way_out = advice(diagnostic)
    lines = [
        f"{file.path}:{place}: {diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}",
        *([f"help: {way_out}"] if way_out else []),
    ]
    text = _text("\n".join(lines))
    if diagnostic.severity == "error":
        kind, message = diagnostic.code, _text(diagnostic.message)
        ET.SubElement(case, "failure", type=kind, message=message).text = text
    else:
        ET.SubElement(case, "system-out").text = text


def _text(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
