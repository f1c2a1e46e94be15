"""Highlights. `$0` is the cursor; `⟦⟧` encloses what is read, `«»` what is written."""

from __future__ import annotations

import pytest

from language.features.projects import project_of
from reqon_language.features.document_highlights import document_highlights

CASES = {
    "a variable": "action A { let «x$0» = 1 let y = ⟦x⟧ + ⟦x⟧ }",
    "from where it is read": "action A { let «x» = 1 let y = ⟦x$0⟧ + ⟦x⟧ }",
    "another of the same name": (
        "action A { for «x$0» in xs { let a = ⟦x⟧ } for x in xs { let a = x } }"
    ),
    "a variable in a path": 'action A { let «id$0» = 1 get "/x/{⟦id⟧}" }',
    "a store": 'store «s$0»: file("s") action A { store 1 -> «s» for x in ⟦s⟧ { clear «s» } }',
    "a store called like a source": (
        'store «s»: file("s") source s { auth: none } action A { get "/x" from s clear «s$0» }'
    ),
    "a schema": "schema «S$0» { a: array<⟦S⟧> } action A { map 1 -> «S» { a: 1 } }",
    "an action": "action «A$0» { skip } action B { run ⟦A⟧ } run ⟦A⟧ then B",
    "a function": "action A { let x = ⟦first$0⟧(xs) let y = ⟦first⟧(ys) }",
    "an operation": "action A { call C.⟦list$0⟧ call C.⟦list⟧ call D.list }",
    "a name nobody declares": "action A { clear «s$0» clear «s» }",
    "response": (
        'action A { «get» "/x" store ⟦response$0⟧ -> s «map» ⟦response⟧ -> T { a: 1 } }\n'
        "action B { store response -> s }"
    ),
    "response of a step with a handler": (
        "action A { «notify» { to: 1 } store ⟦response$0⟧ -> s }"
    ),
    "a field, not another of the same name": (
        "schema Order { «to$0tal»: number } schema Line { total: number }\n"
        "action A { map response -> Order { «total»: .amount } let a = response.⟦total⟧\n"
        "  map response -> Line { total: response.⟦total⟧ } let b = response.total }\n"
        "action B { let c = response.total match response { { total: t } -> abort t } }"
    ),
    "a field from where it is set": (
        "schema Order { «total»: number } transform T: Order -> Order { «to$0tal»: .⟦total⟧ }\n"
        "action A { let a = xs where .total > 1 }"
    ),
    "a field that is set by the field of the same name": (
        "schema Order { «total»: number } transform T: Order -> Order { «to$0tal» }"
    ),
    "a field in a pattern": (
        "schema Order { «id»: string }\n"
        "action A { match response { Order -> { match response { { ⟦i$0d⟧: x } -> abort x } } } }"
    ),
    "a field of a value that is not known": (
        "schema Order { id: string }\n"
        "action A { let a = xs where ⟦.id$0⟧ > 1 and ⟦.id⟧ < 9\n"
        "  match response { Order where .id > 1 -> skip } }\n"
        "action B { let a = ys where .id > 1 }"
    ),
    "an environment variable": ('source A { token: env(⟦"T$0"⟧) } source B { token: env(⟦"T"⟧) }'),
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES)
def test_all_places_of_a_name_are_shown(marked: str) -> None:
    """And no place of another name; to declare is to write."""
    text = marked
    for mark in ("«", "»", "⟦", "⟧"):
        text = text.replace(mark, "")
    offset = text.index("$0")
    text = text.replace("$0", "")
    shown = text
    for one in reversed(document_highlights(project_of({"a": text}), "a", offset)):
        opening, closing = ("«", "»") if one.role == "write" else ("⟦", "⟧")
        inside = text[one.span.start : one.span.end]
        shown = f"{shown[: one.span.start]}{opening}{inside}{closing}{shown[one.span.end :]}"
    assert shown == marked.replace("$0", "")


def test_where_no_name_stands_nothing_is_shown() -> None:
    """Keywords and literals are not highlighted."""
    text = "action A { let x = 12 }"
    project = project_of({"a": text})
    assert document_highlights(project, "a", text.index("12")) == []
    assert document_highlights(project, "a", text.index("let")) == []


def test_names_still_to_be_typed_are_not_taken_for_each_other() -> None:
    """They stand nowhere."""
    text = 'action A { try { get "/x" } catch { -> skip } map 1 -> }'
    project = project_of({"a": text})
    for offset in range(len(text)):
        found = document_highlights(project, "a", offset)
        assert all(one.span.start < one.span.end for one in found)
