"""Errors a user may see: what happened, where, and what to do about it.

Everything raised on purpose by the runtime derives from `ReqonError`; its text is complete
without a traceback. `exit_code` is the command's exit status (specification 5.3).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a mission file; `line` and `column` are one-based, as editors show them."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class ReqonError(Exception):
    """A failure with a message fit for the user.

    `help` is the way out, in one sentence; `location` is where in the mission it happened.
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        location: Location | None = None,
        help: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.help = help

    def __str__(self) -> str:
        text = f"{self.location}: {self.message}" if self.location else self.message
        return f"{text}\n  help: {self.help}" if self.help else text


class ProgramError(ReqonError):
    """The mission text has errors; nothing was run."""

    exit_code = 2


class ConfigurationError(ReqonError):
    """Something outside the mission text is missing or wrong: options, files, credentials."""

    exit_code = 3


class EvaluationError(ReqonError):
    """An expression could not be evaluated."""


class StoreError(ReqonError):
    """A store could not be read or written; its files are as they were."""


class JournalError(ReqonError):
    """The execution journal could not be written or trusted."""
