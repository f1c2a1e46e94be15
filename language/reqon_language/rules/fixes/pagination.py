"""Fixes of RQ5015 and RQ51xx: how the pages of a listing are requested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.adding import offer
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.written import number_of, word_of
from reqon_language.syntax import ast
from reqon_language.vocabulary.enumerations import PAGINATION_KINDS

_CURSOR: Final = '"meta.next"'
_UNTIL: Final = "until: length(response) == 0"


def _loose_until(context: Context) -> Iterator[Fix]:
    request = _request(context)
    yield context.fix("Remove `until`", *context.without_entry(context.span))
    if request is not None and request.options is not None:
        paginate = "paginate: page(page, 100)"
        yield from offer(
            context, f"Add `{paginate}`", request, request.options, paginate, first=True
        )


def _kind(context: Context) -> Iterator[Fix]:
    """Take the kind most like it; else any may be meant. Give what a kind needs."""
    call, near = context.around(ast.Call), context.diagnostic.suggestion
    if call is None or (near is not None and (near == "link" or _has_name_and_size(call))):
        yield from context.suggested()
        return
    extent = context.extent(call)
    kind = call.function.text if isinstance(call.function, ast.Name) else ""
    known = next((word for word in (near, kind) if word in PAGINATION_KINDS), None)
    for meant in [known] if known is not None else PAGINATION_KINDS:
        new = _form(context, call, meant)
        blanks = (_CURSOR,) if _CURSOR in new else ()
        yield context.fix(f"Replace with {quoted(new)}", TextEdit(extent, new), blanks=blanks)


def _has_name_and_size(call: ast.Call) -> bool:
    first = call.arguments[0] if call.arguments else None
    named = first is not None and not isinstance(first, ast.Spread) and bool(word_of(first))
    return named and len(call.arguments) > 1


def _form(context: Context, call: ast.Call, kind: str) -> str:
    """Return a call of a kind with the name and the size that are given."""
    if kind == "link":
        return "link()"
    given = [one for one in call.arguments if not isinstance(one, ast.Spread)]
    words = [word for one in given if (word := word_of(one))]
    sizes = [context.at(context.extent(one)) for one in given if number_of(one) is not None]
    name = words[0] if words and words[0].isidentifier() else kind
    size = sizes[0] if sizes else "100"
    return f"cursor({name}, {size}, {_CURSOR})" if kind == "cursor" else f"{kind}({name}, {size})"


def _no_cursor_path(context: Context) -> Iterator[Fix]:
    options = _options(context)
    if options is not None:
        option = f"cursorPath: {_CURSOR}"
        title = f"Add `{option}`"
        yield from offer(context, title, options, options, option, blanks=(_CURSOR,))
        return
    call = context.around(ast.Call)
    if call is not None and call.arguments:
        end = context.extent(call.arguments[-1]).end
        edit = placing.insert(end, f", {_CURSOR}")
        yield context.fix(f"Add the path `{_CURSOR}`", edit, blanks=(_CURSOR,))


def _last_page(context: Context) -> Iterator[Fix]:
    entry = context.around(ast.Entry)
    if entry is not None:
        edit = TextEdit(context.extent(entry.value), "length(response) == 0")
        yield context.fix("Ask for an empty page", edit)


def _flat(context: Context) -> Iterator[Fix]:
    """Drop a field that answers with the list itself (ruling D36)."""
    yield context.replace(f"Remove {quoted(context.word)}", "", safety="safe")


def _unbounded(context: Context) -> Iterator[Fix]:
    request, options = _request(context), _options(context)
    if request is None:
        return
    yield from offer(context, f"Add `{_UNTIL}`", request, request.options, _UNTIL)
    bound = "maxPages: 100"
    if options is not None:
        yield from offer(context, f"Add `{bound}`", options, options, bound, blanks=(bound,))
        return
    call = context.around(ast.Call)
    if call is None or len(call.arguments) < 2:
        return
    size = context.at(context.extent(call.arguments[1]))
    name = word_of(call.arguments[0]) if not isinstance(call.arguments[0], ast.Spread) else None
    new = f'{{ type: {context.word}, param: "{name}", pageSize: {size}, {bound} }}'
    yield context.fix(f"Add `{bound}`", TextEdit(context.extent(call), new))


def _request(context: Context) -> ast.Fetch | ast.OperationCall | None:
    return context.around(ast.Fetch) or context.around(ast.OperationCall)


def _options(context: Context) -> ast.Object | None:
    """Return the pagination that is written as an object."""
    request = _request(context)
    entry = request.options.get("paginate") if request and request.options else None
    return entry.value if entry is not None and isinstance(entry.value, ast.Object) else None


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ5015": _loose_until,
    "RQ5101": _kind,
    "RQ5103": _no_cursor_path,
    "RQ5104": _last_page,
    "RQ5105": _flat,
    "RQ5107": _unbounded,
}
