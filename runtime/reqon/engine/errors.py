"""Failures of the engine itself, and which failures a mission may not handle."""

from __future__ import annotations

from reqon.errors import ConfigurationError, JournalError, ReqonError
from reqon.stores.base import FencedError


class AbortError(ReqonError):
    """The mission said `abort`."""


class NoMatchError(ReqonError):
    """No arm of a `match` took the value (ruling D17)."""


class ValidationError(ReqonError):
    """A constraint of severity `error` does not hold, and the `validate` has no `or`."""


class ExhaustedError(ReqonError):
    """A `retry` was tried as often as it allows."""


class EditedError(ConfigurationError):
    """A step that already ran was edited since, so the execution cannot go on."""


FATAL = (AbortError, JournalError, FencedError, ConfigurationError)
"""What neither `try`, `catch` nor `onError` may handle."""
