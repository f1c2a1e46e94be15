"""The types inside one declaration: what is known of it, and what is wrong with it.

`infer_body` depends on the declaration, its facts and its `Environment` alone, so its result can
be kept while these are equal (architecture invariant 4). Steps, expressions and requests have
files of their own; what they share while a declaration is walked is `Inference` and `State`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from reqon_language.model.facts import BodyFacts
from reqon_language.model.field_uses import FieldUse, Form, is_of_schema
from reqon_language.model.last_run import StepRun
from reqon_language.model.openapi import Operation
from reqon_language.model.types import ANY, SchemaOf, Type
from reqon_language.model.watched import Watched, alike
from reqon_language.syntax import ast

ProblemKind: TypeAlias = Literal[
    "no field", "may be absent", "operator", "never equal", "constant", "null comparison",
    "division", "fallback", "subscript", "loop", "missing fields", "undeclared field",
    "field type", "operation", "path parameter", "parameter", "body", "required", "no key",
    "null key", "listing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypeProblem:
    """Something a rule reports. What `words` and `types` are, the rule of the kind says."""

    kind: ProblemKind
    span: ast.Span
    words: tuple[str, ...] = ()
    types: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """What a mission declares and every declaration in it shares.

    `shapes` are what schemas stand for, `transforms` the results of transforms, `operations`
    those of each source that has a readable OpenAPI document.
    """

    shapes: Mapping[SchemaOf, Type] = field(default_factory=dict)
    transforms: Mapping[str, Type] = field(default_factory=dict)
    operations: Mapping[str, Mapping[str, Operation]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Environment:
    """All that the types of a declaration depend on beside itself: stores and variables by name."""

    declared: Declared
    stores: Mapping[str, Type] = field(default_factory=dict)
    variables: Mapping[str, Type] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the declarations around it the types of a declaration go by, by name."""

    shapes: frozenset[SchemaOf] = frozenset()
    transforms: frozenset[str] = frozenset()
    operations: frozenset[str] = frozenset()

    def same(self, one: Declared, other: Declared) -> bool:
        """Whether the same is declared under all these names."""
        return one is other or (
            alike(self.shapes, one.shapes, other.shapes)
            and alike(self.transforms, one.transforms, other.transforms)
            and alike(self.operations, one.operations, other.operations)
        )


NOTHING_ASKED: Final = Asked()


@dataclass(frozen=True, slots=True)
class Known:
    """A type and where it holds: of an expression its span, of `response` a stretch of steps."""

    start: int
    end: int
    type: Type


@dataclass(frozen=True, slots=True)
class Typed:
    """The types of one declaration. `stored` are the element types it adds to stores, `bound`
    that of a `let`, `fields` where it names fields of schemas. `types`, `responses` and `elements`
    (what `.field` reads from) are empty unless they were asked for. A declaration that fills a
    store it reads was inferred twice: `before` is what was found while nothing was known of that
    store. Of what is declared in its `environment` it depends on what it `asked` for.
    """

    environment: Environment
    problems: tuple[TypeProblem, ...]
    stored: tuple[tuple[str, Type], ...]
    bound: Type
    asked: Asked
    fields: tuple[FieldUse, ...] = ()
    types: tuple[Known, ...] = ()
    responses: tuple[Known, ...] = ()
    elements: tuple[Known, ...] = ()
    before: Typed | None = None

    def holds(self, environment: Environment) -> bool:
        """Whether the types of the declaration are the same in this environment."""
        own, asked = self.environment, self.asked
        return (
            own.stores == environment.stores
            and own.variables == environment.variables
            and asked.same(own.declared, environment.declared)
        )


@dataclass(slots=True)
class State:
    """What is known at one point of a declaration.

    `fresh` says that `response` is what a server just answered, which may be an error body;
    `ends` that the steps after this one are not reached.
    """

    variables: dict[str, Type] = field(default_factory=dict)
    response: Type = ANY
    element: Type | None = None
    fresh: bool = False
    ends: bool = False

    def copy(self) -> State:
        """Return a state that may go its own way."""
        return State(dict(self.variables), self.response, self.element, self.fresh)

    def with_element(self, element: Type) -> State:
        """Return this state with another current element, sharing its variables."""
        return State(self.variables, self.response, element, self.fresh)


@dataclass(slots=True)
class Inference:
    """What is gathered while a declaration is walked, in an `environment` that is watched.

    `fields` are the fields it reads and `keys` those that keys name, by where their names begin;
    `{ total }` may be both. `optional` are the ids of the reads that may give nothing, by field;
    `tested` are the fields and functions whose result the declaration tests somewhere, where
    silence is kept. `last_run` is what the last run saw of steps, by their span; rules never go by
    it.
    """

    environment: Environment
    facts: BodyFacts
    recording: bool = False
    last_run: Mapping[ast.Span, StepRun] = field(default_factory=dict)
    problems: list[TypeProblem] = field(default_factory=list)
    stored: list[tuple[str, Type]] = field(default_factory=list)
    types: list[Known] = field(default_factory=list)
    responses: list[Known] = field(default_factory=list)
    elements: list[Known] = field(default_factory=list)
    fields: dict[int, FieldUse] = field(default_factory=dict)
    keys: dict[int, FieldUse] = field(default_factory=dict)
    optional: dict[int, str] = field(default_factory=dict)
    tested: set[str] = field(default_factory=set)

    def is_variable(self, word: str) -> bool:
        """Whether a word is a variable that was bound outside."""
        return word in self.facts.names.variables

    def is_schema(self, word: str) -> bool:
        """Whether a word is the name of a schema."""
        return word in self.facts.names.schemas

    def adapter(self, store: str) -> str | None:
        """Return the adapter of a store, None for what is no store."""
        return self.facts.names.stores.get(store)

    def report(
        self, kind: ProblemKind, span: ast.Span, words: tuple[str, ...] = (), *types: Type
    ) -> None:
        """Note a problem."""
        self.problems.append(TypeProblem(kind, span, words, types))

    def record(self, span: ast.Span, of: Type) -> None:
        """Remember the type of an expression, where somebody asks."""
        if self.recording:
            self.types.append(Known(span.start, span.end, of))

    def read_field(
        self, name: ast.Identifier | ast.Name, of: Type, value: ast.Expression | None = None
    ) -> None:
        """Note the field that is read from a `value`, or, without one, from the element."""
        within = self.fields.get(_name_start(value)) if value is not None else None
        form: Form = "bare" if isinstance(name, ast.Name) else "dotted"
        _note(self.fields, FieldUse(name.text, name.span, of, form, within=within))

    def name_key(self, use: FieldUse) -> FieldUse | None:
        """Note the field that a key names; return it if it may be a schema's."""
        return _note(self.keys, use)

    def is_recorded(self, of: Type) -> bool:
        """Whether a type is what the last run saw a step answer."""
        return any(of is seen.response for seen in self.last_run.values())

    def finish(self, bound: Type, environment: Environment) -> Typed:
        """Return the result. What the declaration itself tests for is not reported."""
        untested = tuple(
            problem
            for problem in self.problems
            if problem.kind not in ("may be absent", "division", "null key")
            or not self.tested.intersection(problem.words)
        )
        return Typed(
            environment,
            untested,
            tuple(self.stored),
            bound,
            _asked(self.environment.declared),
            (*self.fields.values(), *self.keys.values()),
            tuple(self.types),
            tuple(self.responses),
            tuple(self.elements),
        )


def watched(environment: Environment) -> Environment:
    """Return an environment that remembers what it is asked for of what is declared."""
    of = environment.declared
    declared = Declared(Watched(of.shapes), Watched(of.transforms), Watched(of.operations))
    return Environment(declared, environment.stores, environment.variables)


def _asked(of: Declared) -> Asked:
    tables = [
        frozenset(one.asked) if isinstance(one, Watched) else frozenset()
        for one in (of.shapes, of.transforms, of.operations)
    ]
    return Asked(*tables) if any(tables) else NOTHING_ASKED


def _note(known: dict[int, FieldUse], use: FieldUse) -> FieldUse | None:
    """Keep a use, unless it is of nothing that a schema declares."""
    if use.within is None and not is_of_schema(use.of):
        known.pop(use.span.start, None)
        return None
    known[use.span.start] = use
    return use


def _name_start(value: ast.Expression) -> int:
    """Return where the name begins that a value is read by, -1 for what is no field."""
    if isinstance(value, ast.Member | ast.Field):
        return value.name.span.start
    return value.span.start if isinstance(value, ast.Name) else -1
