"""Sending one request of a mission: key, intent and result in the journal, events.

A call that may have an effect is announced in the journal before it leaves. One that was
announced and has no result when a run resumes is in doubt; the same key lets the server tell
a repetition from a new call (durability specification, sections 1.3 and 1.4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from reqon.engine.keys import body_hash, idempotency_key
from reqon.engine.run import Frame
from reqon.errors import ReqonError
from reqon.http import (
    HttpError,
    InvalidRequest,
    OriginRefused,
    Request,
    Response,
    RetryAfterTooLong,
    RetryNotice,
    encode_body,
)
from reqon.plan.mission import Step
from reqon.plan.steps.fetch import Fetch, InDoubt

if TYPE_CHECKING:
    from reqon.http import SourceClient
    from reqon.journal.state import Intent

_KEYED = frozenset({"POST", "PATCH"})
_CERTAIN = (InvalidRequest, OriginRefused, RetryAfterTooLong)
"""Failures that leave no doubt: the call was never sent, or it was answered."""
_REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE"})


class InDoubtError(ReqonError):
    """A call may or may not have had its effect, and the mission forbids to send it again."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes."""

    source: str
    client: SourceClient
    keyed: bool
    """Whether the source takes an idempotency key."""


async def send(
    request: Request, target: Target, work: Fetch, step: Step, frame: Frame, place: str
) -> Response | None:
    """Send a request and return its answer; None when `onInDoubt: skip` leaves it out."""
    run = frame.run
    if request.method in _KEYED and target.keyed:
        request = replace(request, idempotency_key=idempotency_key(frame, place))
    announced = run.keeps_steps and request.method != "GET"
    if announced and not _announce(request, target, work, step, frame, place):
        return None
    try:
        response = await _exchange(request, target, step, frame, place)
    except _CERTAIN as error:
        if announced:
            answer = error.response if isinstance(error, RetryAfterTooLong) else None
            run.journal.result(place, status=answer.status if answer is not None else None)
        raise
    if announced:
        run.journal.result(place, status=response.status)
    return response


def _announce(
    request: Request, target: Target, work: Fetch, step: Step, frame: Frame, place: str
) -> bool:
    """Journal the intent of a call; False when the call is in doubt and is to be left out."""
    journal = frame.run.journal
    digest = body_hash(encode_body(request))
    before = journal.state.intents.get(place)
    if before is not None and not _send_again(before, request, digest, work, step):
        journal.result(place, status=None)
        return False
    journal.intent(
        place,
        method=request.method,
        url=f"{target.source}:{request.path.partition('?')[0]}",
        key=request.idempotency_key,
        body_hash=digest,
    )
    return True


def _send_again(before: Intent, request: Request, digest: str, work: Fetch, step: Step) -> bool:
    """Decide about a call whose outcome is unknown. Raises when the mission must decide."""
    key = request.idempotency_key
    if key is not None and key == before.key and digest != before.body_hash:
        raise InDoubtError(
            f"`{step.title}` was sent before the run ended, and its body is different now; "
            f"under the same idempotency key the server would refuse or ignore it",
            location=step.location,
            help="Restore the data it was made from, or start a new execution.",
        )
    default: InDoubt = "retry" if key is not None or request.method in _REPEATABLE else "fail"
    choice = work.in_doubt or default
    if choice == "fail":
        raise InDoubtError(
            f"`{step.title}` was sent before the run ended; whether it had an effect is unknown",
            location=step.location,
            help="Find out, then write `onInDoubt: retry` or `onInDoubt: skip` in the request "
            "and resume.",
        )
    return choice == "retry"


async def _exchange(
    request: Request, target: Target, step: Step, frame: Frame, place: str
) -> Response:
    events = frame.run.events

    def on_retry(notice: RetryNotice) -> None:
        events.emit(
            "fetch.retry",
            action=frame.action,
            step=step.title,
            address=place,
            source=target.source,
            method=notice.method,
            url=notice.url,
            attempt=notice.attempt,
            maxAttempts=notice.max_attempts,
            delay=notice.delay_ms,
            status=notice.status,
            reason=notice.reason,
        )

    events.emit(
        "fetch.start",
        action=frame.action,
        step=step.title,
        address=place,
        source=target.source,
        method=request.method,
        path=request.path.partition("?")[0],
    )
    started = perf_counter()
    try:
        response = await target.client.send(request, on_retry)
    except HttpError as error:
        events.emit(
            "fetch.error",
            duration_ms=(perf_counter() - started) * 1000,
            action=frame.action,
            step=step.title,
            address=place,
            source=target.source,
            method=request.method,
            message=error.message,
        )
        raise
    events.emit(
        "fetch.complete",
        duration_ms=(perf_counter() - started) * 1000,
        action=frame.action,
        step=step.title,
        address=place,
        source=target.source,
        method=request.method,
        url=response.url,
        status=response.status,
        attempts=response.attempts,
    )
    return response
