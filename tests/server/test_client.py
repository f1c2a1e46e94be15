"""What the server makes of a client's capabilities, where no recorded client has them."""

from __future__ import annotations

from lsprotocol import types

from reqon_language.features.completion import Completion, Item
from reqon_language.syntax.ast import Span
from reqon_server.client import Client, read_client
from reqon_server.requests.completion import translate

HERE = types.Range(types.Position(1, 2), types.Position(1, 4))
FOUND = Completion(
    (
        Item("orders", "store", "store · file"),
        Item("round", "function", "round(x: number)", "Rounded.", snippet="round($1)"),
    ),
    Span(7, 9),
    incomplete=True,
)


def test_a_client_without_capabilities_is_the_plainest_one() -> None:
    """Nothing is assumed that was not said."""
    assert read_client(types.ClientCapabilities()) == Client()


def test_a_modern_client_is_told_the_range_once_and_the_origin_beside_the_name() -> None:
    """Item defaults and label details are newer than the clients recorded by pytest-lsp."""
    item = types.ClientCompletionItemOptions(snippet_support=True, label_details_support=True)
    completion = types.CompletionClientCapabilities(
        completion_item=item,
        completion_list=types.CompletionListCapabilities(item_defaults=["editRange"]),
    )
    text_document = types.TextDocumentClientCapabilities(completion=completion)
    client = read_client(types.ClientCapabilities(text_document=text_document))
    answer = translate(FOUND, lambda _: HERE, client)
    store, function = answer.items
    assert answer.is_incomplete
    assert answer.item_defaults
    assert answer.item_defaults.edit_range == HERE
    assert (store.text_edit, store.text_edit_text, store.detail) == (None, None, None)
    assert store.label_details
    assert store.label_details.description == "store · file"
    assert function.text_edit_text == "round($1)"
    assert function.insert_text_format == types.InsertTextFormat.Snippet
    assert function.detail == "round(x: number)"


def test_an_old_client_gets_the_range_with_every_item() -> None:
    """And plain text instead of a snippet."""
    answer = translate(FOUND, lambda _: HERE, Client())
    assert answer.item_defaults is None
    assert [item.text_edit for item in answer.items] == [
        types.TextEdit(HERE, "orders"),
        types.TextEdit(HERE, "round"),
    ]
