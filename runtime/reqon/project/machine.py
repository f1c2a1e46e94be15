"""What a run finds on this machine beside missions: variables, credentials, databases.

The checker learns which there are. No value gets further than this file and `variables`: what is
handed on are names of variables and fields, and kinds of credentials.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reqon.errors import ConfigurationError
from reqon.project.variables import ENVIRONMENT_FILES, Variables, without_values
from reqon_language.rules.surroundings import Credentials, Outline
from reqon_language.vocabulary.credentials import FIELDS, NEEDED, VARIABLES

if TYPE_CHECKING:
    from reqon.credentials import AuthFile

_ENDINGS: Final = tuple(f"_{ending}" for ending in VARIABLES)
_KNOWN: Final = frozenset[str]().union(*FIELDS.values())
_ASIDE: Final = frozenset({"type", "header"})
"""Fields that are no credentials by themselves."""


@dataclass(frozen=True, slots=True)
class AuthPath:
    """A file of credentials, and what its user calls it."""

    path: Path
    name: str


def _no_auth(_: Path) -> AuthPath | None:
    return None


@dataclass(slots=True)
class Machine:
    """What is known for the missions of a folder; see `Surroundings`. Remembered by folder.

    `auth` says which file of credentials a run would be given. `databases` are the stores for
    which it would be given a database, "sql" meaning all; None where that is not known, and then
    an environment file is a sign that somebody has set up what there is. `problems` and what is
    `watched` are replaced, never changed, so that other threads may look at them.
    """

    variables: Variables = field(default_factory=Variables)
    auth: Callable[[Path], AuthPath | None] = _no_auth
    given_databases: frozenset[str] | None = None
    problems: Mapping[Path, ConfigurationError] = field(default_factory=dict)
    """What is wrong with files of credentials; nothing is said of sources then."""
    _files: Mapping[Path, AuthFile | None] = field(default_factory=dict)
    _known: dict[tuple[Path, AuthPath | None], Credentials | None] = field(default_factory=dict)

    def forget(self) -> None:
        """Look at everything anew."""
        self.variables.forget()
        self.problems, self._files = {}, {}
        self._known.clear()

    def concerns(self, path: Path) -> bool:
        """Whether something may be known anew when a file has come, changed or gone."""
        return path.name in ENVIRONMENT_FILES or path in self.watched()

    def watched(self) -> frozenset[Path]:
        """Return the files that were read, or looked for, beside `.env` files."""
        named = self.variables.files or ()
        return frozenset(path.absolute() for path in (*self._files, *named))

    def databases(self, folder: Path) -> frozenset[str] | None:
        """Return the stores with a database."""
        if self.given_databases is None and self.variables.known_in(folder) is not None:
            return frozenset()
        return self.given_databases

    def credentials(self, folder: Path) -> Credentials | None:
        """Return the credentials that missions in a folder find, None where nobody can tell."""
        asked = folder, self.auth(folder)
        if asked not in self._known:
            self._known[asked] = self._credentials(*asked)
        return self._known[asked]

    def _credentials(self, folder: Path, named: AuthPath | None) -> Credentials | None:
        known = self.variables.known_in(folder)
        if named is None:
            return None if known is None else Credentials(variables=_by_prefix(known))
        auth_file = self._auth_file(named)
        if auth_file is None:
            return None
        entries = {source: _entry(fields, known) for source, fields in auth_file.sources.items()}
        present = without_values(os.environ) if known is None else known
        return Credentials(named.name, entries, _by_prefix(present))

    def _auth_file(self, named: AuthPath) -> AuthFile | None:
        if named.path not in self._files:
            from reqon.credentials import load_auth_file

            found: AuthFile | None = None
            try:
                found = load_auth_file(named.path)
            except ConfigurationError as error:
                self.problems = {**self.problems, named.path: error}
            self._files = {**self._files, named.path: found}
        return self._files[named.path]


def _entry(given: Mapping[str, Any], environ: Mapping[str, str] | None) -> Outline:
    """Outline an entry of a file of credentials; without `environ` all variables may be set."""
    from reqon.credentials import interpolate
    from reqon.credentials.kinds import ALIASES

    kind: str | None = None
    fields: set[str] = set()
    unset: dict[str, str] = {}
    for written, value in given.items():
        name, text = ALIASES.get(written, written), value if isinstance(value, str) else ""
        filled, missing = interpolate(text, environ or {})
        if environ is None and missing:
            filled = text
        if name == "type":
            kind = None if environ is None and missing else _kind(filled)
        elif filled and name in _KNOWN:
            fields.add(name)
        elif missing:
            # A password that begins with `$` reads as a variable, and must not be told.
            unset[name] = missing[0] if f"${{{missing[0]}}}" in text else ""
    return Outline(kind, frozenset(fields), unset, _names(given))


def _names(given: Mapping[str, Any]) -> frozenset[str]:
    from reqon.credentials.kinds import ALIASES

    names = {ALIASES.get(written, written) for written in given} - {"type"}
    return frozenset(name if name in _KNOWN else "" for name in names)


def _by_prefix(environ: Mapping[str, str]) -> dict[str, Outline]:
    """Outline the variables named after sources, by what their names begin with."""
    found: dict[str, dict[str, str]] = {}
    for name, value in environ.items():
        if value and name.startswith("REQON_") and name.endswith(_ENDINGS):
            for prefix, field_name in _readings(name):
                found.setdefault(prefix, {})[field_name] = value
    return {
        prefix: Outline(
            _kind(given["type"]) if "type" in given else None, frozenset(given.keys() - _ASIDE)
        )
        for prefix, given in found.items()
    }


def _readings(name: str) -> Iterator[tuple[str, str]]:
    """Yield the prefixes a variable may belong to: `A_ACCESS_TOKEN` ends in `TOKEN`, too."""
    for ending, field_name in VARIABLES.items():
        if name.endswith(f"_{ending}"):
            yield name.removesuffix(ending), field_name


def _kind(said: Any) -> str:
    return said if isinstance(said, str) and said in NEEDED else ""
