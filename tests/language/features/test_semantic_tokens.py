"""Semantic tokens: each word with what it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.features.cursors import read, steps
from language.features.projects import fixture
from reqon_language.features.semantic_tokens import (
    TOKEN_MODIFIERS,
    TOKEN_TYPES,
    SemanticToken,
    semantic_tokens,
)
from reqon_language.syntax.ast import Span


def tokens(text: str, within: Span | None = None) -> list[SemanticToken]:
    return semantic_tokens(*read(text), within)


def shown(text: str) -> list[str]:
    return [
        " ".join((text[one.span.start : one.span.end], ".".join((one.type, *one.modifiers))))
        for one in tokens(text)
    ]


CASES = {
    "declarations": (
        'mission M { store s: file("s") schema T { a: int } }',
        [
            "mission keyword", "M namespace.declaration", "store keyword", "s class.declaration",
            'file enumMember', '"s" string', "schema keyword", "T struct.declaration",
            "a property.declaration", "int type.defaultLibrary",
        ],
    ),
    "requests": (
        'source A { auth: bearer } action B { get A "/x" }',
        [
            "source keyword", "A interface.declaration", "auth property", "bearer enumMember",
            "action keyword", "B method.declaration", "get keyword", "A interface", '"/x" string',
        ],
    ),
    "a path": (
        'action B { let n = 1 get "/x/{n}/y" }',
        [
            "action keyword", "B method.declaration", "let keyword", "n variable.declaration",
            "= operator", "1 number", "get keyword", '"/x/{ string', "n variable", '}/y" string',
        ],
    ),
    "what is stored": (
        'store s: file("s") action B { store response -> s { key: .id, upsert: true } }',
        [
            "store keyword", "s class.declaration", "file enumMember", '"s" string',
            "action keyword", "B method.declaration", "store keyword",
            "response variable.readonly.defaultLibrary", "-> operator", "s class.modification",
            "key property", "id property", "upsert property", "true keyword",
        ],
    ),
    "functions": (
        "action B { let x = xs.filter(.a > 1) | first() let y = map(xs, e => e.b) }",
        [
            "action keyword", "B method.declaration", "let keyword", "x variable.declaration",
            "= operator", "xs variable", "filter function.defaultLibrary", "a property",
            "> operator", "1 number", "| operator", "first function.defaultLibrary",
            "let keyword", "y variable.declaration", "= operator", "map function.defaultLibrary",
            "xs variable", "e parameter.declaration", "=> operator", "e parameter", "b property",
        ],
    ),
    "keywords that are names": (
        "action B { let page = response.source }",
        [
            "action keyword", "B method.declaration", "let keyword", "page variable.declaration",
            "= operator", "response variable.readonly.defaultLibrary", "source property",
        ],
    ),
    "durations and words": (
        "mission M { schedule: every 6 hours trace: full }",
        [
            "mission keyword", "M namespace.declaration", "schedule property", "every keyword",
            "6 number", "hours number", "trace property", "full enumMember",
        ],
    ),
    "operations": (
        "action B { call C.list { paginate: page(p, 10) } }",
        [
            "action keyword", "B method.declaration", "call keyword", "C interface",
            "list method", "paginate property", "page enumMember", "p parameter.declaration",
            "10 number",
        ],
    ),
    "triggers": (
        'action B { pause { duration: 1d, resumeOn: timeout | webhook "/x" } }',
        [
            "action keyword", "B method.declaration", "pause keyword", "duration property",
            "1d number", "resumeOn property", "timeout enumMember", "| operator",
            "webhook enumMember", '"/x" string',
        ],
    ),
    "comments": ("// a\nlet x = 1 /* b\n c */", [
        "// a comment", "let keyword", "x variable.declaration", "= operator", "1 number",
        "/* b comment", " c */ comment",
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_every_word_plays_its_part(text: str, expected: list[str]) -> None:
    """By what it stands for where that is known, else by where it stands."""
    assert shown(text) == expected


IMPORTED = """\
//- a.vague
import { Crm, orders, Order, Copy, Fetch, rate, Gone } from "./b.vague"
import Late from "./nowhere.vague"
//- b.vague
let rate = 2
source Crm { base: "https://crm.example" }
store orders: memory("orders")
schema Order { id: string }
transform Copy: Order -> Order { id: .id }
action Fetch { get Crm "/orders" }
mission M { schema Gone { id: int } }
"""


def test_imported_names_look_like_what_they_name() -> None:
    """As the declaration in the other file does; of what nobody declares nothing is said."""
    given = fixture(IMPORTED)
    tree, text = given.project.files["a.vague"].tree, given.texts["a.vague"]
    imports = given.project.imported("a.vague")
    found = semantic_tokens(tree, given.project.model("a.vague"), None, imports)
    words = {text[one.span.start : one.span.end]: (one.type, *one.modifiers) for one in found}
    assert {word: types for word, types in words.items() if word[0].isalpha()} == {
        "import": ("keyword",),
        "Crm": ("interface",),
        "orders": ("class",),
        "Order": ("struct",),
        "Copy": ("function",),
        "Fetch": ("method",),
        "rate": ("variable",),
        "from": ("keyword",),
    }


def test_a_range_has_the_tokens_that_touch_it() -> None:
    """The same ones as in the whole file."""
    text = steps("let x = 1\n    let y = 2")
    start = text.index("let y")
    within = Span(start, start + len("let y = 2"))
    wanted = [
        one for one in tokens(text)
        if one.span.end >= within.start and one.span.start <= within.end
    ]  # fmt: skip
    assert tokens(text, within) == wanted


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_tokens_are_in_order_on_one_line_and_apart(data: st.DataObject) -> None:
    """What the protocol's numbers can say, for any text."""
    text = steps('get "/x/{total}/\'y" match response { Order -> store response -> orders }')
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    noise = data.draw(st.sampled_from(["", "{", "}", "(", '"', "[", "\n", "/*", "//", "\r"]))
    text = text[:start] + noise + text[end:]
    found = tokens(text)
    for one in found:
        inside = text[one.span.start : one.span.end]
        assert inside
        assert not {"\n", "\r"} & {*inside}
        assert one.type in TOKEN_TYPES
        assert {*one.modifiers} <= {*TOKEN_MODIFIERS}
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
