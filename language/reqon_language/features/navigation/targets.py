"""What a name can stand for. Spans are absolute code points of the file they are said to be in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from reqon_language.model import Declaration
from reqon_language.model.scopes import Binding
from reqon_language.syntax.ast import Span


@dataclass(frozen=True, slots=True)
class NameTarget:
    """A declaration of the file at `path`; `binding` is given where a step or a lambda binds it."""

    path: str
    declaration: Declaration
    binding: Binding | None = field(default=None, compare=False)

    @property
    def span(self) -> Span:
        """The declared name."""
        return self.declaration.span

    @property
    def extent(self) -> Span:
        """The whole declaration."""
        return self.declaration.extent


@dataclass(frozen=True, slots=True)
class FieldTarget:
    """A field that the file at `path` declares; `schema` is the name of the schema around it."""

    path: str
    schema: str
    name: str
    span: Span
    extent: Span


@dataclass(frozen=True, slots=True)
class DocumentTarget:
    """A part of an OpenAPI document, by the keys that lead to it.

    `document` is its name in a source of the file at `path`. `operation` is the id of an
    operation, "" for any other part.
    """

    path: str
    document: str
    pointer: tuple[str, ...]
    operation: str = ""


@dataclass(frozen=True, slots=True)
class EnvironmentTarget:
    """A variable of the environment, which a `.env` file may set."""

    name: str


@dataclass(frozen=True, slots=True)
class FileTarget:
    """A file, by what is written in the file at `path`."""

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class WordTarget:
    """A name of the language: a built-in function, or an implicit name such as `response`."""

    kind: str
    name: str


Target: TypeAlias = (
    NameTarget | FieldTarget | DocumentTarget | EnvironmentTarget | FileTarget | WordTarget
)
