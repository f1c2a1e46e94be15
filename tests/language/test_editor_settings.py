"""Settings of an editor: each has a schema, a default and a reader that never fails."""

from __future__ import annotations

from typing import Any

import pytest

from reqon_language.editor_settings import (
    EDITOR_SCHEMA,
    ENTRIES,
    EditorSettings,
    read_editor_settings,
)


def test_nothing_given_means_the_defaults() -> None:
    """Also for clients that answer with null, or with every setting left out."""
    for given in (None, {}, {"select": None, "inlayHints": {"types": None}}):
        assert read_editor_settings(given) == (EditorSettings(), [])


def test_members_may_be_nested_or_have_dots() -> None:
    """Editors send either, with or without the section."""
    for given in (
        {"inlayHints": {"types": False}, "severity": {"RQ3": "hint"}},
        {"inlayHints.types": False, "severity": {"RQ3": "hint"}},
        {"reqon.inlayHints.types": False, "reqon.severity": {"RQ3": "hint"}},
    ):
        settings, problems = read_editor_settings(given)
        assert problems == []
        assert not settings.on("inlayHints.types")
        assert settings.on("inlayHints.units")
        assert settings.rules.severity == {"RQ3": "hint"}


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ([], "`reqon` must be an object of settings"),
        (7, "`reqon` must be an object of settings"),
        ({"inlayHint": {"types": True}}, "did you mean `reqon.inlayHints.types`?"),
        ({"inlayHints": {"types": "yes"}}, "`reqon.inlayHints.types` must be true or false"),
        ({"inlayHints": True}, "unknown setting `reqon.inlayHints`"),
        ({"diagnostics": {"docs": 1}}, "`reqon.diagnostics.docs` must be a text"),
        (
            {"diagnostics": {"scope": "all"}},
            "`reqon.diagnostics.scope` cannot be `all`: use `workspace` or `openFiles`",
        ),
        ({"log": {"level": "loud"}}, "use `error`, `warning`, `info` or `debug`"),
        ({"select": ["nonsense"]}, "`nonsense` in `select` is no code"),
        ({3: 4}, "unknown setting `reqon.3`"),
    ],
)
def test_what_is_wrong_is_said_and_counts_as_not_given(given: Any, problem: str) -> None:
    """One phrase each, with the way out."""
    settings, problems = read_editor_settings(given)
    assert len(problems) == 1
    assert problem in problems[0]
    assert settings.values == EditorSettings().values


def test_every_setting_has_a_schema_that_takes_its_default() -> None:
    """Under its full name."""
    properties: Any = EDITOR_SCHEMA["properties"]
    for entry in ENTRIES:
        schema = properties[f"reqon.{entry.name}"]
        assert schema["default"] == entry.default
        assert {bool: "boolean", str: "string"}[type(entry.default)] == schema["type"]
        assert "enum" not in schema or entry.default in schema["enum"]
    assert {"reqon.select", "reqon.ignore", "reqon.severity"} <= properties.keys()
