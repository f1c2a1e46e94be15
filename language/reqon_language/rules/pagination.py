"""RQ5015 and RQ51xx: how the pages of a listing are requested."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.facts import Entries
from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.nearest import one_of, unknown
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import call_of, number_of, value_of, word_of
from reqon_language.syntax import ast
from reqon_language.vocabulary.enumerations import PAGINATION_KINDS

LARGEST_PAGE: Final = 5000

LOOSE_UNTIL: Final = Rule(
    "RQ5015",
    "error",
    "`until` without `paginate`",
    what="Reports a request with `until` that is not paginated.",
    why="`until` is asked after each page; without pages it is never asked.",
    fix="Add `paginate`, or remove `until`.",
    bad='get "/orders" { until: length(response) == 0 }',
    good='get "/orders" { paginate: page(page, 100), until: length(response) == 0 }',
    frame="steps",
)

KIND: Final = Rule(
    "RQ5101",
    "error",
    "unknown kind of pagination",
    what="Reports a `paginate` of an unknown kind, or without what its kind needs.",
    why="How to ask for the next page is not known.",
    fix='Use `offset(name, size)`, `page(name, size)` or `cursor(name, size, "path")`.',
    bad='get "/orders" { paginate: pages(page, 100), until: length(response) == 0 }',
    good='get "/orders" { paginate: page(page, 100), until: length(response) == 0 }',
    frame="steps",
)

SIZE: Final = Rule(
    "RQ5102",
    "warning",
    "unlikely page size",
    what=f"Reports a page size that is not positive, or above {LARGEST_PAGE}.",
    why="A page with fewer items than the size is taken for the last one, so the size has to be "
    "the one the API uses; the mission is refused where it is not positive. Very large pages are "
    "refused or cut short by most APIs.",
    fix="Give the number of items of a full page.",
    bad='get "/orders" { paginate: page(page, 0), until: length(response) == 0 }',
    good='get "/orders" { paginate: page(page, 100), until: length(response) == 0 }',
    frame="steps",
)

NO_CURSOR_PATH: Final = Rule(
    "RQ5103",
    "warning",
    "cursor pagination without the cursor's path",
    what="Reports a cursor pagination that does not say where the next cursor stands.",
    why="Without it only the first page is read.",
    fix="Add the path of the next cursor as third argument.",
    bad='get "/orders" { paginate: cursor(after, 100) }',
    good='get "/orders" { paginate: cursor(after, 100, "meta.next") }',
    frame="steps",
)

UNBOUNDED: Final = Rule(
    "RQ5107",
    "warning",
    "pagination without an end",
    what="Reports a listing by page or offset with neither `until` nor a bound.",
    why="An API that repeats its last page would be read for ever; the run is stopped with an "
    "error after 1000 pages.",
    fix="Add `until: length(response) == 0`, or `maxPages`.",
    bad='get "/orders" { paginate: page(page, 100) }',
    good='get "/orders" { paginate: page(page, 100), until: length(response) == 0 }',
    frame="steps",
)

LAST_PAGE: Final = Rule(
    "RQ5104",
    "info",
    "`until` asks for a page that is not full",
    what="Points out an `until` that ends the listing at a page with fewer items than some number.",
    why="The items of that page are kept here; the 0.2 reference engine dropped them. A listing "
    "by page or offset ends at a page that is not full by itself.",
    fix="Ask for an empty page: `until: length(response) == 0`.",
    bad='get "/orders" { paginate: page(page, 100), until: length(response) < 100 }',
    good='get "/orders" { paginate: page(page, 100), until: length(response) == 0 }',
    frame="steps",
)

RULES: Final = (LOOSE_UNTIL, KIND, SIZE, NO_CURSOR_PATH, LAST_PAGE, UNBOUNDED)

_FORMS: Final = {
    "offset": "offset(name, size)",
    "page": "page(name, size)",
    "cursor": 'cursor(name, size, "path")',
}


def check(body: Body) -> Iterator[Diagnostic]:
    """Report pagination that cannot work or may not end."""
    for block in body.facts.blocks:
        if block.block == "fetch":
            yield from _check_request(block.entries)


def _entry(entries: Entries, key: str) -> ast.Entry | None:
    found = [entry for entry in entries if isinstance(entry, ast.Entry) and entry.key.text == key]
    return found[-1] if found else None


def _check_request(entries: Entries) -> Iterator[Diagnostic]:
    paginate, until = _entry(entries, "paginate"), _entry(entries, "until")
    if paginate is None:
        if until is not None:
            message = "`until` has no effect without `paginate`"
            yield LOOSE_UNTIL.at(until.key.span, message, help="add `paginate: page(page, 100)`")
        return
    if until is not None and _asks_for_part(until.value):
        yield LAST_PAGE.at(
            until.key.span,
            "the items of the page this ends at are kept; the 0.2 reference engine dropped them",
            help="a listing ends at a page that is not full by itself",
        )
    if isinstance(paginate.value, ast.Call):
        yield from _check_call(paginate.value, bounded=until is not None)
    elif isinstance(paginate.value, ast.Object):
        yield from _check_object(paginate.value, bounded=until is not None)


def _asks_for_part(value: ast.Expression) -> bool:
    """Whether this is `length(…) < n` with more than an empty page below n."""
    if not isinstance(value, ast.Binary) or value.operator not in ("<", "<="):
        return False
    measured, limit = value.left, number_of(value.right)
    least = 1 if value.operator == "<" else 0
    length = call_of(measured, "length", "count") is not None
    member = isinstance(measured, ast.Member) and measured.name.text == "length"
    return (length or member) and limit is not None and limit > least


def _check_call(call: ast.Call, *, bounded: bool) -> Iterator[Diagnostic]:
    if not isinstance(call.function, ast.Name):
        return
    kind, arguments = call.function.text, call.arguments
    if kind not in PAGINATION_KINDS:
        yield unknown(
            KIND,
            call.function.span,
            f"unknown pagination kind `{kind}`",
            PAGINATION_KINDS,
            word=kind,
            otherwise=f"use {one_of(PAGINATION_KINDS)}",
        )
        return
    if kind == "link" or (kind == "cursor" and _is_shorthand(call)):
        return
    if len(arguments) < 2 or isinstance(arguments[0], ast.Spread) or not word_of(arguments[0]):
        yield KIND.at(
            call.span,
            f"`{kind}` needs the name of the page parameter and the page size",
            help=f"write `{_FORMS[kind]}`",
        )
        return
    size = arguments[1]
    yield from _check_size(None if isinstance(size, ast.Spread) else size)
    if kind == "cursor" and len(arguments) == 2:
        yield NO_CURSOR_PATH.at(
            call.span,
            "where the next cursor stands is not given, so only one page is read",
            help='add its path: `cursor(name, size, "meta.next")`',
        )
    elif kind != "cursor" and not bounded:
        yield _unbounded(call.function.span)


def _is_shorthand(call: ast.Call) -> bool:
    """Whether this is `cursor(.next)`, which gives the cursor's path alone."""
    return len(call.arguments) == 1 and not isinstance(call.arguments[0], ast.Name)


def _check_object(options: ast.Object, *, bounded: bool) -> Iterator[Diagnostic]:
    kind = options.get("type")
    word = word_of(kind.value) if kind else None
    yield from _check_size(value_of(options, "pageSize"))
    if word == "cursor" and options.get("cursorPath") is None and kind is not None:
        yield NO_CURSOR_PATH.at(
            kind.span,
            "where the next cursor stands is not given, so only one page is read",
            help='add `cursorPath: "meta.next"`',
        )
    bounded = bounded or any(options.get(key) for key in ("maxPages", "maxItems"))
    if word in ("offset", "page") and not bounded and kind is not None:
        yield _unbounded(kind.span)


def _check_size(value: ast.Expression | None) -> Iterator[Diagnostic]:
    size = number_of(value)
    if size is None or value is None:
        return
    if size < 1:
        yield SIZE.at(value.span, f"a page size of {size} is not positive")
    elif size > LARGEST_PAGE:
        yield SIZE.at(value.span, f"a page size of {size} is unusually large")


def _unbounded(span: ast.Span) -> Diagnostic:
    return UNBOUNDED.at(
        span,
        "this listing has neither `until` nor a bound",
        help="add `until: length(response) == 0`",
    )
