"""What every request passes: the token check, the counting, the injected faults."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reqon.demo.state import DemoState, of, problem

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def needs_token(endpoint: Endpoint) -> Endpoint:
    """Return the endpoint answering 401 to whoever does not show the bearer token."""

    async def guarded(request: Request) -> Response:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        expected = of(request).token.encode()
        if scheme.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), expected):
            return await endpoint(request)
        refusal = problem(401, "unauthorized")
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal

    return guarded


def observed(app: ASGIApp, state: DemoState) -> ASGIApp:
    """Return `app` with requests counted and the faults in force applied to them."""

    async def watching(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_demo/"):
            await app(scope, receive, send)
            return
        method, path = scope["method"], scope["path"]
        state.ledger.received(f"{method} /{path.split('/')[1]}")
        answer = _late(send, state.faults.latency) if method == "POST" else send
        fault = state.faults.due(path)
        if fault is None:
            await app(scope, receive, answer)
            return
        if fault.after:
            await app(scope, receive, _nowhere)
        failure = problem(fault.status, "injected_fault")
        if fault.retry_after is not None:
            failure.headers["Retry-After"] = str(fault.retry_after)
        await failure(scope, receive, answer)

    return watching


def _late(send: Send, seconds: float) -> Send:
    """Delay the answer, not the work: a client killed now cannot know what was done."""

    async def delayed(message: Message) -> None:
        if message["type"] == "http.response.start":
            await asyncio.sleep(seconds)
        await send(message)

    return delayed if seconds else send


async def _nowhere(_: Message) -> None:
    """Swallow an answer."""
