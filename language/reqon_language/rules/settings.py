"""Which diagnostics are wanted, and how severe they are: one schema for files and editors.

`pyproject.toml`, `reqon.toml` and an editor's settings all hold the same three members; where
they come from is the caller's affair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias, cast

from reqon_language.rules.diagnostic import SEVERITIES, Diagnostic, Severity
from reqon_language.rules.nearest import nearest, one_of

Level: TypeAlias = Severity | Literal["off"]

LEVELS: Final[tuple[Level, ...]] = (*SEVERITIES, "off")
_CODES: Final = {
    "type": "array",
    "items": {"type": "string", "pattern": r"^RQ\d{0,4}$"},
}
SCHEMA: Final[Mapping[str, object]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Reqon",
    "description": "Which diagnostics Reqon reports. A code may be cut short to mean its family: "
    "RQ3 is every RQ3xxx.",
    "type": "object",
    "properties": {
        "select": {**_CODES, "description": "Report these only.", "default": ["RQ"]},
        "ignore": {**_CODES, "description": "Do not report these.", "default": []},
        "severity": {
            "type": "object",
            "description": "Report these with another severity; the longest code that fits counts.",
            "propertyNames": {"pattern": r"^RQ\d{0,4}$"},
            "additionalProperties": {"enum": list(LEVELS)},
            "default": {},
        },
    },
    "additionalProperties": False,
}
"""The settings as a JSON Schema."""

_CODE: Final = re.compile(r"RQ\d{0,4}")
_SYNTAX: Final = ("RQ1", "RQ2")


@dataclass(frozen=True, slots=True)
class Settings:
    """What to report. Codes may be cut short to families; the longest one that fits counts."""

    select: tuple[str, ...] = ("RQ",)
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Level] = field(default_factory=dict)

    def apply(self, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return what is wanted of `found`. Errors of syntax cannot be turned off."""
        return tuple(kept for diagnostic in found if (kept := self._of(diagnostic)) is not None)

    def _of(self, diagnostic: Diagnostic) -> Diagnostic | None:
        code = diagnostic.code
        if is_syntax_error(diagnostic):
            return diagnostic
        if _longest(self.ignore, code) >= max(_longest(self.select, code), 0):
            return None
        if _longest(self.select, code) < 0:
            return None
        fitting = [prefix for prefix in self.severity if code.startswith(prefix)]
        if not fitting:
            return diagnostic
        level = self.severity[max(fitting, key=len)]
        return None if level == "off" else replace(diagnostic, severity=level)


DEFAULT: Final = Settings()


def is_syntax_error(diagnostic: Diagnostic) -> bool:
    """Whether a diagnostic says that the text cannot be read."""
    return diagnostic.severity == "error" and diagnostic.code.startswith(_SYNTAX)


def read_settings(given: Mapping[str, object]) -> tuple[Settings, list[str]]:
    """Return the settings written in a table, and what is wrong with it as phrases."""
    problems: list[str] = []
    for key in given:
        if key not in ("select", "ignore", "severity"):
            meant = nearest(str(key), ("select", "ignore", "severity"))
            more = f"; did you mean `{meant}`?" if meant else ""
            problems.append(f"unknown setting `{key}`{more}")
    settings = Settings(
        _codes(given, "select", ("RQ",), problems),
        _codes(given, "ignore", (), problems),
        _severities(given.get("severity", {}), problems),
    )
    return settings, problems


def _codes(
    given: Mapping[str, object], key: str, default: tuple[str, ...], problems: list[str]
) -> tuple[str, ...]:
    codes = given.get(key, default)
    if not isinstance(codes, list | tuple):
        problems.append(f'`{key}` must be a list of codes, such as `["RQ3013"]`')
        return default
    return tuple(code for code in codes if _is_code(code, f"in `{key}`", problems))


def _severities(given: object, problems: list[str]) -> Mapping[str, Level]:
    if not isinstance(given, Mapping):
        problems.append('`severity` must be a table, such as `{ RQ3013 = "error" }`')
        return {}
    levels: dict[str, Level] = {}
    for code, level in given.items():
        if not _is_code(code, "in `severity`", problems):
            continue
        if level not in LEVELS:
            problems.append(f"unknown severity `{level}` for {code}: use {one_of(LEVELS)}")
        else:
            levels[code] = cast(Level, level)
    return levels


def _is_code(code: object, where: str, problems: list[str]) -> bool:
    if isinstance(code, str) and _CODE.fullmatch(code):
        return True
    problems.append(f"`{code}` {where} is no code: write `RQ3013`, or `RQ3` for a family")
    return False


def _longest(prefixes: Iterable[str], code: str) -> int:
    """Return the length of the longest prefix of `code`, -1 for none."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)
