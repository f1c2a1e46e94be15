"""The demo API as an ASGI application: customers, orders, payments, a warehouse.

Only assembly; the routes are in `reads`, `writes` and `controls`.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from reqon.demo.controls import control_routes
from reqon.demo.data import Dataset
from reqon.demo.guard import observed
from reqon.demo.reads import read_routes
from reqon.demo.state import DemoState, problem
from reqon.demo.writes import write_routes


def create_api(data: Dataset, *, token: str, latency: float = 0.0) -> ASGIApp:
    """Return an API serving `data`; POST answers are held back `latency` seconds."""
    state = DemoState(data, token)
    state.faults.latency = latency
    app = Starlette(
        routes=[*read_routes(), *write_routes(), *control_routes()],
        exception_handlers={HTTPException: _plain},
    )
    app.state.demo = state
    return observed(app, state)


async def _plain(_: Request, exception: Exception) -> Response:
    status = exception.status_code if isinstance(exception, HTTPException) else 500
    return problem(status, {404: "not_found", 405: "method_not_allowed"}.get(status, "failed"))
