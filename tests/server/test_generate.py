"""The page about the server is what the server says."""

from __future__ import annotations

from reqon_server.generate import PAGE, updated


def test_the_page_about_the_server_is_up_to_date() -> None:
    """If this fails: `make generate`."""
    page = PAGE.read_text(encoding="utf-8")
    assert updated(page) == page
    for promised in ("completionProvider", "hoverProvider", "diagnosticProvider"):
        assert promised in page
