"""Functions of the environment, and new identifiers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

from reqon.engine.scope import RunContext
from reqon.functions.arguments import string


def env(run: RunContext, name: Any, default: Any = "") -> Any:
    """Return an environment variable; an unset one gives the default."""
    return run.environ.get(string(name, "env"), default)


def uuid(_run: RunContext) -> str:
    """Return a new random UUID."""
    return str(uuid4())


def generate_id(_run: RunContext) -> str:
    """Return a new random identifier."""
    return uuid4().hex


IMPLEMENTATIONS: Final[dict[str, Callable[..., Any]]] = {
    "env": env,
    "uuid": uuid,
    "generateId": generate_id,
}
