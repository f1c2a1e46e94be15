"""What the checker may know of the world around a file, given by whoever asks.

The language package opens no file and knows no clock (architecture invariant 4). What is None
is not known, and rules that would need it say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reqon_language.model.identity import Completed


@dataclass(frozen=True, slots=True)
class SpecFailure:
    """Why an OpenAPI document cannot be used, and where in which file, if that is known.

    `earlier` says that it could be read before, and that what it said then still counts.
    """

    reason: str
    path: str | None = None
    offset: int = 0
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """An execution that waits to be resumed. `path` is the file that shows it."""

    execution_id: str
    mission: str
    status: str
    path: str
    completed: Completed


@dataclass(frozen=True, slots=True)
class Outline:
    """The credentials that somebody gave for a source, without their values.

    `kind` is what they say they are: None where they do not say, "" where that is no kind.
    `fields` are those with a value, under the names of `vocabulary.credentials.FIELDS`, and
    `unset` the variables that others are to come from and that are not set, "" for one that may
    be a value in truth. `names` are all that the entry of a file has, "" standing for any that
    no credentials have.
    """

    kind: str | None
    fields: frozenset[str]
    unset: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Credentials:
    """Where a run finds credentials, without their values.

    `file` is what the user calls the file of credentials, None without one; `entries` are its
    members by source. `variables` are those that are set, by what their names begin with.
    """

    file: str | None = None
    entries: Mapping[str, Outline] = field(default_factory=dict)
    variables: Mapping[str, Outline] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The world around a file.

    `now` carries a time zone. `time_zones` gives the known IANA names; an empty collection
    means that none are known. `environment` are the names of the variables that are set.
    `credentials` are those a run would find, without their values. `databases` are the stores a
    database is configured for; "sql" means all of them. `file` is the name of the file. `folder`
    is the name of the mission folder the file is the root of, `root` the name of the root file
    where this file is another part of such a folder, `rootless` that of a folder of parts without
    a root. By the text after `from`, `specs` are the OpenAPI documents that sources name, as
    read, `spec_failures` those that could not be, and `imports` say what is wrong with an import.
    `waiting` are the executions of the file's missions that wait to be resumed.
    """

    now: datetime | None = None
    time_zones: Callable[[], Collection[str]] | None = None
    environment: frozenset[str] | None = None
    credentials: Credentials | None = None
    databases: frozenset[str] | None = None
    file: str | None = None
    folder: str | None = None
    root: str | None = None
    rootless: str | None = None
    specs: Mapping[str, Mapping[str, Any]] | None = None
    spec_failures: Mapping[str, SpecFailure] | None = None
    imports: Mapping[str, str] | None = None
    waiting: tuple[Waiting, ...] = ()


NOTHING_KNOWN = Surroundings()
