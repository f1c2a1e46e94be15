"""What the connected editor can do, read once from its capabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lsprotocol import types
from pygls.capabilities import get_capability

# What a client that names no kinds understands (LSP 3.17, CompletionItemKind).
_FIRST_KINDS: Final = frozenset(range(1, 19))


@dataclass(frozen=True, slots=True)
class Client:
    """The optional parts of the protocol an editor knows; by default none.

    Kinds and tags are the protocol's numbers, since a client may name ones we do not know.
    """

    snippets: bool = False
    item_defaults: frozenset[str] = frozenset()
    item_kinds: frozenset[int] = _FIRST_KINDS
    label_details: bool = False
    definition_links: bool = False
    diagnostic_tags: frozenset[int] = frozenset()
    diagnostic_data: bool = False
    related_information: bool = False
    progress: bool = False
    retried: frozenset[str] = frozenset()
    """The requests it repeats when the document changed before the answer."""


def read_client(capabilities: types.ClientCapabilities) -> Client:
    """Read what matters to us from a client's capabilities."""

    def flag(path: str) -> bool:
        return bool(get_capability(capabilities, path, default=False))

    def values(path: str) -> list[object]:
        return list(get_capability(capabilities, path, default=None) or [])

    def numbers(path: str) -> frozenset[int]:
        return frozenset(value for value in values(path) if isinstance(value, int))

    item = "text_document.completion.completion_item"
    publish = "text_document.publish_diagnostics"
    kinds = "text_document.completion.completion_item_kind.value_set"
    return Client(
        snippets=flag(f"{item}.snippet_support"),
        item_defaults=frozenset(
            str(name) for name in values("text_document.completion.completion_list.item_defaults")
        ),
        item_kinds=numbers(kinds) or _FIRST_KINDS,
        label_details=flag(f"{item}.label_details_support"),
        definition_links=flag("text_document.definition.link_support"),
        diagnostic_tags=numbers(f"{publish}.tag_support.value_set"),
        diagnostic_data=flag(f"{publish}.data_support"),
        related_information=flag(f"{publish}.related_information"),
        progress=flag("window.work_done_progress"),
        retried=frozenset(
            str(name) for name in values("general.stale_request_support.retry_on_content_modified")
        ),
    )
