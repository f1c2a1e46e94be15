"""What stores hold across the files of a project, and in an action that fills what it reads.

`$0` is the place; a case gives the type there.
"""

from __future__ import annotations

import pytest

from language.features.projects import Fixture, fixture
from reqon_language import parse
from reqon_language.features.hover import hover
from reqon_language.model.types import display
from reqon_language.rules import report_in

ROOT = """\
//- mission.vague
mission Sync { source Api { auth: none, base: "https://api.example" } run Fetch then Work }
"""
SCHEMAS = """\
//- schemas/order.vague
schema Order { id: string, total: number }
schema Line { sku: string }
//- stores.vague
store orders: file("orders")
store copies: file("copies")
"""
FETCH = """\
//- actions/fetch.vague
action Fetch {
  get "/orders"
  map response -> Order { id: .id, total: 1 }
  store response -> orders { key: .id }
}
"""
FOLDER = ROOT + SCHEMAS + FETCH


def known(text: str) -> str:
    """Return the type at the cursor."""
    place = fixture(text)
    of = place.project.model(place.path).type_at(place.offset)
    return "nothing" if of is None else display(of)


CASES = {
    "filled in another part": (
        FOLDER + "//- work.vague\naction Work { for o in orders { let x = o$0 } }",
        "Order",
    ),
    "filled in the root's mission": (
        SCHEMAS + "//- mission.vague\nmission Sync { action Fetch { map 1 -> Line { sku: 'a' }\n"
        "store response -> orders } run Fetch }\n"
        "//- work.vague\naction Work { for o in orders { let x = o$0 } }",
        "Line",
    ),
    "declared in the root's mission": (
        SCHEMAS.replace('store orders: file("orders")', "")
        + FETCH
        + '//- mission.vague\nmission Sync { store orders: file("orders")\n'
        "action Work { for o in orders { let x = o$0 } } run Fetch then Work }",
        "Order",
    ),
    "filled by two parts": (
        FOLDER
        + "//- more.vague\naction More { map 1 -> Line { sku: 'a' } store response -> orders }\n"
        "//- work.vague\naction Work { for o in orders { let x = o$0 } }",
        "Line | Order",
    ),
    "filled by one that knows nothing": (
        FOLDER + "//- more.vague\naction More { get '/x' store response -> orders }\n"
        "//- work.vague\naction Work { for o in orders { let x = o$0 } }",
        "any",
    ),
    "handed on from file to file": (
        FOLDER + "//- copy.vague\naction Copy { for o in orders { store o -> copies } }\n"
        "//- work.vague\naction Work { for o in copies { let x = o$0 } }",
        "Order",
    ),
    "handed on in a circle": (
        FOLDER + "//- a.vague\naction A { for o in orders { store o -> copies } }\n"
        "//- b.vague\naction B { for o in copies { store o -> orders let x = o$0 } }",
        "any",
    ),
    "filled here and elsewhere": (
        FOLDER + "//- work.vague\naction Work { map 1 -> Line { sku: 'a' }\n"
        "store response -> orders\nfor o in orders { let x = o$0 } }",
        "Line | Order",
    ),
    "imported": (
        (
            '//- lib.vague\nschema Order { id: string }\nstore orders: file("x")\n'
            "mission Fill { action F { map 1 -> Order { id: 'a' } store response -> orders }\n"
            "run F }\n"
            '//- a.vague\nimport { orders } from "./lib.vague"\n'
            "mission Read { action R { for o in orders { let x = o$0 } } run R }"
        ),
        "Order",
    ),
    "imported, of a schema that means something else": (
        (
            '//- lib.vague\nschema Order { id: string }\nstore orders: file("x")\n'
            "mission Fill { action F { map 1 -> Order { id: 'a' } store response -> orders }\n"
            "run F }\n"
            '//- a.vague\nimport { orders } from "./lib.vague"\nschema Order { sku: int }\n'
            "mission Read { action R { for o in orders { let x = o$0 } } run R }"
        ),
        "any",
    ),
    "of the same name, but not imported": (
        (
            '//- lib.vague\nschema Line { sku: string }\nstore orders: file("x")\n'
            "mission Fill { action F { map 1 -> Line { sku: 'a' } store response -> orders }\n"
            "run F }\n"
            '//- a.vague\nimport { Line } from "./lib.vague"\nstore orders: file("y")\n'
            "schema Order { id: string }\nmission Read { action W { map 1 -> Order { id: 'a' } "
            "store response -> orders } action R { for o in orders { let x = o$0 } } run W then R }"
        ),
        "Order",
    ),
    "filled and read in one action": (
        (
            '//- a.vague\nmission M { store orders: memory("x") schema Order { id: string }\n'
            "action A { map 1 -> Order { id: 'a' } store response -> orders { key: .id }\n"
            "for o in orders { let x = o$0 } } run A }"
        ),
        "Order",
    ),
    "read before it is filled": (
        (
            '//- a.vague\nmission M { store orders: memory("x") schema Order { id: string }\n'
            "action A { for o in orders { let x = o$0 } map 1 -> Order { id: 'a' }\n"
            "store response -> orders { key: .id } } run A }"
        ),
        "Order",
    ),
    "filled with what was read": (
        (
            '//- a.vague\nmission M { store orders: memory("x")\n'
            "action A { for o in orders { store o -> orders let x = o$0 } } run A }"
        ),
        "any",
    ),
    "filled and read by two actions": (
        (
            '//- a.vague\nmission M { store orders: memory("x") schema Order { id: string }\n'
            "schema Line { sku: string }\n"
            "action A { map 1 -> Order { id: 'a' } store response -> orders\n"
            "for o in orders { let x = o } }\n"
            "action B { map 1 -> Line { sku: 'a' } store response -> orders\n"
            "for o in orders { let x = o$0 } } run A then B }"
        ),
        "Line | Order",
    ),
}


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES.keys())
def test_the_records_of_a_store_are_known(text: str, wanted: str) -> None:
    """Whichever file puts them in; and not known where it cannot be told."""
    assert known(text) == wanted


def marked(text: str) -> Fixture:
    return fixture(text + "//- z.vague\n$0")


def test_an_edit_is_felt_by_those_that_read_the_store_only() -> None:
    """Files that have nothing to do with it keep their models, however the records change."""
    work = "//- work.vague\naction Work { for o in orders { let x = o.sku } }"
    project = marked(f"{FOLDER}{work}\n//- other.vague\naction Other {{ clear copies }}\n").project
    assert "RQ4001" in {one.code for one in report_in(project, "work.vague").diagnostics}
    fetch = FETCH.partition("\n")[2]
    lines = fetch.replace("-> Order { id: .id, total: 1 }", '-> Line { sku: "a" }')
    changed = project.with_file("actions/fetch.vague", parse(lines))
    assert "RQ4001" not in {one.code for one in report_in(changed, "work.vague").diagnostics}
    assert changed.files["other.vague"] is project.files["other.vague"]
    assert changed.files["schemas/order.vague"] is project.files["schemas/order.vague"]
    same = changed.with_file("actions/fetch.vague", parse(lines.replace("/orders", "/lines")))
    assert same.files["work.vague"] is changed.files["work.vague"]


def test_hover_of_a_store_tells_what_other_files_put_into_it() -> None:
    """Where it is declared and nobody fills it, too."""
    place = fixture(FOLDER.replace("store orders", "store ord$0ers", 1))
    file = place.project.files[place.path]
    found = hover(file.tree, file.model, place.offset, place.project, place.path)
    assert found is not None
    assert "store<Order>" in found.markdown
