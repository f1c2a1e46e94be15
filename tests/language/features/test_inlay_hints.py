"""Inlay hints, written into the text between `⟦` and `⟧`."""

from __future__ import annotations

import re

import pytest

from language.features.cursors import members, read, steps
from reqon_language.features.inlay_hints import inlay_hints
from reqon_language.syntax.ast import Span

CASES = {
    "a loop's variable": steps("for order⟦: Order⟧ in orders { skip }"),
    "a computed variable": steps("let n⟦: integer⟧ = length(orders)"),
    "a variable that may be null": steps("let o⟦: Order | null⟧ = first(orders)"),
    "a list": steps("let xs⟦: array<Order>⟧ = orders.filter(.total > 1)"),
    "what can be read off": steps('let n = 1\n    let t = "x"\n    let o = { a: 1 }'),
    "what is not known": steps('get "/x"\n    let a = response.a\n    for x in response { skip }'),
    "the result of a transform": steps(
        "for o⟦: Order⟧ in orders { apply Clean to o as line⟦: Line⟧ }"
    ),
    "the response of a transform": steps("for o⟦: Order⟧ in orders { apply Clean to o⟦→ Line⟧ }"),
    "the response of an operation": steps("call Crm.listCustomers⟦→ array<Client>⟧"),
    "the response of an operation with options": steps(
        "call Crm.getCustomer⟦→ Client⟧ { params: { id: 1 } }"
    ),
    "the response of an unknown operation": steps("call Crm.createCustomer"),
    "milliseconds": members('source S { auth: none, base: "x", timeout: 5000⟦ms⟧ }'),
    "seconds": members('source S { auth: none, base: "x", rateLimit: { maxWait: 30⟦s⟧ } }'),
    "units that are written": members('source S { auth: none, base: "x", timeout: 5s }'),
    "no unit for none": steps("wait { timeout: 0 }"),
    "a unit in the name": members(
        'schedule: cron "0 2 * * *" { retry: { maxRetries: 2, delaySeconds: 5 } }'
    ),
    "tries": steps('get "/x" { retry: {⟦maxAttempts: 3⟧ backoff: linear } }'),
    "a limit that is written": steps('get "/x" { retry: { maxAttempts: 5 } }'),
    "pages without an end": steps('get "/x" { paginate: page(p, 10)⟦up to 1000 pages⟧ }'),
    "pages with an end": steps('get "/x" { paginate: page(p, 10), until: p > 3 }'),
    "an endless wait": steps('wait {⟦timeout: 5m⟧ path: "/x" }'),
    "half-typed text": steps("for order⟦: Order⟧ in orders {\n      let x = "),
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES)
def test_hints_say_what_is_known_and_not_written(marked: str) -> None:
    """And keep silent about the rest."""
    text = re.sub("⟦[^⟧]*⟧", "", marked)
    shown = text
    for hint in reversed(inlay_hints(read(text)[1], Span(0, len(text)))):
        shown = f"{shown[: hint.offset]}⟦{hint.label}⟧{shown[hint.offset :]}"
    assert shown == marked


def test_only_the_range_asked_for_is_answered() -> None:
    """Editors ask for what is on the screen."""
    text = steps("let a = length(orders)\n    let b = length(orders)")
    start = text.index("let b")
    [hint] = inlay_hints(read(text)[1], Span(start, start + 10))
    assert hint.offset == text.index("b =") + 1
