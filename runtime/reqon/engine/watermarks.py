"""Incremental fetches: the instant that is sent, and the one that is kept for the next run.

A watermark is staged when its fetch begins and committed when the action that fetched
completes (ruling D04); a truncated or failed listing never gets that far. Several fetches of
one action under one key leave the earliest instant.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from reqon.engine.run import Branch, Run
from reqon.errors import JournalError
from reqon.http.message import Response
from reqon.http.paths import value_at
from reqon.journal import sync
from reqon.journal.layout import prepare
from reqon.plan.steps.since import Since
from reqon.values import format_date, iso, parse_date

_FORMATS: Final = {
    "iso": "iso",
    "unix": "unix",
    "timestamp": "unix",
    "unix-ms": "unix-ms",
    "epoch": "unix-ms",
    "date-only": "date-only",
}


@dataclass(frozen=True, slots=True)
class Watermark:
    """The next `lastSync` of a key, as ISO text; not `complete` while its listing goes on.

    `by_field`: the mission named a timestamp in the response (`updateFrom`), and `latest` is the
    greatest found so far. `cut`: a listing under this key was cut short.
    """

    last_sync: str
    items: int = 0
    complete: bool = False
    cut: bool = False
    by_field: bool = False
    latest: str | None = None

    @property
    def value(self) -> str | None:
        """The instant to commit, None for none."""
        if self.cut or not self.complete:
            return None
        return self.latest if self.by_field else self.last_sync


def sync_key(since: Since | None, source: str, template: str) -> str:
    """Return the key of a sync checkpoint (ruling D02); the path is taken as written."""
    if since is not None and since.key is not None:
        return since.key
    return f"{source}-{template.partition('?')[0].rstrip('/') or '/'}"


def last_sync(run: Run, key: str) -> str | None:
    """Return the instant stored under a key, or None before the first sync."""
    if run.dry and not run.settings.state_dir.exists():
        return None
    entry = sync.lookup(sync.read(run.settings.state_dir).entries, key, run.plan.name)
    value = entry.get("lastSync") if entry else None
    return value if isinstance(value, str) else None


def formatted(value: Any, form: str) -> Any:
    """Return an instant as the source wants it (language specification 4.8)."""
    instant = parse_date(value)
    if instant is None:
        return value
    match _FORMATS.get(form.lower()):
        case "iso":
            return iso(instant)
        case "unix":
            return int(instant.timestamp())
        case "unix-ms":
            return int(instant.timestamp() * 1000)
        case "date-only":
            return instant.astimezone(UTC).date().isoformat()
    return format_date(instant, form)


def begin(branch: Branch, key: str, response: Response, *, by_field: bool) -> None:
    """Stage the watermark of a fetch with its first response, unless it was staged before."""
    current = branch.watermarks.get(key)
    started = iso(_request_start(response))
    if current is None:
        branch.watermarks[key] = Watermark(started, by_field=by_field)
    elif current.complete:
        earliest = min(current.last_sync, started, key=_instant)
        branch.watermarks[key] = replace(current, last_sync=earliest, complete=False)
    else:
        return
    keep(branch)


def observe(branch: Branch, key: str, path: str, body: Any) -> None:
    """Take the timestamp at `path` of a response."""
    found = value_at(body, path)
    if isinstance(found, str) and parse_date(found) is not None:
        current = branch.watermarks[key]
        latest = max(current.latest or found, found, key=_instant)
        branch.watermarks[key] = replace(current, latest=latest)


def complete(branch: Branch, key: str, items: int, *, cut: bool = False) -> None:
    """Note that a fetch ended and gave so many items; `cut` when there would be more."""
    current = branch.watermarks[key]
    branch.watermarks[key] = replace(
        current, items=current.items + items, complete=True, cut=current.cut or cut
    )
    keep(branch)


def keep(branch: Branch) -> None:
    """Journal the staged watermarks with the outermost frame, which lives as long as they do."""
    run = branch.run
    if not run.keeps_steps:
        return
    frame = run.journal.state.frames.get(branch.writer)
    run.journal.step_done(
        branch.writer,
        frame.done if frame is not None else -1,
        step_type="since",
        variables={WATERMARKS: {key: asdict(entry) for key, entry in branch.watermarks.items()}},
    )


def commit(branch: Branch) -> None:
    """Advance the sync checkpoints of a completed action."""
    run = branch.run
    for key, watermark in branch.watermarks.items():
        if (value := watermark.value) is not None:
            entry = {"lastSync": value, "itemsSynced": watermark.items}
            for note in _advance(run, key, entry):
                run.events.emit("warning", message=note)
            run.events.emit("sync.checkpoint", key=key, lastSync=value, items=watermark.items)


def _advance(run: Run, key: str, entry: dict[str, Any]) -> tuple[str, ...]:
    """Move one checkpoint, also in a run that leaves no record of itself."""
    if run.keeps_state:
        return run.journal.sync(key, entry)
    try:
        return sync.commit(
            prepare(run.settings.state_dir).root,
            key,
            entry,
            mission=run.plan.name,
            execution_id=run.journal.execution_id,
            updated_at=iso(datetime.now(UTC)),
        )
    except OSError as error:
        raise JournalError(
            f"the sync checkpoint of {key!r} could not be kept: {error.strerror or error}",
            help="Mend the state directory and run the mission again.",
        ) from error


WATERMARKS: Final = "$watermarks"
"""The name under which a frame keeps them; no variable of a mission begins with `$`."""


def _request_start(response: Response) -> datetime:
    """Return when the request began, by the slower of the two clocks involved."""
    try:
        server = parsedate_to_datetime(response.headers["date"])
    except (KeyError, ValueError):
        return response.started_at
    return min(response.started_at, server if server.tzinfo else server.replace(tzinfo=UTC))


def _instant(text: str) -> datetime:
    return parse_date(text) or datetime.max.replace(tzinfo=UTC)
