"""Expressions are tested as they are written: source text in, value out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from reqon.engine.scope import ABSENT, HttpInfo, Scope
from reqon.errors import Location
from reqon.plan.expressions import Names, compile_value
from reqon.stores import Store, WriteMode
from reqon.stores.memory import open_memory_store
from reqon_language.syntax import ast, parse, parse_expression

NOON = datetime(2024, 1, 20, 12, 0, tzinfo=UTC)


@dataclass
class World:
    """What a run offers expressions, with real stores and a clock that stands still."""

    stores: dict[str, Store] = field(default_factory=dict)
    schemas: dict[str, ast.Schema] = field(default_factory=dict)
    environ: dict[str, str] = field(default_factory=dict)
    http: HttpInfo | None = None
    random: Random = field(default_factory=lambda: Random(7))

    def now(self) -> datetime:
        return NOON

    def store(self, name: str, records: Mapping[str, dict[str, Any]]) -> Store:
        """Open a store in memory that holds these records."""
        store = open_memory_store(name, name)
        store.write(list(records.items()), WriteMode.REPLACE)
        self.stores[name] = store
        return store

    def declare(self, text: str) -> None:
        """Declare the schemas of a program text."""
        tree = parse(text)
        assert not tree.errors
        for item in tree.program.items:
            assert isinstance(item.node, ast.Schema)
            self.schemas[item.node.name.text] = item.node

    @property
    def names(self) -> Names:
        return Names(
            stores=frozenset(self.stores),
            schemas=self.schemas,
            locate=lambda span: Location("mission.vague", 1, span.start + 1),
        )

    def scope(self, element: Any = ABSENT, **variables: Any) -> Scope:
        return Scope(self, variables, element=element)

    def evaluate(self, text: str, element: Any = ABSENT, **variables: Any) -> Any:
        """Evaluate source text with these variables and current element."""
        return self.compile(text)(self.scope(element, **variables))

    def compile(self, text: str) -> Callable[[Scope], Any]:
        expression, errors = parse_expression(text)
        assert not errors, errors
        return compile_value(expression, self.names)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    for store in made.stores.values():
        store.close()


@pytest.fixture
def evaluate(world: World) -> Callable[..., Any]:
    return world.evaluate


@pytest.fixture(scope="module")
def world_module() -> World:
    """A world that tests of many examples share; they leave it as it is."""
    return World()
