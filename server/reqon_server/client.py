"""What the connected editor can do, read once from its capabilities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from lsprotocol import types
from pygls.capabilities import get_capability

if TYPE_CHECKING:
    from reqon_language.text import Encoding

_PREFERRED: Final[tuple[Encoding, ...]] = ("utf-32", "utf-8", "utf-16")
# What a client that names no kinds understands (LSP 3.17, CompletionItemKind).
_FIRST_KINDS: Final = frozenset(range(1, 19))

Shown: TypeAlias = Literal["hover", "completion", "signature"]
"""Where prose is shown."""
_PROSE: Final[dict[Shown, str]] = {
    "hover": "text_document.hover.content_format",
    "completion": "text_document.completion.completion_item.documentation_format",
    "signature": "text_document.signature_help.signature_information.documentation_format",
}
_REFRESHED: Final = {
    types.WORKSPACE_DIAGNOSTIC_REFRESH: "diagnostics",
    types.WORKSPACE_SEMANTIC_TOKENS_REFRESH: "semantic_tokens",
    types.WORKSPACE_INLAY_HINT_REFRESH: "inlay_hint",
    types.WORKSPACE_CODE_LENS_REFRESH: "code_lens",
}

_LINKED: Final = {
    types.TEXT_DOCUMENT_DEFINITION: "definition",
    types.TEXT_DOCUMENT_DECLARATION: "declaration",
    types.TEXT_DOCUMENT_TYPE_DEFINITION: "type_definition",
}
"""The requests that some clients take links for, which say more than places."""


@dataclass(frozen=True, slots=True)
class Client:
    """The optional parts of the protocol an editor knows; by default none.

    Kinds and tags are the protocol's numbers, since a client may name ones we do not know.
    """

    encoding: Encoding = "utf-16"
    snippets: bool = False
    item_defaults: frozenset[str] = frozenset()
    item_kinds: frozenset[int] = _FIRST_KINDS
    label_details: bool = False
    links: frozenset[str] = frozenset()
    document_changes: bool = False
    change_annotations: bool = False
    snippet_edits: bool = False
    code_actions: bool = False
    lazy_actions: bool = False
    markdown: frozenset[Shown] = frozenset()
    plain_text: frozenset[Shown] = frozenset()
    nested_symbols: bool = False
    folds_lines_only: bool = False
    label_offsets: bool = False
    no_parameter: bool = False
    diagnostic_tags: frozenset[int] = frozenset()
    diagnostic_data: bool = False
    related_information: bool = False
    code_description: bool = False
    pull: bool = False
    related_documents: bool = False
    progress: bool = False
    refresh: frozenset[str] = frozenset()
    contents: bool = False
    documentation: bool = False
    inline_completion: bool = False
    several_ranges: bool = False
    watch: bool = False
    relative_patterns: bool = False
    configuration: bool = False
    follow_configuration: bool = False
    retried: frozenset[str] = frozenset()
    """The requests it repeats when the document changed before the answer."""


def choose_encoding(offered: Iterable[object]) -> Encoding:
    """Return how to count columns with a client; one that offers nothing counts in utf-16.

    Of what it offers `utf-32` is taken first: its columns are our code points, so a place costs
    one addition on any line. The other two must walk lines that are not ASCII.
    """
    known = {str(getattr(encoding, "value", encoding)) for encoding in offered}
    return next((encoding for encoding in _PREFERRED if encoding in known), "utf-16")


def read_client(capabilities: types.ClientCapabilities) -> Client:
    """Read what matters to us from a client's capabilities."""

    def flag(path: str) -> bool:
        return bool(get_capability(capabilities, path, default=False))

    def present(path: str) -> bool:
        return get_capability(capabilities, path, default=None) is not None

    def values(path: str) -> list[object]:
        return list(get_capability(capabilities, path, default=None) or [])

    def numbers(path: str) -> frozenset[int]:
        return frozenset(value for value in values(path) if isinstance(value, int))

    def prose(kind: types.MarkupKind) -> frozenset[Shown]:
        return frozenset(shown for shown, path in _PROSE.items() if kind in values(path))

    item = "text_document.completion.completion_item"
    action = "text_document.code_action"
    publish = "text_document.publish_diagnostics"
    kinds = "text_document.completion.completion_item_kind.value_set"
    return Client(
        encoding=choose_encoding(values("general.position_encodings")),
        snippets=flag(f"{item}.snippet_support"),
        item_defaults=frozenset(
            str(name) for name in values("text_document.completion.completion_list.item_defaults")
        ),
        item_kinds=numbers(kinds) or _FIRST_KINDS,
        label_details=flag(f"{item}.label_details_support"),
        links=frozenset(
            name for name, path in _LINKED.items() if flag(f"text_document.{path}.link_support")
        ),
        code_actions=present(f"{action}.code_action_literal_support"),
        lazy_actions=flag(f"{action}.data_support")
        and "edit" in values(f"{action}.resolve_support.properties"),
        change_annotations=present("workspace.workspace_edit.change_annotation_support"),
        document_changes=flag("workspace.workspace_edit.document_changes"),
        snippet_edits=flag("workspace.workspace_edit.document_changes")
        and flag("workspace.workspace_edit.snippet_edit_support"),
        markdown=prose(types.MarkupKind.Markdown),
        plain_text=prose(types.MarkupKind.PlainText),
        nested_symbols=flag("text_document.document_symbol.hierarchical_document_symbol_support"),
        folds_lines_only=flag("text_document.folding_range.line_folding_only"),
        label_offsets=flag(
            "text_document.signature_help.signature_information"
            ".parameter_information.label_offset_support"
        ),
        no_parameter=flag(
            "text_document.signature_help.signature_information.no_active_parameter_support"
        ),
        diagnostic_tags=numbers(f"{publish}.tag_support.value_set"),
        diagnostic_data=flag(f"{publish}.data_support"),
        related_information=flag(f"{publish}.related_information"),
        code_description=flag(f"{publish}.code_description_support"),
        pull=present("text_document.diagnostic"),
        related_documents=flag("text_document.diagnostic.related_document_support"),
        progress=flag("window.work_done_progress"),
        refresh=frozenset(
            name for name, path in _REFRESHED.items() if flag(f"workspace.{path}.refresh_support")
        ),
        contents=present("workspace.text_document_content"),
        documentation=flag(f"{action}.documentation_support"),
        inline_completion=present("text_document.inline_completion"),
        several_ranges=flag("text_document.range_formatting.ranges_support"),
        watch=flag("workspace.did_change_watched_files.dynamic_registration"),
        relative_patterns=flag("workspace.did_change_watched_files.relative_pattern_support"),
        configuration=flag("workspace.configuration"),
        follow_configuration=flag("workspace.did_change_configuration.dynamic_registration"),
        retried=frozenset(
            str(name) for name in values("general.stale_request_support.retry_on_content_modified")
        ),
    )
