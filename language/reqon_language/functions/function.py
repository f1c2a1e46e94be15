"""What the table says about a function, and the short forms its rows are written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Group: TypeAlias = Literal[
    "collections", "objects", "strings", "numbers", "conversion", "dates", "environment"
]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `type` is a type as in schemas, with `|` for alternatives.

    A `per_element` argument is evaluated once for each element, with `.field` bound to the
    element; a lambda of one parameter may stand for it. `lambda_parameters` names the
    parameters of an argument that must be a lambda. `variadic` takes any number of arguments.
    """

    name: str
    type: str
    optional: bool = False
    variadic: bool = False
    per_element: bool = False
    lambda_parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """A built-in function. `example` is an expression of the language that is true.

    In `returns`, `element` is an element of the first argument.
    """

    group: Group
    name: str
    parameters: tuple[Parameter, ...]
    returns: str
    doc: str
    example: str

    @property
    def min_arguments(self) -> int:
        """The number of arguments that must be given."""
        return sum(not (item.optional or item.variadic) for item in self.parameters)

    @property
    def max_arguments(self) -> int | None:
        """The number of arguments that may be given; None when there is no limit."""
        unlimited = any(item.variadic for item in self.parameters)
        return None if unlimited else len(self.parameters)

    @property
    def signature(self) -> str:
        """The function as documentation shows it: `round(x: number, digits?: number): number`."""
        return f"{self.name}({', '.join(map(_show, self.parameters))}): {self.returns}"

    def parameter(self, index: int) -> Parameter | None:
        """Return the parameter the argument at `index` is given to."""
        if index < len(self.parameters):
            return self.parameters[index]
        last = self.parameters[-1] if self.parameters else None
        return last if last is not None and last.variadic else None


def _show(parameter: Parameter) -> str:
    name = f"...{parameter.name}" if parameter.variadic else parameter.name
    return f"{name}{'?' if parameter.optional else ''}: {parameter.type}"


def need(name: str, type_: str) -> Parameter:
    """Make a parameter that must be given."""
    return Parameter(name, type_)


def may(name: str, type_: str) -> Parameter:
    """Make a parameter that may be left out."""
    return Parameter(name, type_, optional=True)


def rest(name: str, type_: str) -> Parameter:
    """Make a parameter that takes all further arguments."""
    return Parameter(name, type_, variadic=True)


def each(name: str, type_: str = "any", *, optional: bool = False) -> Parameter:
    """Make a parameter evaluated for each element."""
    return Parameter(name, type_, optional=optional, per_element=True)
