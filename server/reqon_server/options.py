"""What a client says once, in `initializationOptions`.

What may change later is configuration (`configuration.py`); it may be given here, too, for
clients that cannot be asked.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """`trusted` is False in a workspace the user does not trust: nothing is run or fetched.

    A client that says nothing about trust has no such notion, and its user opened the folder.
    `settings` is what configuration begins with.
    """

    trusted: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict)


def read_options(given: object) -> Options:
    """Read the options; what is not understood is logged and left out."""
    if given is None:
        return Options()
    if not isinstance(given, Mapping):
        log.warning("initializationOptions must be an object")
        return Options()
    trusted = given.get("trusted", True)
    if not isinstance(trusted, bool):
        # Whoever gives a reason not to trust, however written, is not trusted.
        log.warning("the option `trusted` must be true or false; taken as false")
        trusted = False
    settings = given.get("settings", {})
    if not isinstance(settings, Mapping):
        log.warning("the option `settings` must be an object")
        settings = {}
    return Options(trusted, settings)
