"""The worked example of the specification (appendix D) has exactly the findings it lists."""

from __future__ import annotations

from reqon_language import parse
from reqon_language.rules import check

TICKETS = """mission TicketSync {
  checkpoint: onFailure
  source Desk { auth: none, base: "http://127.0.0.1:9000" }
  store tickets: file("tickets")
  store closed: memory("closed")
  schema Gone { error: string, code: number }

  action Pull {
    get "/tickets" { paginate: page(p, 2), until: length(response) < 2 }
    store response -> tickets { key: .id }
  }
  action Close {
    for t in tickets where .state == "open" checkpoint every 2 {
      post "/tickets/{t.id}/close"
      match response {
        Gone -> skip,
        _ -> store response -> closed { key: .id }
      }
    }
  }
  run Pull then Close
}
"""


def found(text: str) -> list[tuple[str, str, str]]:
    """Return severity, code and marked text of every finding."""
    return [
        (item.severity, item.code, text[item.span.start : item.span.end])
        for item in check(parse(text))
    ]


def test_the_worked_example_has_its_three_findings_and_nothing_else() -> None:
    """A POST that resuming may repeat, a partial last page and an unhandled error answer."""
    assert found(TICKETS) == [
        ("hint", "RQ8008", "get"),
        ("info", "RQ5104", "until"),
        ("warning", "RQ7014", "post"),
    ]


def test_a_source_that_honours_keys_settles_the_repeated_request() -> None:
    """Declaring `idempotency` is the way out that RQ7014 names; `none` is the opposite."""
    declared = TICKETS.replace("none,", 'none, idempotency: { header: "Idempotency-Key" },')
    assert "RQ7014" not in {code for _, code, _ in found(declared)}
    refused = TICKETS.replace("none,", "none, idempotency: none,")
    assert "RQ7014" in {code for _, code, _ in found(refused)}
