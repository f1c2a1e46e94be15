"""One run of an execution, as its journal sees it: what the engine calls.

Each method writes one record and folds it into `state` by the same reducer that a resume
uses; nothing is decided here. When a method returns, its record is with the operating system
and outlives the process. How records reach the disk is the business of `writer.py`, how
sessions begin of `opening.py`, how people see them of `publisher.py`.

Methods raise `JournalError` when the record could not be kept. From then on the session
accepts nothing more: what it would add could no longer be trusted. They are called from one
thread at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from reqon.files import Durability
from reqon.journal import opening
from reqon.journal.log import Log
from reqon.journal.masking import masking
from reqon.journal.opening import Begin
from reqon.journal.state import UNCHANGED, ExecutionState, StageStatus, Status

__all__ = ["Begin", "Journal"]

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})


class Journal:
    """The journal of one execution, open for writing. Close it on every path.

    Values handed over become part of `state`; they must not be changed afterwards.
    """

    def __init__(self, log: Log) -> None:
        self._log = log

    @classmethod
    def create(
        cls,
        state_dir: Path,
        begin: Begin,
        durability: Durability,
        *,
        secrets: Mapping[str, str] | None = None,
    ) -> Self:
        """Begin a new execution.

        `secrets` are texts by name; no file ever holds them. Raises `ConfigurationError` when
        the state directory cannot be used.
        """
        return cls(opening.create(state_dir, begin, durability, masking(secrets or {})))

    @classmethod
    def resume(
        cls,
        state_dir: Path,
        execution_id: str,
        durability: Durability,
        *,
        program_hash: str | None = None,
        stages: Sequence[Sequence[str]] | None = None,
        secrets: Mapping[str, str] | None = None,
        check: Callable[[ExecutionState], None] = lambda _: None,
        accept_loss: bool = False,
        take_over: bool = False,
    ) -> Self:
        """Go on with an execution that did not complete.

        `program_hash` and `stages` say what changed in the mission since. `take_over` pushes a
        living owner aside. `check` gets the state before anything is noted: when it raises, the
        execution is left as it was. Raises `ConfigurationError` when there is nothing to resume or
        another process owns it, `JournalError` when the journal is damaged and the loss of
        what follows the damage was not accepted.
        """
        changes: dict[str, Any] = {}
        if program_hash is not None:
            changes["hash"] = program_hash
        if stages is not None:
            changes["stages"] = [list(actions) for actions in stages]
        return cls(
            opening.resume(
                state_dir,
                execution_id,
                durability,
                masking(secrets or {}),
                changes,
                check,
                accept_loss=accept_loss,
                take_over=take_over,
            )
        )

    @classmethod
    def volatile(cls, begin: Begin) -> Self:
        """Begin an execution that leaves no file behind (`enableState: false`, dry runs)."""
        return cls(opening.volatile(begin))

    @property
    def state(self) -> ExecutionState:
        """What all records so far add up to. Only for reading."""
        return self._log.state

    @property
    def execution_id(self) -> str:
        """The id of the execution."""
        return self._log.state.execution_id

    @property
    def fence(self) -> int:
        """What distinguishes this owner of the execution from earlier ones."""
        return self._log.state.fence

    def stage_started(self, stage: int) -> None:
        """Note that a stage began or, on resume, goes on."""
        self._log.append("stage", {"s": stage, "st": "running"})
        self._log.publish(force=True)

    def stage_finished(self, stage: int, status: StageStatus) -> None:
        """Note how a stage ended, or that it was skipped."""
        self._log.append("stage", {"s": stage, "st": status})
        self._log.publish(force=True)

    def action_started(self, branch: str, name: str) -> None:
        """Note that an action began or, on resume, goes on. `branch` is its frame: `1.0`."""
        self._log.append("action", {"p": branch, "n": name, "st": "running"})
        self._log.publish(force=True)

    def action_finished(self, branch: str, status: StageStatus = "completed") -> None:
        """Note how an action ended. Its variables and `response` stay, for later stages."""
        self._log.append("action", {"p": branch, "st": status})

    def step_done(
        self,
        frame: str,
        step: int,
        *,
        step_type: str,
        variables: Mapping[str, Any] | None = None,
        response: Any = UNCHANGED,
    ) -> None:
        """Note that a step completed, with the variables of `frame` it changed.

        Everything below the step is dropped: its loop, its listing, its blocks. The `response`
        a block set becomes that of `frame`, unless one is given or the block is isolated.
        """
        fields: dict[str, Any] = {"p": frame, "s": step, "y": step_type}
        if variables:
            fields["v"] = self._kept(variables)
        if response is not UNCHANGED:
            fields["r"] = self._log.keep(response) if isinstance(response, dict) else response
        self._log.append("step", fields)

    def step_retried(self, frame: str, step: int) -> None:
        """Go back in a frame: `step` is the next one to run (`retry`, ruling D16).

        Raises `state.frames[frame].rewinds` by one; `address.step` wants that number from now
        on for every step of the frame.
        """
        self._log.append("retry", {"p": frame, "s": step})

    def arm_chosen(
        self,
        frame: str,
        step: int,
        arm: int,
        bindings: Mapping[str, Any],
        *,
        isolated: bool = False,
    ) -> None:
        """Note which block of a step is about to run, so that a resume enters the same one.

        An `isolated` block is an action of its own (`jump`): nothing of its scope gets out.
        """
        fields: dict[str, Any] = {"p": frame, "s": step, "a": arm, "b": self._kept(bindings)}
        if isolated:
            fields["isolated"] = True
        self._log.append("arm", fields)

    def loop_started(
        self,
        frame: str,
        step: int,
        *,
        variable: str,
        collection: str,
        keys: list[str] | None = None,
        values: list[Any] | None = None,
        total: int,
        every: int | None = None,
        key_field: str = "id",
    ) -> None:
        """Fix what a loop visits: the `keys` of a store's records or the `values` of a list.

        `collection` is how people know it: the store's or variable's name. `every` is N of
        `checkpoint every N`; `key_field` names the field that identifies an item.
        """
        members = keys if keys is not None else values
        if members is not None and len(members) != total:
            raise ValueError(f"the loop has {len(members)} items, not {total}")
        optional = {"keys": keys, "values": values, "every": every}
        fields = {
            "p": frame,
            "s": step,
            "var": variable,
            "collection": collection,
            "total": total,
            "key": key_field,
            **{name: value for name, value in optional.items() if value is not None},
        }
        self._log.append("loop", fields)

    def item_done(self, frame: str, step: int, index: int) -> None:
        """Note that one iteration completed, in any order; all state below it is dropped."""
        self._log.append_item(frame, step, index)

    def page_done(
        self,
        frame: str,
        step: int,
        *,
        cursor: Mapping[str, Any],
        count: int,
        items: list[Any] | None = None,
    ) -> None:
        """Note that one page of a listing was consumed.

        `cursor` is `PageCursor.to_json()` after it. `count` and `items` are those of this page
        alone; the journal adds them up. `items` is None when they went into a store.
        """
        if items is not None and len(items) != count:
            raise ValueError(f"the page has {count} items, not {len(items)}")
        fields: dict[str, Any] = {"p": frame, "s": step, "cursor": dict(cursor), "n": count}
        if items is not None:
            fields["items"] = items
        self._log.append("page", fields)

    def intent(
        self, address: str, *, method: str, url: str, key: str | None, body_hash: str | None
    ) -> None:
        """Note that a call is about to be sent; `url` must not contain secrets.

        A call the server cannot recognise as a repetition waits until the note is durable.
        """
        fields = {"p": address, "method": method, "url": url, "key": key, "body": body_hash}
        self._log.append("intent", fields)
        if key is None and method not in _SAFE_METHODS:
            self._log.flush()

    def result(self, address: str, *, status: int | None) -> None:
        """Note the answer of a call; None when it certainly did not reach the server."""
        self._log.append("result", {"p": address, "st": status})

    def stored(self, store: str, *, added: int, updated: int, count: int) -> None:
        """Note the counters of a store, cumulative for this execution."""
        fields = {"store": store, "count": count, "added": added, "updated": updated}
        self._log.append("store", fields)

    def sync(self, key: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
        """Advance a watermark: `entry` has `lastSync`, `itemsSynced` and maybe `cursor`.

        Everything journaled so far is durable before `sync-checkpoints.json` changes. Returns
        notices for the user.
        """
        return self._log.sync(key, entry)

    def error(
        self,
        *,
        action: str | None,
        step: str | int | None,
        message: str,
        address: str,
        details: Any = None,
        attempt: int = 1,
    ) -> None:
        """Note a failure; once per failure, wherever it surfaces."""
        error = {"action": action, "step": step, "message": message, "attempt": attempt}
        if details is not None:
            error["details"] = details
        self._log.append("error", {"error": {**error, "address": address}})

    def finish(self, status: Status) -> None:
        """Note how the run ended, durably, and write the files people read."""
        self._log.append("end", {"st": status})
        self._log.flush()
        self._log.publish(force=True)

    def load(self, value: Any) -> Any:
        """Return `value`, read from its blob when it is a `BlobRef`.

        Variables, responses, bindings, loop keys and values and page chunks in `state` may be.
        """
        return self._log.load(value)

    def load_items(self, frame: str, step: int) -> list[Any]:
        """Return the items of all completed pages of the listing at a step."""
        listing = self.state.frames[frame].pages[step]
        return [item for chunk in listing.chunks for item in self._log.load(chunk)]

    def hide(self, secrets: Mapping[str, str]) -> None:
        """Keep further texts, by name, out of all files: tokens that were fetched meanwhile."""
        self._log.hide(secrets)

    def is_secret(self, text: str) -> bool:
        """Whether a text has one of the secrets in it that no file may hold."""
        return self._log.is_secret(text)

    def flush(self) -> None:
        """Make everything so far as durable as the policy promises."""
        self._log.flush()

    def project(self, *, force: bool = False) -> None:
        """Write the files people read: at once when forced, else if they are a second old."""
        self._log.publish(force=force)

    def close(self) -> None:
        """Release the lease. A run that did not `finish` shows as interrupted."""
        self._log.close()

    def _kept(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: self._log.keep(value) if isinstance(value, dict) else value
            for name, value in values.items()
        }
