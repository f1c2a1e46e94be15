"""`paginate: page(p, 100)`, its object form, and `until`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reqon.errors import Location
from reqon.http.pagination import DEFAULT_MAX_PAGES, Pagination
from reqon.plan import constants
from reqon.plan.context import Context
from reqon.plan.errors import PlanError, UnsupportedError
from reqon.plan.expressions import Evaluate
from reqon_language.syntax import ast

Kind = Literal["offset", "page", "cursor"]
_KINDS: tuple[Kind, ...] = ("offset", "page", "cursor")
_KEYS = ("type", "param", "pageSize", "cursorPath", "itemsPath", "maxPages", "maxItems")
DEFAULT_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Paging:
    """How a listing is paged and when it ends before the server says so."""

    pagination: Pagination
    until: Evaluate | None
    location: Location


def compile_paging(entry: ast.Entry, until: ast.Entry | None, context: Context) -> Paging:
    """Compile `paginate:`; without `until` a listing is capped (language specification 4.7)."""
    bounded = until is not None
    if isinstance(entry.value, ast.Object):
        pagination = _from_block(entry.value, bounded, context)
    elif isinstance(entry.value, ast.Call) and isinstance(entry.value.function, ast.Name):
        pagination = _from_call(entry.value, entry.value.function.text, bounded, context)
    else:
        raise _expected(entry.value, context)
    return Paging(pagination, context.optional(until), context.at(entry.span))


def _from_call(call: ast.Call, word: str, bounded: bool, context: Context) -> Pagination:
    kind = _kind(word, call.span, context)
    max_pages = None if bounded else DEFAULT_MAX_PAGES
    match call.arguments:
        case (ast.Field() | ast.Member() as path,) if kind == "cursor":
            dotted = _dotted(path, context)
            return Pagination(
                "cursor", "cursor", DEFAULT_PAGE_SIZE, cursor_path=dotted, max_pages=max_pages
            )
        case (parameter, size):
            path_argument = None
        case (parameter, size, ast.Literal() as path_argument):
            pass
        case _:
            raise _expected(call, context)
    return Pagination(
        kind,
        _parameter(parameter, context),
        _size(size, context),
        cursor_path=constants.text(path_argument, context.locate) if path_argument else None,
        max_pages=max_pages,
    )


def _from_block(options: ast.Object, bounded: bool, context: Context) -> Pagination:
    locate = context.locate
    given = constants.entries(options, _KEYS, "`paginate`", locate)
    if "type" not in given:
        raise _expected(options, context)
    kind = constants.word(given["type"].value, _KINDS, locate)
    texts = {
        key: constants.text(given[key].value, locate)
        for key in ("cursorPath", "itemsPath")
        if key in given
    }
    numbers = {
        key: constants.integer(given[key].value, locate)
        for key in ("pageSize", "maxPages", "maxItems")
        if key in given
    }
    return Pagination(
        kind,
        _parameter(given["param"].value, context) if "param" in given else kind,
        numbers.get("pageSize", DEFAULT_PAGE_SIZE),
        cursor_path=texts.get("cursorPath"),
        items_path=texts.get("itemsPath"),
        max_pages=numbers.get("maxPages", None if bounded else DEFAULT_MAX_PAGES),
        max_items=numbers.get("maxItems"),
        max_pages_asked="maxPages" in numbers,
    )


def _kind(word: str, span: ast.Span, context: Context) -> Kind:
    if word == "link":
        raise UnsupportedError(
            "pagination by `link` is not supported by this runtime yet",
            location=context.at(span),
            help="Use `offset`, `page` or `cursor`.",
        )
    return constants.word(ast.Name(span, word), _KINDS, context.locate)


def _parameter(expression: ast.Expression | ast.Spread, context: Context) -> str:
    match expression:
        case ast.Name(text=name) | ast.Literal(value=str() as name):
            return name
    raise PlanError("expected the name of a parameter", location=context.at(expression.span))


def _size(expression: ast.Expression | ast.Spread, context: Context) -> int:
    if isinstance(expression, ast.Spread):
        raise _expected(expression, context)
    return constants.integer(expression, context.locate)


def _dotted(path: ast.Field | ast.Member, context: Context) -> str:
    match path:
        case ast.Field(name=name):
            return name.text
        case ast.Member(object=ast.Field() | ast.Member() as inner, name=name):
            return f"{_dotted(inner, context)}.{name.text}"
        case ast.Member(object=ast.Name(text="response"), name=name):
            return name.text
    raise PlanError(
        "expected the path of the next cursor",
        location=context.at(path.span),
        help="Write e.g. `cursor(.meta.next)`.",
    )


def _expected(node: ast.Expression | ast.Spread, context: Context) -> PlanError:
    return PlanError(
        "expected a pagination",
        location=context.at(node.span),
        help="Write e.g. `page(page, 100)`, `offset(skip, 100)` or "
        '`cursor(cursor, 100, "meta.next")`.',
    )
