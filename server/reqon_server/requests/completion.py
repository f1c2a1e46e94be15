"""`textDocument/completion`: proposals for what is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.features.completion import Completion, Item, ItemKind, complete
from reqon_server.markup import markup
from reqon_server.outside import outside
from reqon_server.routes import request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reqon_language.syntax.ast import Span
    from reqon_server.client import Client
    from reqon_server.snapshot import Snapshot

TRIGGERS: Final = (".", ":", "[", "{", '"', "/", ">", "|")
"""After these the next word is rarely free; blanks are left to the user's own request."""

_KINDS: Final[dict[ItemKind, types.CompletionItemKind]] = {
    "keyword": types.CompletionItemKind.Keyword,
    "option": types.CompletionItemKind.Property,
    "word": types.CompletionItemKind.EnumMember,
    "type": types.CompletionItemKind.TypeParameter,
    "unit": types.CompletionItemKind.Unit,
    "field": types.CompletionItemKind.Field,
    "source": types.CompletionItemKind.Interface,
    "store": types.CompletionItemKind.Class,
    "schema": types.CompletionItemKind.Struct,
    "transform": types.CompletionItemKind.Operator,
    "action": types.CompletionItemKind.Method,
    "variable": types.CompletionItemKind.Variable,
    "implicit": types.CompletionItemKind.Variable,
    "function": types.CompletionItemKind.Function,
    "operation": types.CompletionItemKind.Method,
    "file": types.CompletionItemKind.File,
    "folder": types.CompletionItemKind.Folder,
    "dataset": types.CompletionItemKind.Class,
    "context": types.CompletionItemKind.Module,
    "contract": types.CompletionItemKind.Interface,
    "distribution": types.CompletionItemKind.Enum,
}
# For clients that know only the kinds of the protocol's first version.
_PLAIN_KINDS: Final = {
    types.CompletionItemKind.EnumMember: types.CompletionItemKind.Enum,
    types.CompletionItemKind.TypeParameter: types.CompletionItemKind.Class,
    types.CompletionItemKind.Struct: types.CompletionItemKind.Class,
    types.CompletionItemKind.Operator: types.CompletionItemKind.Method,
    types.CompletionItemKind.Folder: types.CompletionItemKind.File,
}
_BESIDE: Final = {"source", "store", "schema", "transform", "action", "operation", "field"}
"""Kinds whose detail is short and tells items apart: it is shown beside their label."""


@request(
    types.TEXT_DOCUMENT_COMPLETION,
    types.CompletionOptions(trigger_characters=list(TRIGGERS), resolve_provider=True),
)
def completion(snapshot: Snapshot, params: types.CompletionParams) -> types.CompletionList:
    """Return the proposals at a place."""
    file = snapshot.file(params.text_document.uri)
    found = complete(file.model, file.text, file.offset(params.position), outside(file))
    data = {"uri": file.uri, "offset": found.replace.start}
    return translate(found, file.range, snapshot.client, data)


def translate(
    found: Completion,
    range_of: Callable[[Span], types.Range],
    client: Client,
    data: Mapping[str, object] | None = None,
) -> types.CompletionList:
    """Return proposals as the protocol writes them, in our order.

    Where the client lets us say the range once for all items, that is a third of the bytes; the
    same goes for `data`, which `completionItem/resolve` gets back.
    """
    once = "editRange" in client.item_defaults
    data_once = "data" in client.item_defaults
    replace = range_of(found.replace)
    items = [
        _item(item, place, None if once else replace, client)
        for place, item in enumerate(found.items)
    ]
    for item, made in zip(found.items, items, strict=True):
        made.data = None if data_once else data
        if item.edits:
            made.additional_text_edits = [
                types.TextEdit(range_of(edit.span), edit.text) for edit in item.edits
            ]
    defaults = types.CompletionItemDefaults(
        edit_range=replace if once else None, data=data if data_once else None
    )
    said_once = defaults if items and (once or data_once) else None
    return types.CompletionList(found.incomplete, items, item_defaults=said_once)


def kinds_of(kind: int | None) -> list[ItemKind]:
    """Return which of our kinds an item may be of, by what the client was told."""
    return [
        ours for ours, known in _KINDS.items() if kind in (known, _PLAIN_KINDS.get(known, known))
    ]


def _item(
    item: Item, place: int, replace: types.Range | None, client: Client
) -> types.CompletionItem:
    snippet = item.snippet if client.snippets else None
    text = item.text if snippet is None else snippet
    kind = _KINDS[item.kind]
    if kind not in client.item_kinds:
        kind = _PLAIN_KINDS.get(kind, types.CompletionItemKind.Text)
    beside = client.label_details and item.kind in _BESIDE
    return types.CompletionItem(
        item.label,
        label_details=types.CompletionItemLabelDetails(description=item.detail) if beside else None,
        kind=kind,
        detail=None if beside else item.detail or None,
        documentation=markup(item.doc, "completion", client) if item.doc else None,
        sort_text=f"{place:03}",
        filter_text=item.filter if item.filter != item.label else None,
        insert_text_format=types.InsertTextFormat.Snippet if snippet is not None else None,
        text_edit=types.TextEdit(replace, text) if replace else None,
        text_edit_text=text if replace is None and text != item.label else None,
    )
