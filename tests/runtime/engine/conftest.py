"""A real API on 127.0.0.1 that counts effects, and missions run against it with real stores."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from reqon.api import execute
from reqon.engine.result import ExecutionResult
from reqon.events import Event

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True)
class Call:
    """One request as the server saw it."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]

    @property
    def key(self) -> str | None:
        return self.headers.get("idempotency-key")

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"


Handler = Callable[[Call], Any]


@dataclass
class Api:
    """Answers by `routes`, keyed `"GET /path"`; a handler returns a body or (status, body).

    POST and PATCH answers are remembered by idempotency key; what is done for the first time
    is in `effects`. `fail_at` is the number of a call, from 0, that is answered with 500:
    before it had its effect, or after it when `lose_answer` is set.
    """

    url: str = ""
    routes: dict[str, Handler] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    effects: list[tuple[str, Any]] = field(default_factory=list)
    remembered: dict[str, tuple[int, Any]] = field(default_factory=dict)
    fail_at: int | None = None
    lose_answer: bool = False

    @property
    def lines(self) -> list[str]:
        return [call.line for call in self.calls]

    def list_at(self, path: str, items: list[Any], size: int = 2) -> None:
        """Serve a listing in pages, by parameter `p`, counted from 1."""

        def page(call: Call) -> Any:
            number = int(call.query.get("p", "1"))
            return items[(number - 1) * size : number * size]

        self.routes[f"GET {path}"] = page

    def reset(self) -> None:
        self.calls, self.effects, self.remembered = [], [], {}
        self.fail_at, self.lose_answer = None, False

    def state(self) -> tuple[Any, Any]:
        return copy.deepcopy((self.effects, self.remembered))

    def restore(self, state: tuple[Any, Any]) -> None:
        self.reset()
        self.effects, self.remembered = copy.deepcopy(state)

    def answer(self, call: Call) -> tuple[int, Any]:
        number = len(self.calls)
        self.calls.append(call)
        failing = number == self.fail_at
        if failing and not self.lose_answer:
            return 500, {"message": "down"}
        if call.key is not None and call.key in self.remembered:
            status, body = self.remembered[call.key]
        else:
            status, body = self.handle(call)
            if call.key is not None:
                self.remembered[call.key] = (status, body)
        return (500, {"message": "lost"}) if failing else (status, body)

    def handle(self, call: Call) -> tuple[int, Any]:
        handler = self.routes.get(call.line)
        if handler is None:
            prefix = [
                line for line in self.routes if line[-1] == "*" and call.line.startswith(line[:-1])
            ]
            handler = self.routes[prefix[0]] if prefix else None
        if handler is None:
            return 404, {"error": f"no route {call.line}", "code": 404}
        result = handler(call)
        status, body = result if isinstance(result, tuple) else (200, result)
        if call.method != "GET" and status < 400:
            self.effects.append((call.line, call.body))
        return status, body


async def _handle(request: Request) -> Response:
    api: Api = request.app.state.api
    data = await request.body()
    call = Call(
        request.method,
        request.url.path,
        dict(request.query_params),
        json.loads(data) if data else None,
        dict(request.headers),
    )
    status, body = api.answer(call)
    now = {"date": formatdate(usegmt=True)}
    return Response(None, 204, now) if status == 204 else JSONResponse(body, status, now)


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """The protocol of uvicorn without its main loop, which takes its time to start and stop."""
    api = Api()
    app = Starlette(routes=[Route("/{path:path}", _handle, methods=METHODS)])
    app.state.api = api
    config = uvicorn.Config(app, log_level="critical", lifespan="off", ws="none")
    config.load()
    state = ServerState()

    def protocol() -> asyncio.Protocol:
        return H11Protocol(config=config, server_state=state, app_state={})

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    api.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield api
    server.close()
    for connection in list(state.connections):
        connection.shutdown()
    await server.wait_closed()


@dataclass
class Missions:
    """Runs missions against the API; `state` is the state directory."""

    api: Api
    state: Path
    events: list[Event] = field(default_factory=list)

    def program(self, body: str) -> str:
        """Wrap members of a mission, with a source that gives up after one attempt."""
        source = f'source Api {{ auth: none, base: "{self.api.url}", retry: {{ maxAttempts: 1 }} }}'
        return f"mission Test {{\n  {source}\n{body}\n}}"

    async def run(self, body: str, **options: Any) -> ExecutionResult:
        """Run the members of a mission; `whole` programs begin with the word `mission`."""
        text = body if body.lstrip().startswith("mission") else self.program(body)
        options = {"state_dir": self.state, "environ": {}, **options}
        if "listener" not in options:
            self.events = []
            options["listener"] = self.events.append
        return await execute(text, **options)

    async def tried(self, steps: str, **options: Any) -> ExecutionResult:
        """Run one action that may use the stores `out`, `other` and `dlq`; keep no state."""
        return await self.run(self.one_action(steps), keep_state=False, **options)

    async def out(self, steps: str, **options: Any) -> list[Any]:
        """Return what the steps of an action leave in the store `out`."""
        body = self.one_action(steps)
        result = await self.completes(body, keep_state=False, **options)
        return result.stores["out"].records or []

    def one_action(self, steps: str) -> str:
        stores = "".join(f'  store {name}: memory("{name}")\n' for name in ("out", "other", "dlq"))
        return f"{stores}  action Main {{\n{steps}\n  }}\n  run Main"

    async def completes(self, body: str, **options: Any) -> ExecutionResult:
        result = await self.run(body, **options)
        assert result.status == "completed", [str(error) for error in result.errors]
        return result

    def stored(self, name: str) -> dict[str, Any]:
        """Return what a file store holds at rest."""
        return json.loads((self.state / "stores" / f"{name}.json").read_text())

    def of(self, kind: str) -> list[Event]:
        return [event for event in self.events if event.type == kind]

    def warnings(self) -> list[str]:
        return [event.payload["message"] for event in self.of("warning")]


@pytest.fixture
def missions(api: Api, tmp_path: Path) -> Missions:
    return Missions(api, tmp_path / "state")
