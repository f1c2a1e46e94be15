"""Every method the server announces, over every kind of project and in every state of its texts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from lsprotocol import types

from server.clients import capabilities_of
from server.editor import start_editor
from server.every_method import actions, files, formatting, outside
from server.every_method.asking import Asking, folders, write
from server.every_method.empty import EMPTY
from server.every_method.marked import PROJECTS, STATES
from server.every_method.rows import ROWS

FURTHER = (actions, files, formatting, outside)
"""Where the other rows are noted."""
pytestmark = pytest.mark.asyncio(loop_scope="module")
EDITORS = {
    "a file": ("recent", "utf-16"),
    "a file of several missions": ("neovim@v0.9.1", "utf-8"),
    "a folder": ("neovim@v0.11.0", "utf-8"),
    "a file that imports": ("vscode", "utf-32"),
    "two workspace folders": ("recent", "utf-16"),
}
"""Which client has which project open, and how it counts."""
METHODS = {
    "hover_provider": [types.TEXT_DOCUMENT_HOVER],
    "completion_provider": [types.TEXT_DOCUMENT_COMPLETION, types.COMPLETION_ITEM_RESOLVE],
    "inline_completion_provider": [types.TEXT_DOCUMENT_INLINE_COMPLETION],
    "signature_help_provider": [types.TEXT_DOCUMENT_SIGNATURE_HELP],
    "declaration_provider": [types.TEXT_DOCUMENT_DECLARATION],
    "definition_provider": [types.TEXT_DOCUMENT_DEFINITION],
    "type_definition_provider": [types.TEXT_DOCUMENT_TYPE_DEFINITION],
    "implementation_provider": [types.TEXT_DOCUMENT_IMPLEMENTATION],
    "references_provider": [types.TEXT_DOCUMENT_REFERENCES],
    "document_highlight_provider": [types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT],
    "document_symbol_provider": [types.TEXT_DOCUMENT_DOCUMENT_SYMBOL],
    "workspace_symbol_provider": [types.WORKSPACE_SYMBOL],
    "code_action_provider": [types.TEXT_DOCUMENT_CODE_ACTION, types.CODE_ACTION_RESOLVE],
    "code_lens_provider": [types.TEXT_DOCUMENT_CODE_LENS],
    "document_link_provider": [types.TEXT_DOCUMENT_DOCUMENT_LINK],
    "document_formatting_provider": [types.TEXT_DOCUMENT_FORMATTING],
    "document_range_formatting_provider": [
        types.TEXT_DOCUMENT_RANGE_FORMATTING,
        types.TEXT_DOCUMENT_RANGES_FORMATTING,
    ],
    "document_on_type_formatting_provider": [types.TEXT_DOCUMENT_ON_TYPE_FORMATTING],
    "rename_provider": [types.TEXT_DOCUMENT_RENAME, types.TEXT_DOCUMENT_PREPARE_RENAME],
    "folding_range_provider": [types.TEXT_DOCUMENT_FOLDING_RANGE],
    "selection_range_provider": [types.TEXT_DOCUMENT_SELECTION_RANGE],
    "semantic_tokens_provider": [
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL,
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA,
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE,
    ],
    "inlay_hint_provider": [types.TEXT_DOCUMENT_INLAY_HINT],
    "call_hierarchy_provider": [
        types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY,
        types.CALL_HIERARCHY_INCOMING_CALLS,
        types.CALL_HIERARCHY_OUTGOING_CALLS,
    ],
    "diagnostic_provider": [types.TEXT_DOCUMENT_DIAGNOSTIC, types.WORKSPACE_DIAGNOSTIC],
    "execute_command_provider": [types.WORKSPACE_EXECUTE_COMMAND],
    "workspace": [types.WORKSPACE_WILL_RENAME_FILES, types.WORKSPACE_TEXT_DOCUMENT_CONTENT],
}
"""What a server answers that announces a capability."""
ELSEWHERE = {
    "position_encoding": "test_positions.py",
    "text_document_sync": "test_editing.py",
}
"""Capabilities that are no matter of single requests, and who looks after them."""
UNASKED = {types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS}
"""What a server says by itself."""


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=PROJECTS)
async def asking(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Asking]:
    """One server for each kind of project, with all its files open."""
    kind, path = request.param, tmp_path_factory.mktemp("project")
    write(kind, path)
    client, encoding = EDITORS[kind]
    capabilities = capabilities_of(client, encoding=encoding)
    async with start_editor(capabilities, *folders(kind, path)) as editor:
        found = Asking(editor, kind, path)
        found.open()
        await found.known()
        yield found


@pytest.mark.parametrize("method", ROWS)
@pytest.mark.parametrize("state", STATES)
async def test_a_method_answers_correctly(asking: Asking, state: str, method: str) -> None:
    """Where things are is read off the marks of the texts, not off another answer."""
    asking.become(state)
    await ROWS[method](asking)


@pytest.mark.parametrize("method", EMPTY)
async def test_an_empty_document_has_no_answers(asking: Asking, method: str) -> None:
    """Nothing is found in it, and nothing goes wrong."""
    asking.become("empty")
    await EMPTY[method](asking)


def announced(capabilities: types.ServerCapabilities) -> Iterator[str]:
    """Yield the names of the capabilities a server has."""
    for name in types.ServerCapabilities.__annotations__:
        if getattr(capabilities, name) is not None:
            yield name


async def test_every_announced_method_has_a_row(asking: Asking) -> None:
    """A new capability needs one here, and a row for the empty document."""
    found = {*announced(asking.editor.result.capabilities)}
    missing = set() if asking.recent else {"inline_completion_provider"}
    assert found == (METHODS.keys() | ELSEWHERE.keys()) - missing
    asked = {method for methods in METHODS.values() for method in methods} | UNASKED
    rows = {name.partition(":")[0] for name in ROWS}
    assert rows == asked
    about_nothing = {types.COMPLETION_ITEM_RESOLVE, types.CODE_ACTION_RESOLVE}
    assert EMPTY.keys() == rows - about_nothing - {
        types.CALL_HIERARCHY_INCOMING_CALLS,
        types.CALL_HIERARCHY_OUTGOING_CALLS,
    }
