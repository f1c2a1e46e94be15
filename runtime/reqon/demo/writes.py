"""The demo API's POST routes: each does one kind of effect, once per idempotency key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reqon.demo import idempotency
from reqon.demo.guard import Endpoint, needs_token
from reqon.demo.idempotency import Answer, KeyReusedError, Remembered
from reqon.demo.state import TABLES, DemoState, of, problem

Effect: TypeAlias = Callable[[DemoState, dict[str, Any]], Answer]
"""Do the work for a body and say how to answer; an answer from 400 on did nothing."""


def welcome(state: DemoState, body: dict[str, Any]) -> Answer:
    """Send a letter. Letters are numbered as they are sent, so one too many shows."""
    customer = body.get("customerId")
    if customer not in state.customers:
        return _refusal(404, "customer_not_found")
    if "@" not in str(body.get("email", "")):
        return _refusal(422, "invalid_email")
    state.ledger.done("welcome", customer)
    letter = state.ledger.effects["welcome"].total()
    return Answer(201, {"customerId": customer, "email": body["email"], "letter": letter})


def shipment(state: DemoState, body: dict[str, Any]) -> Answer:
    """Ship an order."""
    order = body.get("orderId")
    if order not in state.orders:
        return _refusal(404, "order_not_found")
    state.ledger.done("shipments", order)
    return Answer(201, {"id": f"shp_{order[4:]}", "orderId": order, "carrier": "Harbour Post"})


def load(table: str) -> Effect:
    """Return the effect that takes `{rows: [{id, …}]}` into a warehouse table."""

    def effect(state: DemoState, body: dict[str, Any]) -> Answer:
        rows = body.get("rows")
        if not isinstance(rows, list) or not all(isinstance(r, dict) and "id" in r for r in rows):
            return _refusal(422, "rows_need_ids")
        loaded = state.warehouse.setdefault(table, {})
        for row in rows:
            loaded[str(row["id"])] = row
            state.ledger.done(table, str(row["id"]))
        return Answer(201, {"table": table, "accepted": len(rows)})

    return effect


def _refusal(status: int, error: str) -> Answer:
    return Answer(status, {"error": error, "code": status})


def once(kind: str, effect: Effect) -> Endpoint:
    """Return the endpoint that does `effect` once per idempotency key."""

    async def endpoint(request: Request) -> Response:
        state, raw = of(request), await request.body()
        key = request.headers.get(idempotency.HEADER)
        digest = idempotency.fingerprint(request.method, request.url.path, raw)
        # Nothing below awaits: two requests with one key cannot both find it new.
        try:
            known = idempotency.recall(state.answers, key, digest)
        except KeyReusedError:
            state.ledger.conflicts[kind] += 1
            return problem(422, "idempotency_key_reused")
        if known is not None:
            state.ledger.replays[kind] += 1
            return JSONResponse(known.body, known.status, {idempotency.REPLAYED: "true"})
        try:
            body = json.loads(raw)
        except ValueError:
            return problem(400, "invalid_json")
        if not isinstance(body, dict):
            return problem(400, "body_must_be_an_object")
        answer = effect(state, body)
        if key is not None:
            state.answers[key] = Remembered(digest, answer)
        return JSONResponse(answer.body, answer.status)

    return endpoint


def write_routes() -> list[Route]:
    """Return the POST routes; writing to customers needs the token."""
    return [
        Route("/welcome", needs_token(once("welcome", welcome)), methods=["POST"]),
        Route("/shipments", once("shipments", shipment), methods=["POST"]),
        *(
            Route(f"/warehouse/{table}", once(table, load(table)), methods=["POST"])
            for table in TABLES
        ),
    ]
