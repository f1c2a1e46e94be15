"""Which files are generated, and what they must hold."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from reqon_language.generate import (
    configuration,
    queries,
    reference,
    rule_pages,
    textmate,
    treesitter,
)

TREE_SITTER: Final = "grammars/tree-sitter-vague"
PARSER_HASH: Final = f"{TREE_SITTER}/src/grammar.sha256"
"""Holds the hash of the grammar.js that parser.c was made from."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The hand-written texts the outputs are made from."""

    grammar: str
    language_template: str
    version: str


def render(sources: Sources) -> dict[str, str]:
    """Return the text of every generated file, by its path below the project."""
    grammar = treesitter.render(treesitter.definitions(sources.grammar))
    found = {
        "grammars/vague.tmLanguage.json": textmate.render(),
        f"{TREE_SITTER}/grammar.js": grammar.grammar,
        f"{TREE_SITTER}/src/terminals.h": grammar.terminals,
        f"{TREE_SITTER}/package.json": _package(sources.version),
        f"{TREE_SITTER}/tree-sitter.json": _configuration(sources.version),
        "docs/language.md": reference.language(sources.language_template),
        "docs/options.md": reference.options(),
        "docs/functions.md": reference.functions(),
        "docs/configuration.md": configuration.page(),
    }
    found |= {f"docs/schemas/{name}": text for name, text in configuration.schemas().items()}
    found |= {f"{TREE_SITTER}/queries/{name}": text for name, text in queries.render().items()}
    found |= {f"docs/diagnostics/{name}": text for name, text in rule_pages.pages().items()}
    return found


def grammar_hash(grammar: str) -> str:
    """Return what `PARSER_HASH` holds for the text of a grammar.js."""
    return hashlib.sha256(grammar.encode()).hexdigest() + "\n"


def _package(version: str) -> str:
    return _json(
        {
            "name": "tree-sitter-vague",
            "version": version,
            "description": "tree-sitter grammar of .vague files",
            "license": "MIT",
            "private": True,
            "files": ["grammar.js", "tree-sitter.json", "queries/*", "src/**"],
        }
    )


def _configuration(version: str) -> str:
    return _json(
        {
            "grammars": [
                {
                    "name": "vague",
                    "scope": "source.vague",
                    "path": ".",
                    "file-types": ["vague", "reqon"],
                    "highlights": "queries/highlights.scm",
                    "locals": "queries/locals.scm",
                }
            ],
            "metadata": {
                "version": version,
                "license": "MIT",
                "description": "tree-sitter grammar of .vague files",
            },
            "bindings": {},
        }
    )


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"
