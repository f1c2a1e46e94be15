"""The client of one source: a mission's request in, a complete answer or a clear error out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

import aiohttp
import httpx

from reqon.errors import Location
from reqon.http.body import BodyDecodeError, decode_body
from reqon.http.call import Call, follow, prepare, wire_url, withholds_credentials
from reqon.http.clockwork import Clockwork
from reqon.http.config import SourceConfig
from reqon.http.errors import HttpStatusError, RetryAfterTooLong
from reqon.http.failure import error_of, status_error_of
from reqon.http.message import Request, Response, RetryNotice
from reqon.http.outcome import Failure, Outcome, Reply
from reqon.http.redirect import MAX_REDIRECTS, Redirect, RedirectError, redirect_of
from reqon.http.retry import run_attempts
from reqon.http.source import open_source
from reqon.http.transport import BodyLimitError, Wire, classify, read_body, wire_request

_CLOCKWORK = Clockwork()


class SourceClient:
    """Sends the requests of one source, retries included; may be shared by concurrent callers.

    It keeps connections open until `aclose`. Raises ConfigurationError for a base or credentials
    that cannot be used.
    """

    def __init__(self, config: SourceConfig, *, clockwork: Clockwork = _CLOCKWORK) -> None:
        self._source = open_source(config)
        self._clockwork = clockwork
        self._wire = Wire()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._wire.aclose()

    async def send(
        self, request: Request, on_retry: Callable[[RetryNotice], None] | None = None
    ) -> Response:
        """Return the answer to `request`, whatever its status, after as many tries as it takes.

        `on_retry` is called before each wait. Raises an HttpError (ConnectionFailed,
        RequestTimeout, RetryAfterTooLong, …) when there is no answer to return, and
        EvaluationError for a body that cannot be encoded. Cancelling is safe at any time.
        """
        source, config = self._source, self._source.config
        call = prepare(source, request)
        policy = request.retry or config.retry
        milliseconds = config.timeout_ms if request.timeout_ms is None else request.timeout_ms
        shown = source.shown(call.url)

        def notify(attempt: int, delay_ms: int, outcome: Outcome) -> None:
            if on_retry is None:
                return
            on_retry(
                RetryNotice(
                    method=request.method,
                    url=shown,
                    attempt=attempt,
                    max_attempts=policy.max_attempts,
                    delay_ms=delay_ms,
                    status=outcome.status if isinstance(outcome, Reply) else None,
                    reason=outcome.reason,
                )
            )

        tries = await run_attempts(
            lambda: self._attempt(request, call, milliseconds / 1000),
            policy=policy,
            repeatable=call.repeatable,
            max_retry_after_ms=config.max_retry_after_ms,
            clockwork=self._clockwork,
            notify=notify,
        )
        reply = tries.outcome
        if isinstance(reply, Failure):
            raise error_of(
                reply,
                source=config.name,
                server=call.origin,
                method=request.method,
                url=shown,
                attempts=tries.attempts,
            )
        response = Response(
            status=reply.status,
            headers=reply.headers,
            body=reply.body,
            url=reply.url,
            started_at=reply.started_at,
            attempts=tries.attempts,
            credentials_withheld=withholds_credentials(source, call),
        )
        if tries.refused_wait is not None:
            raise RetryAfterTooLong(
                f"status {reply.status}, and the server asks to wait {tries.refused_wait:.0f} s, "
                f"longer than the {config.max_retry_after_ms / 1000:.0f} s allowed",
                response=response,
                retry_after_seconds=tries.refused_wait,
                method=request.method,
            )
        return response

    def status_error(
        self, request: Request, response: Response, location: Location | None = None
    ) -> HttpStatusError:
        """Return the error for a response the mission does not deal with, its body masked."""
        return status_error_of(self._source, request, response, location)

    def mask(self, text: str) -> str:
        """Return a text without the secrets of this source."""
        return self._source.mask(text)

    async def _attempt(self, request: Request, call: Call, seconds: float) -> Outcome:
        limit = self._source.config.max_body_bytes
        try:
            async with asyncio.timeout(seconds):
                return await self._exchange(request, call)
        except TimeoutError:
            return Failure("timeout", f"no complete answer within {seconds:g} s")
        except BodyLimitError:
            return Failure("too-large", f"the body is larger than {limit / 1e6:g} MB")
        except BodyDecodeError as error:
            return Failure("malformed", str(error))
        except RedirectError as error:
            return Failure("redirect", str(error))
        except (httpx.HTTPError, httpx.StreamError, aiohttp.ClientError, OSError) as error:
            return classify(error)

    async def _exchange(self, request: Request, call: Call) -> Reply:
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._round_trip(call)
            if isinstance(answer, Reply):
                return answer
            call = follow(self._source, request, call, answer)
        raise RedirectError(f"more than {MAX_REDIRECTS} redirects")

    async def _round_trip(self, call: Call) -> Reply | Redirect:
        started_at = self._clockwork.now()
        response = await self._wire.send(
            wire_request(call.method, wire_url(self._source, call), call.headers, call.body)
        )
        try:
            headers = dict(response.headers)
            redirect = redirect_of(
                call.method, call.url, response.status_code, headers.get("location")
            )
            if redirect is not None:
                return redirect
            limit = self._source.config.max_body_bytes
            data = b"" if call.method == "HEAD" else await read_body(response, limit)
        finally:
            await response.aclose()
        return Reply(
            status=response.status_code,
            headers=headers,
            body=decode_body(response.status_code, headers.get("content-type", ""), data),
            url=self._source.shown(call.url),
            started_at=started_at,
        )
