"""The demo API's own controls under `/_demo`: counts, reset, faults. Not part of the play."""

from __future__ import annotations

import json
from collections import Counter
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reqon.demo.faults import FaultError, parse_faults
from reqon.demo.ledger import Ledger, wait_until
from reqon.demo.state import of, problem

_LONGEST_WAIT_S: Final = 60.0


async def effects(request: Request) -> Response:
    """Return the counts.

    With `?requests=N` or `?effects=N` the answer waits until that many have been counted,
    or `&within=S` seconds have passed (60 at most).
    """
    state, query = of(request), request.query_params
    try:
        requests, done = int(query.get("requests", 0)), int(query.get("effects", 0))
        within = min(float(query.get("within", 0)), _LONGEST_WAIT_S)
    except ValueError:
        return problem(400, "bad_parameter", detail="requests, effects, within must be numbers")

    def reached(ledger: Ledger) -> bool:
        return ledger.total_requests() >= requests and ledger.total_effects() >= done

    await wait_until(lambda: state.ledger, reached, within)
    return JSONResponse(state.ledger.summary())


async def data(request: Request) -> Response:
    """Return how many records there are, and of which status."""
    served = of(request).data
    return JSONResponse(
        {
            "customers": len(served.customers),
            "customersByStatus": Counter(record["status"] for record in served.customers),
            "orders": len(served.orders),
            "ordersByStatus": Counter(record["status"] for record in served.orders),
            "payments": len(served.payments),
            "products": len(served.products),
            "events": len(served.events),
        }
    )


async def reset(request: Request) -> Response:
    """Forget all counts, answers and faults."""
    of(request).reset()
    return Response(status_code=204)


async def faults(request: Request) -> Response:
    """Replace the faults in force (POST), or end them all and the latency too (DELETE)."""
    state = of(request)
    settings = await request.body() if request.method == "POST" else b'{"latencyMs": 0}'
    try:
        state.faults = parse_faults(json.loads(settings), state.faults.latency)
    except FaultError as error:
        return problem(422, "bad_faults", detail=str(error))
    except ValueError:
        return problem(400, "invalid_json")
    return Response(status_code=204)


def control_routes() -> list[Route]:
    """Return the routes under `/_demo`."""
    return [
        Route("/_demo/effects", effects),
        Route("/_demo/data", data),
        Route("/_demo/reset", reset, methods=["POST"]),
        Route("/_demo/faults", faults, methods=["POST", "DELETE"]),
    ]
