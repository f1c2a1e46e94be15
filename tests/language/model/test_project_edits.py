"""However a project came about, it answers as one made afresh of the same texts."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reqon_language import parse
from reqon_language.model import Project
from reqon_language.rules import Report, report_in

ROOT = "m/mission.vague"
TEXTS = (
    "",
    "schema Order { id: string }",
    "schema Order { id: number } schema Item { order: Order }",
    'store orders: file("orders") let since = 3',
    'source Api { auth: none, base: "https://a.example" }',
    'import { Order, orders } from "lib.vague"\naction Send { clear orders }',
    'import { Item } from "m/part.vague" import { Order } from "mission.vague"',
    'action Fetch { get "/x" let total = since map response -> Order { id: .id } }',
    "action Send { for o in orders { run Fetch } let x = total }",
    """mission M {
      source Api { auth: none, base: "https://a.example" }
      store orders: memory
      action Fetch { get "/x" map response -> Order { id: .id, x: 1 } }
      run Fetch then Send
    }""",
    "mission N { run Fetch } mission O { run Send }",
    "action {",
)
PATHS = (ROOT, "m/part.vague", "m/schemas/a.vague", "m/lib.vague")
CHANGES = st.lists(
    st.tuples(st.sampled_from(PATHS), st.sampled_from((None, *TEXTS))), min_size=1, max_size=12
)


def diagnosed(project: Project, path: str, previous: Report | None) -> Report:
    """Check a file of the project."""
    return report_in(project, path, previous=previous)


@given(root=st.sampled_from((None, ROOT)), changes=CHANGES)
@settings(max_examples=150, deadline=None)
def test_incremental_equals_fresh(root: str | None, changes: list[tuple[str, str | None]]) -> None:
    """Models, diagnostics and definitions do not depend on what was there before."""
    project = Project(root)
    texts: dict[str, str] = {}
    reports: dict[str, Report] = {}
    for path, text in changes:
        if text is None:
            project = project.without_file(path)
            texts.pop(path, None)
            reports.pop(path, None)
        else:
            project = project.with_file(path, parse(text))
            texts[path] = text
        for name in texts:
            reports[name] = diagnosed(project, name, reports.get(name))
    fresh = Project(root).with_files({path: parse(text) for path, text in texts.items()})
    assert list(project.files) == list(fresh.files)
    for path in texts:
        assert reports[path].diagnostics == diagnosed(fresh, path, None).diagnostics
        assert definitions(project, path) == definitions(fresh, path)
        assert project.import_problems(path) == fresh.import_problems(path)
        assert stores(project, path) == stores(fresh, path)


def definitions(project: Project, path: str) -> list[Any]:
    """What every reference of a file leads to."""
    return [
        (reference, project.definition_of(path, reference))
        for reference in project.model(path).references()
    ]


FIXED = {
    ROOT: "mission M { run A } schema Order { id: string } schema Line { sku: string }",
    "m/stores.vague": """store orders: memory("o")
      store copies: memory("c") store notes: memory("n")""",
    "m/d.vague": "action D { for o in orders { let x = o.id store o -> copies } }",
    "m/e.vague": """import { shared } from "lib.vague"
      action E { for o in copies { let x = o.sku } for o in shared { let y = o.id } }""",
    "m/lib.vague": """store shared: memory("s") schema Order { id: string }
      mission L { action F { map 1 -> Order { id: "a" } store response -> shared } run F }""",
}
STEPS = (
    "skip",
    'map 1 -> Order { id: "a" } store response -> orders',
    'map 1 -> Line { sku: "a" } store response -> orders',
    'get "/x" store response -> orders',
    "for o in orders { let x = o.id store o -> copies }",
    "for o in copies { store o -> notes }",
    "for o in notes { let x = o.sku store o -> orders }",
    'for o in orders { map o -> Line { sku: "b" } store response -> notes }',
    "for o in shared { store o -> copies }",
    'map 1 -> Line { sku: "a" } store response -> shared for o in shared { let x = o.id }',
)
WRITTEN = st.tuples(
    st.sampled_from(("m/a.vague", "m/b.vague", "m/c.vague")),
    st.lists(st.sampled_from(STEPS), min_size=1, max_size=2),
)


@given(changes=st.lists(WRITTEN, min_size=1, max_size=10))
@settings(max_examples=150, deadline=None)
def test_the_records_of_stores_do_not_depend_on_what_was_there_before(
    changes: list[tuple[str, list[str]]],
) -> None:
    """However records are handed on from part to part, in circles and through imports."""
    project = Project(ROOT).with_files({path: parse(text) for path, text in FIXED.items()})
    texts = dict(FIXED)
    for path, steps in changes:
        head = 'import { shared } from "lib.vague"\n' if path == "m/c.vague" else ""
        texts[path] = f"{head}action {path[2].upper()} {{ {' '.join(steps)} }}"
        project = project.with_file(path, parse(texts[path]))
        fresh = Project(ROOT).with_files({path: parse(text) for path, text in texts.items()})
        for other in texts:
            assert stores(project, other) == stores(fresh, other)
    for path in texts:
        found, wanted = diagnosed(project, path, None), diagnosed(fresh, path, None)
        assert found.diagnostics == wanted.diagnostics


def stores(project: Project, path: str) -> list[Any]:
    """What is known of the records in the stores of a file, and of what its declarations read."""
    model = project.model(path)
    held = [(one.name, project.stored_type(path, one)) for one in model.declarations("store")]
    return [held, [typed.environment.stores for typed in model.types.typed]]


WORDS = """action Read {
  for one in total { let x = one.id let y = total.id }
  match response { Order -> { let z = response.id }, other -> { let w = other.id } }
  map response -> Order { id: .id, sum: total }
  store { sku: total } -> orders
  apply Shape to { id: "a" } as made
  let v = made.nothing
}"""
BROUGHT = """import { Order, total } from "c.vague"
action Bring { for one in total { map one -> Order { id: .id, sum: 1 } } store 1 -> ordres }"""
DECLARED = (
    "",
    "schema Order { id: string }",
    "schema Order { id: number, sum: Line } schema Line { sku: string }",
    "schema Order { id: total } schema total { id: string }",
    'store orders: file("o")',
    'store orders: memory("o") store total: file("t")',
    'store orders: file("o") { key: .sku }',
    'store orders: sql("o") action Ordres { skip }',
    'store ordres: sql("o") store totals: memory("t") schema Orders { id: string }',
    "let total = 3",
    'let total = "a" schema other { id: string }',
    "action Bind { let total = 1 let other = 2 }",
    "transform Shape: Order -> Line { sku: .id } schema Line { sku: string }",
    "transform Shape: Order -> Order { id: .id } schema Order { id: string }",
    'action Fill { map 1 -> Line { sku: "a" } store response -> total }',
)
OTHERS = ("m/a.vague", "m/c.vague", "m/d.vague")


@given(
    st.lists(st.tuples(st.sampled_from(OTHERS), st.sampled_from(DECLARED)), min_size=1, max_size=10)
)
@settings(max_examples=150, deadline=None)
def test_a_part_notices_whatever_else_its_words_mean(changes: list[tuple[str, str]]) -> None:
    """However other parts and an imported file declare a word anew, types and findings are those
    of an analysis from scratch."""
    texts = {ROOT: "mission M { run Read }", "m/b.vague": WORDS, "m/e.vague": BROUGHT}
    project = Project(ROOT).with_files({path: parse(text) for path, text in texts.items()})
    reports = {path: diagnosed(project, path, None) for path in texts}
    for path, text in changes:
        texts[path] = text
        project = project.with_file(path, parse(text))
        fresh = Project(ROOT).with_files({path: parse(text) for path, text in texts.items()})
        for other in texts:
            assert types_of(project, other) == types_of(fresh, other)
            reports[other] = diagnosed(project, other, reports.get(other))
            assert reports[other].diagnostics == diagnosed(fresh, other, None).diagnostics
            assert names_of(project, other) == names_of(fresh, other)


def names_of(project: Project, path: str) -> list[Any]:
    """The names around every declaration of a file, and what it knows of them."""
    bodies = project.model(path).bodies
    return [(one.names, one.facts.names, sorted(one.facts.words)) for one in bodies]


def types_of(project: Project, path: str) -> list[Any]:
    """All that is known of the types of a file."""
    return [
        (one.environment, one.problems, one.stored, one.bound, one.fields)
        for one in project.model(path).types.typed
    ]
