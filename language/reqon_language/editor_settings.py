"""What can be set in an editor: which diagnostics are wanted, and how the editor shows things.

The first part is the same as in `reqon.toml` and is defined there (`rules/settings.py`). Every
other setting is one line of `ENTRIES`; the JSON Schema, the documentation and the reader all
come from it. Names are those below the section `reqon`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from reqon_language.rules.nearest import nearest, one_of
from reqon_language.rules.settings import DEFAULT, SCHEMA, Settings, read_settings

SECTION: Final = "reqon"


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting. `choices` are the values of a text that may not be any text.

    `client` says that the editor's plug-in alone looks at it.
    """

    name: str
    default: bool | str
    doc: str
    choices: tuple[str, ...] = ()
    client: bool = False

    @property
    def schema(self) -> Mapping[str, object]:
        """The setting as a JSON Schema."""
        kind = "boolean" if isinstance(self.default, bool) else "string"
        choices = {"enum": list(self.choices)} if self.choices else {}
        return {"type": kind, **choices, "description": self.doc, "default": self.default}


ENTRIES: Final = (
    Entry(
        "diagnostics.scope",
        "workspace",
        "Check every mission of the workspace, or open files and their projects alone.",
        choices=("workspace", "openFiles"),
    ),
    Entry(
        "diagnostics.docs",
        "",
        "Where the code of a diagnostic leads: the address of a folder with a page per code. "
        "Left empty, the pages that come with the server.",
    ),
    Entry("completion.snippets", True, "Propose whole constructs with places to fill in."),
    Entry("inlayHints.types", True, "Show the type of variables behind their names."),
    Entry("inlayHints.units", True, "Show the unit of numbers that have one."),
    Entry("inlayHints.lastRun", True, "Show behind steps what they did in the last run."),
    Entry(
        "run.auth",
        "",
        "The file of credentials that runs from the editor get (`--auth`), and in which checks see "
        "which there are. A relative path begins at the folder of the workspace.",
    ),
    Entry("codeLens.run", True, "Show Run, Resume and Dry run above missions."),
    Entry("codeLens.lastRun", True, "Show above actions how their last run ended."),
    Entry("format.onType", True, "Indent a line when it ends, and a brace when it is typed."),
    Entry(
        "log.level",
        "",
        "How much the server logs. Left empty, what its command line says.",
        choices=("", "error", "warning", "info", "debug"),
    ),
    Entry(
        "trace.server",
        "off",
        "How much the server tells the editor's log about the requests it answers.",
        choices=("off", "messages", "verbose"),
        client=True,
    ),
    Entry(
        "path",
        "",
        "The `reqon` command the editor starts. Left empty, it is searched.",
        client=True,
    ),
)
_BY_NAME: Final = {entry.name: entry for entry in ENTRIES}
_SHARED: Final = ("select", "ignore", "severity")

EDITOR_SCHEMA: Final[Mapping[str, object]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Reqon in an editor",
    "type": "object",
    "properties": {
        **{
            f"{SECTION}.{name}": schema
            for name, schema in cast("Mapping[str, object]", SCHEMA["properties"]).items()
        },
        **{f"{SECTION}.{entry.name}": entry.schema for entry in ENTRIES},
    },
    "additionalProperties": False,
}
"""The settings of an editor as a JSON Schema, each under its full name."""


@dataclass(frozen=True, slots=True)
class EditorSettings:
    """Settings that were read. `rules` count where a project has no file of settings."""

    rules: Settings = DEFAULT
    values: Mapping[str, bool | str] = field(
        default_factory=lambda: {entry.name: entry.default for entry in ENTRIES}
    )

    def on(self, name: str) -> bool:
        """Return a setting that is on or off."""
        return self.values[name] is True

    def text(self, name: str) -> str:
        """Return a setting that is a text."""
        return str(self.values[name])


def read_editor_settings(given: object) -> tuple[EditorSettings, list[str]]:
    """Return the settings an editor sent, and what is wrong with them as phrases.

    What is wrong counts as not given. Members may be nested or have names with dots.
    """
    if given is None:
        return EditorSettings(), []
    if not isinstance(given, Mapping):
        return EditorSettings(), [f"`{SECTION}` must be an object of settings"]
    problems: list[str] = []
    shared: dict[str, object] = {}
    values: dict[str, bool | str] = {entry.name: entry.default for entry in ENTRIES}
    for name, value in _flattened(given):
        if value is None:
            continue
        if name in _SHARED:
            shared[name] = value
        elif (entry := _BY_NAME.get(name)) is None:
            meant = nearest(name, (*_SHARED, *_BY_NAME))
            more = f"; did you mean `{SECTION}.{meant}`?" if meant else ""
            problems.append(f"unknown setting `{SECTION}.{name}`{more}")
        elif (problem := _problem(entry, value)) is not None:
            problems.append(problem)
        else:
            values[name] = cast("bool | str", value)
    rules, wrong = read_settings(shared)
    return EditorSettings(rules, values), [*problems, *wrong]


def _flattened(given: Mapping[Any, object], before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in given.items():
        name = f"{before}{key}".removeprefix(f"{SECTION}.")
        if isinstance(value, Mapping) and name not in _SHARED and name not in _BY_NAME:
            yield from _flattened(value, f"{name}.")
        else:
            yield name, value


def _problem(entry: Entry, value: object) -> str | None:
    name = f"{SECTION}.{entry.name}"
    if isinstance(entry.default, bool):
        return None if isinstance(value, bool) else f"`{name}` must be true or false"
    if not isinstance(value, str):
        return f"`{name}` must be a text"
    if entry.choices and value not in entry.choices:
        return f"`{name}` cannot be `{value}`: use {one_of([c for c in entry.choices if c])}"
    return None
