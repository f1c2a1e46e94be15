"""Print a typed tree in few words, for cases about what a text is read as.

`(binary + .price (call length .tags))`: the kind of node and its parts. Parts a node may lack
are labelled, lists are written out in place, places are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from textwrap import indent

from msgspec import Struct

from conformance.frames import Framed
from reqon_language.syntax import Tree, ast

WIDTH = 88


def outline_of(tree: Tree, framed: Framed) -> str:
    """Return the outlines of the outermost nodes of a fragment, each on lines of its own."""
    return "".join(f"{outline(node)}\n" for node in _inside(tree.program, 0, framed))


def _inside(node: object, offset: int, framed: Framed) -> Iterator[object]:
    if isinstance(node, ast.Placed):
        yield from _inside(node.node, offset + node.offset, framed)
    elif isinstance(node, tuple):
        for item in node:
            yield from _inside(item, offset, framed)
    elif isinstance(node, Struct) and not isinstance(node, ast.Span):
        span = getattr(node, "span", None)
        if span is not None and framed.holds(span.start + offset, span.end + offset):
            yield node
        else:
            for name in node.__struct_fields__:
                yield from _inside(getattr(node, name), offset, framed)


def outline(node: object) -> str:
    """Return a node as text, on one line if it fits."""
    match node:
        case ast.Placed(node=inner):
            return outline(inner)
        case ast.Name(text=text):
            return text
        case ast.Identifier(text=text):
            return text or "(missing)"
        case ast.Field(name=name):
            return f".{name.text}"
        case ast.Literal(value=value):
            return json.dumps(value, ensure_ascii=False)
        case ast.LiteralPattern(value=value) | ast.LiteralType(value=value):
            return f"({_kind(node)} {json.dumps(value, ensure_ascii=False)})"
        case ast.Duration(milliseconds=milliseconds):
            return f"{milliseconds}ms"
        case ast.Wildcard():
            return "_"
        case ast.Entry(key=key, value=value, block=None, shorthand=False):
            return f"{key.text}: {outline(value)}"
        case _ if isinstance(node, Struct):
            return _laid_out(_kind(node), list(_parts(node)))
        case str():
            return node
        case _:
            return json.dumps(node)


def _kind(node: object) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(node).__name__).lower()


def _parts(node: object) -> Iterator[str]:
    assert isinstance(node, Struct)
    for name, kind in type(node).__annotations__.items():
        value = getattr(node, name)
        if isinstance(value, ast.Span) or value is None or value is False:
            continue
        optional = "None" in str(kind) and name != "value"
        label = f"{name}: " if optional else ""
        if value is True and kind == "bool":
            yield name
        elif isinstance(value, tuple) and label:
            yield label + _laid_out("", [outline(item) for item in value])
        elif isinstance(value, tuple):
            yield from map(outline, value)
        else:
            yield label + outline(value)


def _laid_out(head: str, parts: list[str]) -> str:
    line = " ".join(part for part in (head, *parts) if part)
    if len(line) + 2 <= WIDTH and "\n" not in line:
        return f"({line})"
    return f"({head}\n" + "\n".join(indent(part, "  ") for part in parts) + ")"
