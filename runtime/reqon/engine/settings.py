"""What a run is given besides the mission: places, credentials, choices of the caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reqon.credentials import AuthFile
from reqon.http.config import SourceConfig

if TYPE_CHECKING:
    from reqon.http import SourceClient

DEFAULT_STATE_DIR = Path(".vague-data")


@dataclass(frozen=True, slots=True)
class Settings:
    """How one mission is run.

    `state_dir` holds stores and execution state. `auth_file` holds credentials by source
    name; they win over those of the source. `store_urls` are the databases of
    `sql` stores, by store or for all under `sql`. `keep_state: false` leaves no record. `resume`
    is the execution to go on with; `accept_edits` does so although steps that ran were edited.
    `dry_run` sends no request and writes no store and no state. `collect` keeps the final
    records of every store in the result, not only those of memory stores. `open_client` makes
    the client of a source, None for the usual one.
    """

    state_dir: Path = DEFAULT_STATE_DIR
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    auth_file: AuthFile | None = field(default=None, repr=False)
    store_urls: Mapping[str, str] = field(default_factory=dict, repr=False)
    keep_state: bool = True
    resume: str | None = None
    accept_edits: bool = False
    accept_loss: bool = False
    dry_run: bool = False
    collect: bool = False
    trigger: str = "manual"
    metadata: Mapping[str, Any] = field(default_factory=dict)
    open_client: Callable[[SourceConfig], SourceClient] | None = None
