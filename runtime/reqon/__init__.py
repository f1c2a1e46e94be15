"""Reqon from Python: run missions, resume them, look at their executions.

    result = await reqon.execute(Path("sync.vague"), resume=True)
    state = await reqon.get_execution_state("CustomerSync")

Everything public is listed in `__all__`; names are imported when they are first used, so that
`import reqon`, and the command line, start fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reqon.api import execute, execute_all, execute_sync, load_missions
    from reqon.engine.result import ErrorRecord, ExecutionResult, StoreResult
    from reqon.errors import (
        ConfigurationError,
        EvaluationError,
        JournalError,
        Location,
        ProgramError,
        ReqonError,
        StoreError,
    )
    from reqon.events import Event
    from reqon.state import get_execution_history, get_execution_state
    from reqon_language import parse

__all__ = [
    "ConfigurationError",
    "ErrorRecord",
    "EvaluationError",
    "Event",
    "ExecutionResult",
    "JournalError",
    "Location",
    "ProgramError",
    "ReqonError",
    "StoreError",
    "StoreResult",
    "execute",
    "execute_all",
    "execute_sync",
    "get_execution_history",
    "get_execution_state",
    "load_missions",
    "parse",
]

_HOME = {
    "reqon.api": ("execute", "execute_all", "execute_sync", "load_missions"),
    "reqon.engine.result": ("ErrorRecord", "ExecutionResult", "StoreResult"),
    "reqon.errors": (
        "ConfigurationError",
        "EvaluationError",
        "JournalError",
        "Location",
        "ProgramError",
        "ReqonError",
        "StoreError",
    ),
    "reqon.events": ("Event",),
    "reqon.state": ("get_execution_history", "get_execution_state"),
    "reqon_language": ("parse",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used (PEP 562)."""
    module = _MODULE_OF.get(name)
    if module is None:
        message = f"module 'reqon' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
