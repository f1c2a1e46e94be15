"""When a request is tried again and how long that waits (specification 4.4, C.2).

tenacity runs the loop; the rules are the functions here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tenacity import AsyncRetrying, RetryCallState, retry_if_result, stop_after_attempt

from reqon.http.clockwork import Clockwork
from reqon.http.outcome import Failure, Outcome, Reply
from reqon.http.policy import RetryPolicy

IDEMPOTENT_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_NOT_NOW = frozenset({429, 503})
_JITTER = 0.1


@dataclass(frozen=True, slots=True)
class Tries:
    """The last outcome, and the number of attempts made.

    `refused_wait` is the number of seconds the server asked to wait, when that was too long.
    """

    outcome: Outcome
    attempts: int
    refused_wait: float | None = None


def retryable(outcome: Outcome, *, repeatable: bool) -> bool:
    """Whether another attempt may help and does no harm.

    `repeatable`: sending the request twice has the effect of sending it once, because of its
    method or because it carries an idempotency key.
    """
    if isinstance(outcome, Failure):
        match outcome.kind:
            case "not-connected":
                return True
            case "broken" | "timeout" | "malformed":
                return repeatable
            case "certificate" | "too-large" | "redirect":
                return False
    if outcome.status in _NOT_NOW:
        return True
    return repeatable and (outcome.status >= 500 or outcome.status == 408)


def backoff_ms(policy: RetryPolicy, attempt: int, chance: float) -> int:
    """Return the delay after attempt number `attempt`; `chance` in [0, 1) sets the jitter.

    Jitter is ±10 %, the cap comes after it.
    """
    if policy.delay_ms is not None:
        return policy.delay_ms
    match policy.backoff:
        case "constant":
            base = policy.initial_delay_ms
        case "linear":
            base = policy.initial_delay_ms * attempt
        case "exponential":
            base = policy.initial_delay_ms * 2 ** (attempt - 1)
    # Beyond twice the cap the jitter cannot matter, and a large power does not fit a float.
    jittered = min(base, 2 * policy.max_delay_ms) * (1 - _JITTER + 2 * _JITTER * chance)
    return min(round(jittered), policy.max_delay_ms)


def retry_after_seconds(reply: Reply, now: datetime) -> float | None:
    """Return how long the server asks to wait, None when it does not say or says nonsense.

    A date is compared with the server's own `Date`, so that a wrong clock here does no harm.
    Zero, negative numbers and past dates count as nonsense: the request just failed.
    """
    text = reply.headers.get("retry-after", "").strip()
    if reply.status not in _NOT_NOW or not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text) or None
    until = _http_date(text)
    if until is None:
        return None
    seconds = (until - (_http_date(reply.headers.get("date", "")) or now)).total_seconds()
    return seconds if seconds > 0 else None


async def run_attempts(
    attempt: Callable[[], Awaitable[Outcome]],
    *,
    policy: RetryPolicy,
    repeatable: bool,
    max_retry_after_ms: int,
    clockwork: Clockwork,
    notify: Callable[[int, int, Outcome], None],
) -> Tries:
    """Call `attempt` until it does, or until trying again is pointless or not allowed.

    The first attempt is made before tenacity is set up, which takes as long as a fast request.

    `notify` hears of each coming attempt: attempts made, delay in milliseconds, last outcome.
    """
    first = await attempt()
    if not retryable(first, repeatable=repeatable):
        return Tries(first, 1)
    fresh = [first]
    last = stop_after_attempt(max(1, policy.max_attempts))
    asked: float | None = None

    async def one() -> Outcome:
        return fresh.pop() if fresh else await attempt()

    def wait(state: RetryCallState) -> float:
        nonlocal asked
        outcome = _outcome(state)
        asked = (
            retry_after_seconds(outcome, clockwork.now()) if isinstance(outcome, Reply) else None
        )
        if asked is not None:
            return asked
        return backoff_ms(policy, state.attempt_number, clockwork.random()) / 1000

    def asked_too_long() -> bool:
        return asked is not None and asked * 1000 > max_retry_after_ms

    retrying = AsyncRetrying(
        sleep=clockwork.sleep,
        retry=retry_if_result(lambda outcome: retryable(outcome, repeatable=repeatable)),
        wait=wait,
        stop=lambda state: last(state) or asked_too_long(),
        before_sleep=lambda state: notify(
            state.attempt_number, round(state.upcoming_sleep * 1000), _outcome(state)
        ),
        retry_error_callback=_outcome,
    )
    outcome: Outcome = await retrying(one)
    attempts: int = retrying.statistics["attempt_number"]
    refused = asked if asked_too_long() and attempts < policy.max_attempts else None
    return Tries(outcome, attempts, refused)


def _outcome(state: RetryCallState) -> Outcome:
    if state.outcome is None:
        raise AssertionError("tenacity asks only after an attempt")
    result: Outcome = state.outcome.result()
    return result


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
