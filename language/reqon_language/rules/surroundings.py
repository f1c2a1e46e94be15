"""What the checker may know of the world around a file, given by whoever asks.

The language package opens no file and knows no clock (architecture invariant 4). What is None
is not known, and rules that would need it say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The world around a file.

    `now` carries a time zone. `time_zones` gives the known IANA names; an empty collection
    means that none are known. `environment` are the names of the variables that are set.
    `credentials` maps each source that has credentials to their kind, "" where that is open.
    `databases` are the stores a database is configured for; "sql" means all of them. `folder`
    is the name of the mission folder the file is the root of, `root` the name of the root file
    where this file is another part of such a folder. `specs` are the OpenAPI documents that
    sources name, as read, by the text after `from`.
    """

    now: datetime | None = None
    time_zones: Callable[[], Collection[str]] | None = None
    environment: frozenset[str] | None = None
    credentials: Mapping[str, str] | None = None
    databases: frozenset[str] | None = None
    folder: str | None = None
    root: str | None = None
    specs: Mapping[str, Mapping[str, Any]] | None = None


NOTHING_KNOWN = Surroundings()
