"""`since: lastSync`: which parameter carries the watermark and where the next one comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reqon.errors import Location
from reqon.plan import constants
from reqon.plan.context import Context
from reqon.plan.errors import PlanError
from reqon.plan.expressions import Evaluate
from reqon_language.syntax import ast

_KEYS = ("param", "format", "updateFrom", "header")
DEFAULT_PARAMETER = "since"
DEFAULT_FORMAT = "iso"


@dataclass(frozen=True, slots=True)
class Since:
    """An incremental fetch (language specification 4.8, rulings D02 to D06).

    `key` is the sync checkpoint's, None for the default. `value` replaces the stored instant.
    `format` is `iso`, `unix`, `unix-ms`, `date-only` or a date pattern. `update_from` is the
    path of a timestamp in the response that becomes the watermark.
    """

    key: str | None
    value: Evaluate | None
    parameter: str
    header: str | None
    format: str
    update_from: str | None
    location: Location


def compile_since(given: Mapping[str, ast.Entry], context: Context) -> Since:
    """Compile `since:` with the options that may stand beside it or in its block."""
    entry = given["since"]
    locate = context.locate
    inner = constants.entries(entry.block, _KEYS, "`since`", locate)
    key, value = _watermark(entry.value, context)
    if "syncKey" in given:
        key = constants.text(given["syncKey"].value, locate)
    parameter = inner.get("param") or given.get("sinceParam")
    form = inner.get("format") or given.get("sinceFormat")
    return Since(
        key=key,
        value=value,
        parameter=constants.text(parameter.value, locate) if parameter else DEFAULT_PARAMETER,
        header=constants.text(inner["header"].value, locate) if "header" in inner else None,
        format=_format(form, context),
        update_from=(
            constants.text(inner["updateFrom"].value, locate) if "updateFrom" in inner else None
        ),
        location=context.at(entry.span),
    )


def _watermark(expression: ast.Expression, context: Context) -> tuple[str | None, Evaluate | None]:
    match expression:
        case ast.Name(text="lastSync"):
            return None, None
        case ast.Call(function=ast.Name(text="lastSync"), arguments=(ast.Literal() as key,)):
            return constants.text(key, context.locate), None
        case ast.Call(function=ast.Name(text="lastSync"), arguments=arguments) if arguments:
            raise PlanError(
                "the key of a sync checkpoint must be a text in quotes",
                location=context.at(expression.span),
            )
    return None, context.expression(expression)


def _format(entry: ast.Entry | None, context: Context) -> str:
    match entry:
        case None:
            return DEFAULT_FORMAT
        case ast.Entry(value=ast.Name(text=name)):
            return name
        case ast.Entry(
            value=ast.Binary(operator="-", left=ast.Name(text=a), right=ast.Name(text=b))
        ):
            return f"{a}-{b}"
    return constants.text(entry.value, context.locate)
