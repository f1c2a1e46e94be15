"""Fixes of RQ5010 to RQ5014, RQ7019 and RQ8008: what requests send, and who handles the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.model import types
from reqon_language.model.openapi import Operation
from reqon_language.model.shapes import expand
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.adding import add, offer
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.fixes.initial import initial
from reqon_language.syntax import ast
from reqon_language.syntax.keys import as_key

_HANDLED: Final = """\
match response {
  { error: reason } -> abort reason,
  _ -> continue
}"""
_OPEN: Final = '"..."'
"""Stands for text that only the author knows."""


def _body(context: Context) -> Iterator[Fix]:
    """Send the fields of a body as parameters, beside those that are there."""
    if context.diagnostic.suggestion is not None:
        yield context.replace("Send it as `params`", context.diagnostic.suggestion)
        return
    fetch = context.around(ast.Fetch)
    options = fetch.options if fetch is not None else None
    body, params = (options.get(key) if options else None for key in ("body", "params"))
    if fetch is None or body is None or params is None:
        return
    sent, given = body.value, params.value
    if not isinstance(sent, ast.Object) or not isinstance(given, ast.Object):
        return
    known = {entry.key.text for entry in given.entries if isinstance(entry, ast.Entry)}
    new = [
        context.at(context.extent(entry))
        for entry in sent.entries
        if not isinstance(entry, ast.Entry) or entry.key.text not in known
    ]
    edits = add(context, fetch, given, *new)
    if new and edits:
        yield context.fix("Send it as `params`", *edits, *context.without_entry(context.span))


def _path_parameter(context: Context) -> Iterator[Fix]:
    problem = context.problem("path parameter")
    if problem is not None:
        yield from _parameter(context, problem.words[0])


def _required(context: Context) -> Iterator[Fix]:
    problem, call, operation = context.problem("required"), *_operation(context)
    if problem is None or call is None or operation is None:
        return
    if problem.words[0] != "body":
        yield from _parameter(context, problem.words[0].split("`")[1])
        return
    body = f"body: {_object(context, operation.body or types.ANY)}"
    title, blanks = f"Add {quoted(body)}", _blanks(body)
    yield from offer(context, title, call, call.options, body, blanks=blanks)


def _wrong_body(context: Context) -> Iterator[Fix]:
    """Add the fields that the operation requires of a body."""
    call, operation = _operation(context)
    sent = call.options.get("body") if call is not None and call.options is not None else None
    if call is None or operation is None or sent is None or not isinstance(sent.value, ast.Object):
        return
    wanted = expand(operation.body or types.ANY, context.shapes)
    known = {entry.key.text for entry in sent.value.entries if isinstance(entry, ast.Entry)}
    new = [field for field in _fields(context, wanted) if field.split(":")[0] not in known]
    if new:
        title = quoted(new[0]) if len(new) == 1 else "the missing fields"
        blanks = _blanks(*new)
        yield from offer(context, f"Add {title}", call, sent.value, *new, blanks=blanks)


def _parameter(context: Context, name: str) -> Iterator[Fix]:
    """Give a parameter of an operation."""
    call, operation = _operation(context)
    if call is None or operation is None:
        return
    found = [one for one in operation.parameters if one.name == name]
    of = found[0].type if found else types.ANY
    new = f"{as_key(name)}: {_value(context, name, of)}"
    params = call.options.get("params") if call.options is not None else None
    title = f"Add the parameter {quoted(new)}"
    if params is None:
        option = f"params: {{ {new} }}"
        blanks = _blanks(option)
        yield from offer(context, title, call, call.options, option, first=True, blanks=blanks)
    elif isinstance(params.value, ast.Object):
        yield from offer(context, title, call, params.value, new, blanks=_blanks(new))


def _unknown_parameter(context: Context) -> Iterator[Fix]:
    yield from context.suggested()
    yield context.fix(f"Remove {quoted(context.word)}", *context.without_entry(context.span))


def _since(context: Context) -> Iterator[Fix]:
    yield context.fix("Remove `since`", *context.without_entry(context.span))


def _unhandled(context: Context) -> Iterator[Fix]:
    step, block = context.statement, context.around(ast.Block)
    if isinstance(step, ast.Fetch | ast.OperationCall) and block is not None and not block.inline:
        edit = placing.after(context.text, context.extent(step), _HANDLED)
        yield context.fix("Add a `match` on `response`", edit)


def _operation(context: Context) -> tuple[ast.OperationCall | None, Operation | None]:
    call = context.around(ast.OperationCall)
    if call is None:
        return None, None
    known = context.model.declared_at(context.span.start).operations.get(call.source.text, {})
    return call, known.get(call.operation.text)


def _object(context: Context, of: types.Type) -> str:
    fields = _fields(context, expand(of, context.shapes))
    return f"{{ {', '.join(fields)} }}" if fields else "{}"


def _fields(context: Context, of: types.Type) -> list[str]:
    """Return the entries that an object of a type has to have."""
    fields = of.fields if isinstance(of, types.ObjectOf) else ()
    return [
        f"{as_key(field.name)}: {_value(context, field.name, field.type)}"
        for field in fields
        if not field.optional
    ]


def _value(context: Context, name: str, of: types.Type) -> str:
    """Return what may be meant: a variable of that name, the loop's item, a word allowed."""
    visible = context.model.scope_at(context.span.start).names
    if any(one.name == name and one.kind == "variable" for one in visible):
        return name
    value = initial(of, context.shapes)
    if value.startswith('"') and value != '""':
        return value
    loop = context.around(ast.For)
    if loop is not None and name.isidentifier() and loop.variable.text:
        item = context.model.type_of(context.extent(loop.variable)) or types.ANY
        known = context.model.members(item, context.span.start)
        if name in known or not known:
            return f"{loop.variable.text}.{name}"
    return _OPEN if value in ('""', "null") else value


def _blanks(*new: str) -> tuple[str, ...]:
    return (_OPEN,) * sum(text.count(_OPEN) for text in new)


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ5010": _body,
    "RQ5011": _path_parameter,
    "RQ5012": _unknown_parameter,
    "RQ5013": _wrong_body,
    "RQ5014": _required,
    "RQ7019": _since,
    "RQ8008": _unhandled,
}
