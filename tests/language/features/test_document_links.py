"""Links, as they are underlined and where they lead."""

from __future__ import annotations

import pytest

from language.features.cursors import read
from reqon_language.features.document_links import document_links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('source S from "./api.yaml"', [("file", "./api.yaml")]),
        ('source S from "https://a.example/api.yaml"', [("url", "https://a.example/api.yaml")]),
        ('import A from "./a.vague"', [("file", "./a.vague")]),
        ('import A from "./a', [("file", "./a")]),
        ('source S { base: "https://a.example/v1" }', [("url", "https://a.example/v1")]),
        ("// see https://a.example/x.", [("url", "https://a.example/x")]),
        ("/* (https://a.example/x) */", [("url", "https://a.example/x")]),
        ('get "https://a.example/{id}"', [("url", "https://a.example/")]),
        ('get "/x"', []),
        ('source S from "', []),
    ],
)
def test_files_and_urls_are_links(text: str, expected: list[tuple[str, str]]) -> None:
    """A link's text is its target, without quotes and without the sentence's full stop."""
    tree, model = read(text)
    found = document_links(tree, model)
    assert [(one.kind, one.target) for one in found] == expected
    assert all(text[one.span.start : one.span.end] == one.target for one in found)
