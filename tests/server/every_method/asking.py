"""An editor with a marked project: what it asks at a mark, and what an answer stands for."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types

from reqon_language.text import Encoding, LineIndex, Position
from server.every_method.marked import PROJECTS, SPEC, Mark, Texts, read

LIMIT = 20
_ESCAPED = re.compile(r"\\([\\$}])")
_STOP = re.compile(r"\$\{\d+:([^}]*)\}")


@dataclass
class Asking:
    """A project open in an editor, in one state after the other."""

    editor: Any
    kind: str
    path: Path
    texts: Texts = field(init=False)
    state: str = ""
    version: int = 0

    @property
    def encoding(self) -> Encoding:
        return self.editor.result.capabilities.position_encoding or "utf-16"  # type: ignore[no-any-return]

    @property
    def recent(self) -> bool:
        """Whether the client speaks version 3.18 of the protocol."""
        capabilities = self.editor.client.capabilities.text_document
        return capabilities.inline_completion is not None

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics."""
        return self.editor.client.capabilities.text_document.diagnostic is not None

    @property
    def folds_lines(self) -> bool:
        """Whether the client folds whole lines only, and so shows the last one of a block."""
        folding = self.editor.client.capabilities.text_document.folding_range
        return bool(folding and folding.line_folding_only)

    @property
    def half_typed(self) -> bool:
        return self.state.startswith("half-typed")

    def become(self, state: str) -> None:
        """Let all files have the text of a state; "empty" is none at all."""
        if state == self.state:
            return
        self.texts = read(self.kind, "whole" if state == "empty" else state)
        if state == "empty":
            self.texts = Texts(dict.fromkeys(self.texts.files, ""), self.texts.marks)
        self.version, self.state = self.version + 1, state
        for name, text in self.texts.files.items():
            document = types.VersionedTextDocumentIdentifier(self.version, self.uri(name))
            change = types.TextDocumentContentChangeWholeDocument(text)
            self.editor.client.text_document_did_change(
                types.DidChangeTextDocumentParams(document, [change])
            )

    def open(self) -> None:
        """Open all files of the project."""
        for name, text in read(self.kind, "whole").files.items():
            self.editor.open(text, self.path / name)

    def uri(self, name: str) -> str:
        return (self.path / name).as_uri()

    def mark(self, name: str) -> Mark:
        return self.texts.marks[name]

    def lines(self, name: str) -> LineIndex:
        return LineIndex(self.texts.files[name])

    def place(self, name: str, offset: int) -> types.Position:
        found = self.lines(name).position(offset, self.encoding)
        return types.Position(found.line, found.column)

    def offset(self, name: str, place: types.Position) -> int:
        return self.lines(name).offset(Position(place.line, place.character), self.encoding)

    def at(self, name: str, behind: int = 0) -> dict[str, Any]:
        """Return the parameters for the place of a mark, or some code points behind it."""
        mark = self.mark(name)
        place = types.Position(0, 0)
        if self.state != "empty":
            place = self.place(mark.file, mark.start + behind)
        return {**self.document(mark.file), "position": place}

    def document(self, name: str) -> dict[str, Any]:
        return {"text_document": types.TextDocumentIdentifier(self.uri(name))}

    def range(self, name: str) -> types.Range:
        """Return the range of a mark."""
        mark = self.mark(name)
        return types.Range(self.place(mark.file, mark.start), self.place(mark.file, mark.end))

    def named(self, found: Iterable[tuple[str, types.Range]]) -> list[str]:
        """Return the names of the marks that places are at, and "?" for any other, in order."""
        known = {
            (self.uri(mark.file), str(self.range(name))): name
            for name, mark in self.texts.marks.items()
        }
        return sorted(known.get((uri, str(place)), "?") for uri, place in found)

    def targets(self, found: Any) -> list[str]:
        """Return the names of the marks that locations or links lead to."""
        return self.named(
            (one.target_uri, one.target_selection_range)
            if isinstance(one, types.LocationLink)
            else (one.uri, one.range)
            for one in found or []
        )

    def edited(self, edit: types.WorkspaceEdit) -> dict[str, str]:
        """Return the texts of the files that an edit changes, as they are after it."""
        changes = changes_of(edit)
        return {
            name: self.applied(name, changes[self.uri(name)])
            for name in self.texts.files
            if self.uri(name) in changes
        }

    def applied(self, name: str, edits: Iterable[Any]) -> str:
        """Return the text of a file after edits, which must not overlap."""
        text, at = "", 0
        places = [
            (self.offset(name, one.range.start), self.offset(name, one.range.end), one)
            for one in edits
        ]
        for start, end, edit in sorted(places, key=lambda place: place[:2]):
            assert at <= start, "edits overlap"
            put = _written(edit.snippet.value) if _is_snippet(edit) else edit.new_text
            text += self.texts.files[name][at:start] + put
            at = end
        return text + self.texts.files[name][at:]

    async def known(self) -> None:
        """Wait until the documents of the sources are read: until then little is said of them."""
        self.become("whole")
        params = types.CompletionParams(**self.at("operation", 2))
        async with asyncio.timeout(LIMIT):
            found = await self.ask(types.TEXT_DOCUMENT_COMPLETION, params)
            while not found.items:
                found = await self.ask(types.TEXT_DOCUMENT_COMPLETION, params)

    async def shows(self, name: str, wanted: Iterable[types.Diagnostic]) -> None:
        """Wait until that was published of a file."""
        await self.editor.until(lambda: self.editor.shown(self.uri(name)) == list(wanted))

    async def ask(self, method: str, params: Any) -> Any:
        async with asyncio.timeout(LIMIT):
            return await self.editor.client.protocol.send_request_async(method, params)


def _written(snippet: str) -> str:
    """Return what stands there when nothing is typed at the stops of a snippet."""
    return _ESCAPED.sub(r"\1", _STOP.sub(r"\1", snippet))


def _is_snippet(edit: Any) -> bool:
    return isinstance(edit, types.SnippetTextEdit)


def changes_of(edit: types.WorkspaceEdit) -> dict[str, list[Any]]:
    """Return the edits by file, in whichever way the client takes them."""
    changes: dict[str, list[Any]] = {uri: [*edits] for uri, edits in (edit.changes or {}).items()}
    for one in edit.document_changes or []:
        assert isinstance(one, types.TextDocumentEdit)
        changes[one.text_document.uri] = [*one.edits]
    return changes


def write(kind: str, path: Path) -> None:
    """Write the files of a project, and the document its source names, beside each other."""
    for name, text in read(kind, "whole").files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    for folder in folders(kind, path):
        (folder / "crm.yaml").write_text(SPEC, encoding="utf-8")


def folders(kind: str, path: Path) -> list[Path]:
    """Return the workspace folders of a project."""
    if kind == "two workspace folders":
        return [path / name.partition("/")[0] for name in PROJECTS[kind]]
    return [path]
