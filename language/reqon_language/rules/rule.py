"""A rule: its code, its documentation and how its findings are made.

The examples are short; `Rule.program` completes one to a whole file, so that every example is
checked as it stands in the documentation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import dedent, indent
from typing import Final, Literal, TypeAlias

from reqon_language.rules.diagnostic import Diagnostic, Related, Severity, Tag
from reqon_language.rules.fix import Safety
from reqon_language.rules.surroundings import NOTHING_KNOWN, Surroundings
from reqon_language.syntax.ast import Span

Frame: TypeAlias = Literal["file", "members", "declarations", "steps"]

_HEAD = """mission Example {
  source Api { auth: none, base: "https://api.example.com" }
  store orders: file("orders")
  action Fetch {
    get "/orders"
    store response -> orders { key: .id }
  }
"""
FRAMES: Final[dict[Frame, tuple[str, str, str]]] = {
    "file": ("", "", ""),
    "members": (f"{_HEAD}  run Fetch\n", "  ", "}\n"),
    "declarations": (_HEAD, "  ", "}\n"),
    "steps": (f"{_HEAD}  action Sync {{\n", "    ", "  }\n  run Fetch then Sync\n}\n"),
}
"""What surrounds an example: text before it, its indentation, text behind it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A diagnostic's code and documentation.

    `what`, `why` and `fix` are sentences. `bad` is reported by this rule and no other, `good`
    by none; both stand inside `frame`, and `surroundings` is what a check of them has to know.
    `safety` is that of its quick fixes, where one does not say otherwise of itself.
    """

    code: str
    severity: Severity
    title: str
    what: str
    why: str
    fix: str
    bad: str
    good: str
    frame: Frame = "file"
    tags: tuple[Tag, ...] = ()
    surroundings: Surroundings = NOTHING_KNOWN
    safety: Safety = "unsafe"

    def at(
        self,
        span: Span,
        message: str,
        *,
        help: str | None = None,  # noqa: A002
        suggestion: str | None = None,
        related: Sequence[Related] = (),
        severity: Severity | None = None,
    ) -> Diagnostic:
        """Return a finding of this rule at `span`."""
        return Diagnostic(
            self.code,
            severity or self.severity,
            message,
            span,
            tuple(related),
            suggestion,
            self.tags,
            help,
        )

    def program(self, example: str) -> str:
        """Return a whole file around `bad` or `good`."""
        before, margin, after = FRAMES[self.frame]
        return before + indent(dedent(example).strip("\n"), margin) + "\n" + after

    def place(self, program: str) -> range:
        """Return the offsets of the example in a program made by `program`."""
        before, _, after = FRAMES[self.frame]
        return range(len(before), len(program) - len(after))

    def excerpt(self, program: str) -> str:
        """Return the example in a program made by `program` and edited.

        That is the whole program where the edits changed what surrounds the example.
        """
        before, _, after = FRAMES[self.frame]
        if program.startswith(before) and program.endswith(after):
            place = self.place(program)
            return dedent(program[place.start : place.stop]).strip("\n")
        return program.rstrip("\n")
