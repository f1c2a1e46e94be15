"""A checked file, and its places in the numbers each format counts in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reqon.errors import ConfigurationError
from reqon.project.files import read_text
from reqon_language.rules import Diagnostic, Fix, Related, Report, Severity
from reqon_language.syntax import Tree
from reqon_language.syntax.ast import Span
from reqon_language.text import Encoding, LineIndex, Position

MOST_SHOWN = 1000
"""How many diagnostics of one file are shown; a file with more is hardly a mission."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file with its tree and what was found in it. `path` is how the user named it."""

    path: str
    tree: Tree
    report: Report

    @property
    def lines(self) -> LineIndex:
        """The lines of its text."""
        return self.tree.lines

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The diagnostics in source order."""
        return self.report.diagnostics

    @property
    def missions(self) -> int:
        """How many missions it declares."""
        return len(self.report.model.missions)

    def only(self, severity: Severity) -> Checked:
        """Return the file with the diagnostics of one severity."""
        kept = tuple(found for found in self.diagnostics if found.severity == severity)
        return replace(self, report=replace(self.report, diagnostics=kept))

    @property
    def shown(self) -> tuple[Diagnostic, ...]:
        """The diagnostics to show."""
        return self.diagnostics[:MOST_SHOWN]

    def range(self, span: Span, encoding: Encoding) -> tuple[Position, Position]:
        """Return where a span begins and ends, zero-based."""
        start = self.lines.position(span.start, encoding)
        return start, self.lines.position(span.end, encoding)

    def related(self, place: Related, encoding: Encoding) -> tuple[str, Position, Position]:
        """Return the file of a related place, and where it begins and ends there.

        A file that cannot be read is shown from its beginning.
        """
        if place.path is None:
            return self.path, *self.range(place.span, encoding)
        path = Path(place.path)
        name = str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
        try:
            lines = LineIndex(read_text(path)) if place.span.end else LineIndex("")
        except ConfigurationError:
            lines = LineIndex("")
        start = lines.position(min(place.span.start, len(lines.text)), encoding)
        return name, start, lines.position(min(place.span.end, len(lines.text)), encoding)


def count(files: list[Checked], severity: Severity) -> int:
    """Return the number of diagnostics of one severity."""
    return sum(found.severity == severity for file in files for found in file.diagnostics)


def findings(files: list[Checked]) -> Iterator[tuple[Checked, Diagnostic]]:
    """Yield what is to be shown, file by file."""
    for file in files:
        for diagnostic in file.shown:
            yield file, diagnostic


def fixes_of(file: Checked, diagnostic: Diagnostic) -> tuple[Fix, ...]:
    """Return the quick fixes of a finding, the preferred one first."""
    from reqon_language.rules.fixes import fixes

    return fixes(file.report.model, file.tree, diagnostic)


def advice(diagnostic: Diagnostic) -> str | None:
    """Return the way out in one phrase."""
    if diagnostic.help is not None:
        return diagnostic.help
    if diagnostic.suggestion is None:
        return None
    return f"replace it with `{diagnostic.suggestion}`" if diagnostic.suggestion else "remove it"
