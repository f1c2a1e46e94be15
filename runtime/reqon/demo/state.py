"""The demo API's one mutable thing: what it serves, remembers, counts and breaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, cast

from starlette.requests import Request
from starlette.responses import JSONResponse

from reqon.demo.data import Dataset, Record
from reqon.demo.faults import Faults
from reqon.demo.idempotency import Remembered
from reqon.demo.ledger import Ledger

TABLES: Final = ("sales", "products")
"""The warehouse's tables."""


@dataclass(slots=True)
class DemoState:
    """Shared by all routes; a request sees it through `of`."""

    data: Dataset
    token: str
    """What the customer part of the API wants as bearer token."""
    customers: dict[str, Record] = field(init=False)
    orders: dict[str, Record] = field(init=False)
    warehouse: dict[str, dict[str, Record]] = field(default_factory=dict)
    """What was loaded: rows by table and id."""
    ledger: Ledger = field(default_factory=Ledger)
    answers: dict[str, Remembered] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)

    def __post_init__(self) -> None:
        self.customers = {customer["id"]: customer for customer in self.data.customers}
        self.orders = {order["id"]: order for order in self.data.orders}

    def reset(self) -> None:
        """Forget every request, effect, answer, row and fault; the latency stays."""
        waiting = self.ledger
        self.ledger = Ledger()
        self.answers = {}
        self.warehouse = {}
        self.faults = Faults(latency=self.faults.latency)
        waiting.announce()


def of(request: Request) -> DemoState:
    """Return the state of the application that received this request."""
    return cast("DemoState", request.app.state.demo)


def problem(status: int, error: str, **details: Any) -> JSONResponse:
    """Return an error answer in the API's one shape: `{error, code, …}`."""
    return JSONResponse({"error": error, "code": status, **details}, status_code=status)
