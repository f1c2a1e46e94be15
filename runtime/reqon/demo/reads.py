"""The demo API's GET routes: one listing per pagination style, and single records."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reqon.demo.data import Record
from reqon.demo.guard import Endpoint, needs_token
from reqon.demo.state import TABLES, of, problem

_PAGE_SIZE: Final = 100
_LARGEST_PAGE: Final = 500


class _BadParameterError(ValueError):
    """A query parameter the route cannot use; the text goes to the client."""


async def customers(request: Request) -> Response:
    """`?page=1&size=100`, pages from 1: `{data, page, pages, total}`."""
    return _numbered(request, of(request).data.customers, member="data")


async def customer(request: Request) -> Response:
    """Return one customer, or 404."""
    return _single(of(request).customers.get(request.path_params["id"]), "customer_not_found")


async def orders(request: Request) -> Response:
    """`?offset=0&limit=100`, optional `status` and `updatedSince`: a bare list."""
    try:
        offset, limit = _whole(request, "offset", 0, 0), _size(request, "limit")
    except _BadParameterError as error:
        return problem(400, "bad_parameter", detail=str(error))
    found: Iterable[Record] = of(request).data.orders
    if status := request.query_params.get("status"):
        found = (order for order in found if order["status"] == status)
    if since := request.query_params.get("updatedSince"):
        # Both are UTC in ISO 8601, whose text order is the order in time.
        found = (order for order in found if order["updatedAt"] >= since)
    return JSONResponse(list(found)[offset : offset + limit])


async def order(request: Request) -> Response:
    """Return one order, or 404."""
    return _single(of(request).orders.get(request.path_params["id"]), "order_not_found")


async def payment(request: Request) -> Response:
    """Return the payment for an order; some orders have none, which is 404."""
    return _single(of(request).data.payments.get(request.path_params["id"]), "payment_not_found")


async def products(request: Request) -> Response:
    """`?page=1&size=100`, pages from 1: `{products, page, pages, total}`."""
    return _numbered(request, of(request).data.products, member="products")


async def categories(request: Request) -> Response:
    """Return all categories; there are few, so there are no pages."""
    return JSONResponse(of(request).data.categories)


async def events(request: Request) -> Response:
    """`?cursor=…&limit=100`: `{events, next_cursor}`; the last page has a null cursor."""
    listing = of(request).data.events
    try:
        limit = _size(request, "limit")
        start = _position(request.query_params.get("cursor"))
    except _BadParameterError as error:
        return problem(400, "bad_parameter", detail=str(error))
    end = start + limit
    following = _cursor(end) if end < len(listing) else None
    return JSONResponse({"events": listing[start:end], "next_cursor": following})


def rows_of(table: str) -> Endpoint:
    """Return the endpoint that lists a warehouse table, in the order rows first came."""

    async def rows(request: Request) -> Response:
        return JSONResponse(list(of(request).warehouse.get(table, {}).values()))

    return rows


def _numbered(request: Request, listing: list[Record], *, member: str) -> Response:
    try:
        page, size = _whole(request, "page", 1, 1), _size(request, "size")
    except _BadParameterError as error:
        return problem(400, "bad_parameter", detail=str(error))
    return JSONResponse(
        {
            member: listing[(page - 1) * size : page * size],
            "page": page,
            "pages": -(-len(listing) // size),
            "total": len(listing),
        }
    )


def _single(record: Record | None, error: str) -> Response:
    return problem(404, error) if record is None else JSONResponse(record)


def _whole(request: Request, name: str, default: int, least: int) -> int:
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or int(text) < least:
        raise _BadParameterError(f"{name} must be a whole number, {least} or more")
    return int(text)


def _size(request: Request, name: str) -> int:
    return min(_whole(request, name, _PAGE_SIZE, 1), _LARGEST_PAGE)


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"at {position}".encode()).decode()


def _position(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        word, number = base64.urlsafe_b64decode(cursor).decode().split()
        if word == "at" and number.isdigit():
            return int(number)
    except (binascii.Error, ValueError):
        pass
    raise _BadParameterError("cursor is not one this API gave out")


def read_routes() -> list[Route]:
    """Return the GET routes; customers need the token."""
    return [
        Route("/customers", needs_token(customers)),
        Route("/customers/{id}", needs_token(customer)),
        Route("/orders", orders),
        Route("/orders/{id}", order),
        Route("/payments/{id}", payment),
        Route("/products", products),
        Route("/categories", categories),
        Route("/events", events),
        *(Route(f"/warehouse/{table}", rows_of(table)) for table in TABLES),
    ]
