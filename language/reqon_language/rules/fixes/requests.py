"""Fixes of RQ8008: what handles the error answer to a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer
from reqon_language.syntax import ast

_HANDLED: Final = """\
match response {
  { error: reason } -> abort reason,
  _ -> continue
}"""


def _unhandled(context: Context) -> Iterator[Fix]:
    step, block = context.statement, context.around(ast.Block)
    if isinstance(step, ast.Fetch | ast.OperationCall) and block is not None and not block.inline:
        edit = placing.after(context.text, context.extent(step), _HANDLED)
        yield context.fix("Add a `match` on `response`", edit)


FIXES: Final[Mapping[str, Fixer]] = {"RQ8008": _unhandled}
