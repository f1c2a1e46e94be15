"""What a file gives to other files of its project, and what it gets from them, by value.

Only this crosses from file to file: as long as it is equal, the analysis of the other files is
kept (architecture invariant 4). Bodies of actions are no part of it but for the variables that
later actions can read (ruling D09).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from reqon_language.model.names import EMPTY, NONE, Names, names_of
from reqon_language.model.steps import bound_by
from reqon_language.model.summary import declared, summarize
from reqon_language.model.together import Together, Typing
from reqon_language.model.types import Type
from reqon_language.syntax import ast

Specs: TypeAlias = Mapping[str, Mapping[str, Any]]
"""OpenAPI documents as read, by the text that missions name them by."""


@dataclass(frozen=True, slots=True)
class Lent:
    """What the other files of a project lend to one: names, and declarations for the types.

    `specs` are the documents that the sources among `declarations` name. In a mission `folder`
    the other files also use what this one declares. `stored` are the records that they put into
    the stores it reads, by name. `together` is what the parts of the folder declare, its own
    included, where nothing else is lent.
    """

    names: Names = EMPTY
    declarations: tuple[Typing, ...] = ()
    specs: Specs = field(default_factory=dict)
    folder: bool = False
    stored: Mapping[str, Type] = field(default_factory=dict)
    together: Together | None = field(default=None, compare=False, repr=False)

    def union(self, other: Lent) -> Lent:
        """Return both; these win where both lend one name."""
        own = {(type(node), node.name.text) for node in self.declarations}
        more = [node for node in other.declarations if (type(node), node.name.text) not in own]
        return Lent(
            self.names.union(other.names),
            (*self.declarations, *more),
            {**other.specs, **self.specs},
            self.folder or other.folder,
            {**other.stored, **self.stored},
        )

    def beside(self, specs: Specs) -> Lent:
        """Return this without the sources whose document one of `specs` is mistaken for.

        Documents go by what the `from` of a source says, which is relative to its file.
        """
        mistaken = {name for name, root in self.specs.items() if specs.get(name, root) is not root}
        if not mistaken:
            return self
        return replace(
            self,
            declarations=tuple(
                node for node in self.declarations if _document(node) not in mistaken
            ),
            specs={name: root for name, root in self.specs.items() if name not in mistaken},
            together=None,
        )


NOTHING_LENT = Lent()


def lends(program: ast.Program, specs: Specs) -> Lent:
    """Return what a part of a mission folder gives to the other parts: all it declares."""
    names = names_of(summarize(program).declarations)
    variables = names.variables | frozenset(_exported(program))
    nodes = tuple(node for node in _declared(program) if isinstance(node, Typing))
    return Lent(names.with_variables(variables, NONE), nodes, _named(nodes, specs), folder=True)


def exports(program: ast.Program, specs: Specs) -> Lent:
    """Return what a file gives to those that import it: what stands outside its missions."""
    shared = [item for item in program.items if not isinstance(item.node, ast.Mission)]
    nodes = tuple(item.node for item in shared if isinstance(item.node, Typing))
    outside = names_of(found for item in shared for found in declared(item.node, item.offset, None))
    return Lent(outside, nodes, _named(nodes, specs))


def imported(of: Lent, wanted: Collection[str], taken: Collection[str]) -> Lent:
    """Return the part of `of` that is imported under the names `wanted`.

    Schemas refer to each other by name. Where the importing file means something else by one of
    these names (`taken`), the declarations stay unknown, and only their names can be used.
    """
    names, wanted = of.names, frozenset(wanted)
    chosen = Names(
        {name: spec for name, spec in names.sources.items() if name in wanted},
        {name: adapter for name, adapter in names.stores.items() if name in wanted},
        names.schemas & wanted,
        names.actions & wanted,
        names.transforms & wanted,
        names.variables & wanted,
        NONE,
        names.datasets & wanted,
        names.contexts & wanted,
        names.contracts & wanted,
        names.distributions & wanted,
    )
    nodes = of.declarations
    if any(node.name.text in taken for node in nodes):
        nodes = ()
    return Lent(chosen, nodes, _named(nodes, of.specs))


def _declared(program: ast.Program) -> Iterator[ast.FileItem]:
    for item in program.items:
        yield item.node
        if isinstance(item.node, ast.Mission):
            yield from (member.node for member in item.node.members)


def _exported(program: ast.Program) -> Iterator[str]:
    """Yield the variables that actions leave to the actions of later stages."""
    for node in _declared(program):
        if isinstance(node, ast.Action):
            for step in node.body.steps:
                name = bound_by(step)
                if name is not None:
                    yield name.text


def _named(nodes: tuple[Typing, ...], specs: Specs) -> Specs:
    return {name: specs[name] for node in nodes if (name := _document(node)) in specs}


def _document(node: Typing) -> str:
    return str(node.spec.value) if isinstance(node, ast.Source) and node.spec else ""
