"""Parse a text: the one way from characters to trees."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from reqon_language.syntax import ast
from reqon_language.syntax.driver import Driver
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.green import Node, text_of
from reqon_language.syntax.lexer import lex
from reqon_language.syntax.lower import lower_program
from reqon_language.syntax.lower.expressions import expression
from reqon_language.syntax.lower.reader import TooDeepError
from reqon_language.text import LineIndex


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed file: its lossless tree, its typed tree and its errors in source order.

    `looks` are the ranges that the parser looked through to know how to go on, mostly where
    something is wrong: it depends on all of the text from the first offset to the second.
    """

    root: Node
    program: ast.Program
    errors: tuple[ParseError, ...]
    lines: LineIndex
    looks: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The exact text, rebuilt from the tokens."""
        return text_of(self.root)


def parse(text: str) -> Tree:
    """Parse a whole file. Never fails: any text gives a tree and a list of errors."""
    with _collector_paused():
        driver = Driver(lex(text), "program")
        root = _finish(driver)
        program, too_deep = lower_program(root)
        found = [*driver.lexed.errors, *driver.errors, *too_deep]
        errors = tuple(sorted(found, key=lambda error: error.span.start))
        return Tree(
            root, program, errors, LineIndex(text), tuple(sorted(driver.lexed.looks.items()))
        )


def read(text: str) -> tuple[Node, list[ParseError]]:
    """Return the lossless tree of a whole file and its errors, in no order."""
    with _collector_paused():
        driver = Driver(lex(text), "program")
        return _finish(driver), [*driver.lexed.errors, *driver.errors]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Make many objects without the cycle collector, which would look at all of them for none."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def parse_expression(text: str) -> tuple[ast.Expression, tuple[ParseError, ...]]:
    """Parse one expression, such as a placeholder of a path; spans count from its start."""
    lexed = lex(text)
    driver = Driver(lexed, "expression")
    root = _finish(driver)
    errors = [*lexed.errors, *driver.errors]
    try:
        value = expression(root.children[0], 0, 0)
    except TooDeepError as error:
        errors.append(ParseError("RQ2001", "nested too deeply", error.span))
        value = ast.Missing(ast.Span(0, len(text)))
    return value, tuple(sorted(errors, key=lambda e: e.span.start))


def _finish(driver: Driver) -> Node:
    root = driver.run()
    if root is None:
        message = "the driver stops early only when it is told to"
        raise AssertionError(message)
    return root
