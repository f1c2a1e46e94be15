"""Arms for the schemas a value may have and no arm asks for yet."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.model.types import ArrayOf, SchemaOf, options, without_null
from reqon_language.rules.fixes import placing
from reqon_language.syntax import ast


def add_schema_arms(selection: Selection) -> Iterator[Offer]:
    """Offer it on a `match` whose subject is known; new arms do nothing until they are filled."""
    node = selection.around(ast.Match)
    if node is None or node.subject is None or not node.arms:
        return
    of = selection.model.type_of(selection.extent(node.subject))
    wanted = []
    for option in options(without_null(of)) if of is not None else ():
        inner = option.element if isinstance(option, ArrayOf) else option
        if not isinstance(inner, SchemaOf) or inner.origin:
            return
        wanted.append(f"[{inner.name}]" if isinstance(option, ArrayOf) else inner.name)
    known = {selection.written(arm.pattern) for arm in node.arms}
    missing = [name for name in wanted if name not in known]
    last = node.arms[-1]
    if not missing or len(wanted) < 1 or selection.extent(last) == selection.extent(node):
        return
    first = next((arm for arm in node.arms if isinstance(arm.pattern, ast.Wildcard)), None)

    def make() -> tuple[TextEdit, ...]:
        new = [f"{name} -> skip" for name in missing]
        if first is not None:
            at = selection.extent(first).start
            return (placing.before(selection.text, at, ",\n".join(new) + ","),)
        comma = placing.skip_gap(selection.text, selection.extent(last).end)
        stop = selection.extent(last)
        if selection.text[comma : comma + 1] == ",":
            stop = ast.Span(stop.start, comma + 1)
            return (placing.after(selection.text, stop, ",\n".join(new)),)
        edit = placing.after(selection.text, stop, ",\n".join(new))
        if edit.span.start == stop.end:
            return (TextEdit(edit.span, f",{edit.text}"),)
        return placing.insert(stop.end, ","), edit

    title = f"Add arms for {', '.join(f'`{name}`' for name in missing)}"
    yield Offer("add arms", title, "refactor.rewrite", make)
