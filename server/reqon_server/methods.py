"""Every request and notification the server answers, with the function that does.

This imports all of the server and of the language, so only `begin.py` does it, once `initialize`
is answered. What `initialize` has to say of a method stands in `methods.json` as well, which
`make generate` writes from here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from lsprotocol import types

from reqon_server.requests.call_hierarchy import (
    incoming_calls,
    outgoing_calls,
    prepare_call_hierarchy,
)
from reqon_server.requests.cancel_progress import cancel_progress
from reqon_server.requests.code_action import code_action, code_action_resolve
from reqon_server.requests.code_lens import code_lens
from reqon_server.requests.completion import completion
from reqon_server.requests.completion_resolve import completion_resolve
from reqon_server.requests.declaration import declaration
from reqon_server.requests.definition import definition
from reqon_server.requests.diagnostic import diagnostic
from reqon_server.requests.did_change import did_change
from reqon_server.requests.did_change_configuration import did_change_configuration
from reqon_server.requests.did_change_files import (
    FILTERS,
    did_create_files,
    did_delete_files,
    did_rename_files,
)
from reqon_server.requests.did_change_watched_files import did_change_watched_files
from reqon_server.requests.did_change_workspace_folders import did_change_workspace_folders
from reqon_server.requests.did_close import did_close
from reqon_server.requests.did_open import did_open
from reqon_server.requests.did_save import did_save
from reqon_server.requests.document_highlight import document_highlight
from reqon_server.requests.document_link import document_link
from reqon_server.requests.document_symbol import document_symbol
from reqon_server.requests.execute_command import execute_command
from reqon_server.requests.folding_range import folding_range
from reqon_server.requests.formatting import (
    formatting,
    range_formatting,
    ranges_formatting,
)
from reqon_server.requests.hover import hover
from reqon_server.requests.implementation import implementation
from reqon_server.requests.initialized import initialized
from reqon_server.requests.inlay_hint import inlay_hint
from reqon_server.requests.inline_completion import inline_completion
from reqon_server.requests.on_type_formatting import on_type_formatting
from reqon_server.requests.references import references
from reqon_server.requests.rename import prepare_rename, rename
from reqon_server.requests.selection_range import selection_range
from reqon_server.requests.semantic_tokens import (
    semantic_tokens_delta,
    semantic_tokens_full,
    semantic_tokens_range,
)
from reqon_server.requests.signature_help import signature_help
from reqon_server.requests.text_document_content import text_document_content
from reqon_server.requests.type_definition import type_definition
from reqon_server.requests.will_rename_files import will_rename_files
from reqon_server.requests.workspace_diagnostic import workspace_diagnostic
from reqon_server.requests.workspace_symbol import workspace_symbol
from reqon_server.routes import Route

NOTIFICATIONS: Final[tuple[tuple[str, Callable[..., None], Any], ...]] = (
    (types.INITIALIZED, initialized, None),
    (types.WINDOW_WORK_DONE_PROGRESS_CANCEL, cancel_progress, None),
    (types.WORKSPACE_DID_CHANGE_CONFIGURATION, did_change_configuration, None),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, did_change_watched_files, None),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, did_change_workspace_folders, None),
    (types.WORKSPACE_DID_RENAME_FILES, did_rename_files, FILTERS),
    (types.WORKSPACE_DID_DELETE_FILES, did_delete_files, FILTERS),
    (types.WORKSPACE_DID_CREATE_FILES, did_create_files, FILTERS),
    (types.TEXT_DOCUMENT_DID_OPEN, did_open, None),
    (types.TEXT_DOCUMENT_DID_CHANGE, did_change, None),
    (types.TEXT_DOCUMENT_DID_SAVE, did_save, types.SaveOptions(include_text=True)),
    (types.TEXT_DOCUMENT_DID_CLOSE, did_close, None),
)
"""What is handled at once, in the order it arrives."""

ROUTES: Final[tuple[Route, ...]] = (
    code_lens,
    completion,
    completion_resolve,
    definition,
    declaration,
    type_definition,
    implementation,
    references,
    code_action,
    code_action_resolve,
    prepare_rename,
    rename,
    will_rename_files,
    prepare_call_hierarchy,
    incoming_calls,
    outgoing_calls,
    diagnostic,
    workspace_diagnostic,
    document_highlight,
    document_link,
    document_symbol,
    folding_range,
    formatting,
    range_formatting,
    ranges_formatting,
    on_type_formatting,
    hover,
    inlay_hint,
    inline_completion,
    selection_range,
    semantic_tokens_full,
    semantic_tokens_delta,
    semantic_tokens_range,
    signature_help,
    workspace_symbol,
    text_document_content,
    execute_command,
)
"""What is answered from a snapshot."""
