"""`completionItem/resolve`: what more there is to say about the proposal that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.completion import resolve
from reqon_server.markup import markup
from reqon_server.requests.completion import kinds_of
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot


@request(types.COMPLETION_ITEM_RESOLVE)
def completion_resolve(snapshot: Snapshot, item: types.CompletionItem) -> types.CompletionItem:
    """Return the item with its documentation; one we did not make comes back as it is."""
    data = item.data
    if not isinstance(data, dict) or not isinstance(data.get("offset"), int):
        return item
    file = snapshot.file(str(data.get("uri")))
    for kind in kinds_of(item.kind):
        found = resolve(
            file.tree, file.model, data["offset"], kind, item.label, file.project, file.path
        )
        if found:
            item.documentation = markup(found, "completion", snapshot.client)
            break
    return item
