"""Files of a project know each other's declarations, and a change reaches only who sees it."""

from __future__ import annotations

import pytest

from reqon_language import parse
from reqon_language.model import Project
from reqon_language.model.linking import project_order
from reqon_language.model.types import display
from reqon_language.rules import report_in

ROOT = """mission M {
  source Api { auth: none, base: "https://a.example" }
  store s: memory
  run A then B
}"""
FETCH = 'action A { get "/x" let total = 1 store response -> s { key: .id } }'
SEND = 'action B { post "/t" { body: total } map response -> Order { id: .id } }'
ORDER = "schema Order { id: string }"
FOLDER = {
    "m/mission.vague": ROOT,
    "m/fetch.vague": FETCH,
    "m/actions/send.vague": SEND,
    "m/schemas/order.vague": ORDER,
}
IMPORTING = """import { Order, Money } from "../shared/types.vague"
mission M {
  source Api { auth: none, base: "https://a.example" }
  store orders: memory
  action A { get "/x" map response -> Order { id: .id } store response -> orders { key: .id } }
  run A
}"""
TYPES = "schema Order { id: string } schema Money { amount: number } schema Hidden { x: int }"
CYCLE = "the files import each other: a.vague → types.vague → a.vague"
IMPORTS = {"jobs/a.vague": IMPORTING, "shared/types.vague": TYPES}


def project_of(files: dict[str, str], root: str | None = None) -> Project:
    """Parse files into a project."""
    project = Project(root)
    for path, text in files.items():
        project = project.with_file(path, parse(text))
    return project


def folder() -> Project:
    """A mission in four files."""
    return project_of(FOLDER, "m/mission.vague")


def unresolved(project: Project, path: str) -> list[str]:
    """The names of a file that mean nothing."""
    return [r.name for r in project.model(path).references() if r.problem]


def at(project: Project, path: str, text: str) -> tuple[str, str] | None:
    """The file and the text of what is declared by the name that begins `text`."""
    offset = project.files[path].tree.lines.text.index(text)
    reference = project.model(path).reference_at(offset)
    assert reference is not None
    place = project.definition_of(path, reference)
    if place is None:
        return None
    span = place[1].extent
    return place[0], project.files[place[0]].tree.lines.text[span.start : span.end]


@pytest.mark.parametrize("path", FOLDER)
def test_the_parts_of_a_folder_see_each_other(path: str) -> None:
    """Stores, schemas, actions and what earlier actions bind are known in every file."""
    assert unresolved(folder(), path) == []
    alone = project_of(FOLDER)
    expected = {"m/fetch.vague": ["s"], "m/actions/send.vague": ["total", "Order"]}
    assert unresolved(alone, path) == expected.get(path, ["A", "B"] if "mission" in path else [])


def test_files_have_a_documented_order() -> None:
    """The root, schemas, transforms, then the alphabet; where they were added does not count."""
    paths = ["m/a.vague", "m/transforms/t.vague", "m/mission.vague", "m/schemas/z.vague"]
    expected = ["m/mission.vague", "m/schemas/z.vague", "m/transforms/t.vague", "m/a.vague"]
    assert project_order("m/mission.vague", paths) == expected
    assert list(folder().files) == list(
        project_of(dict(reversed(FOLDER.items())), "m/mission.vague").files
    )


def test_imported_names_are_known_and_no_others() -> None:
    """Only what stands between the braces of the import can be used."""
    project = project_of(IMPORTS)
    assert unresolved(project, "jobs/a.vague") == []
    hidden = IMPORTING.replace("-> Order", "-> Hidden")
    project = project.with_file("jobs/a.vague", parse(hidden))
    assert unresolved(project, "jobs/a.vague") == ["Hidden"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("m/mission.vague", "A then", ("m/fetch.vague", FETCH)),
        ("m/fetch.vague", "s { key", ("m/mission.vague", "store s: memory")),
        ("m/actions/send.vague", "total }", ("m/fetch.vague", "total")),
        ("m/actions/send.vague", "Order {", ("m/schemas/order.vague", ORDER)),
    ],
)
def test_definitions_are_found_in_other_parts(
    path: str, text: str, expected: tuple[str, str]
) -> None:
    """A name leads to the file that declares it."""
    assert at(folder(), path, text) == expected


@pytest.mark.parametrize("text", ["Order, Money", "Order { id: .id"])
def test_definitions_are_found_behind_imports(text: str) -> None:
    """The name in the import and the name in use lead to the same declaration."""
    expected = ("shared/types.vague", "schema Order { id: string }")
    assert at(project_of(IMPORTS), "jobs/a.vague", text) == expected


def test_references_are_found_in_every_file() -> None:
    """Those of the file itself, of the other parts, and the names in imports."""
    project = folder()
    _, order = next(project.declarations("schema", "Order"))
    found = project.references_to("m/schemas/order.vague", order)
    assert {path: len(places) for path, places in found.items()} == {"m/actions/send.vague": 1}
    project = project_of(IMPORTS)
    _, order = next(project.declarations("schema", "Order"))
    found = project.references_to("shared/types.vague", order)
    assert {path: [r.kind for r in places] for path, places in found.items()} == {
        "jobs/a.vague": ["import", "schema"]
    }


def test_a_local_name_hides_the_one_of_another_file() -> None:
    """A reference to the own declaration is none to the other."""
    own = ORDER.replace("string", "number")
    project = project_of({**FOLDER, "m/actions/send.vague": f"{own} {SEND}"}, "m/mission.vague")
    schema = next(d for path, d in project.declarations("schema", "Order") if "schemas" in path)
    assert project.references_to("m/schemas/order.vague", schema) == {}


def test_types_come_from_other_files() -> None:
    """The fields of a schema are known where it is used, in a folder and behind an import."""
    project = folder()
    path = "m/actions/send.vague"
    declared = project.model(path).types.declared(None)
    assert [display(shape) for shape in declared.shapes.values()] == ["{ id: string }"]
    changed = project.with_file("m/schemas/order.vague", parse(ORDER.replace("string", "number")))
    declared = changed.model(path).types.declared(None)
    assert [display(shape) for shape in declared.shapes.values()] == ["{ id: number }"]


def test_editing_a_body_leaves_the_other_files_alone() -> None:
    """Their models stay the same objects: nothing they see has changed."""
    project = folder()
    edited = project.with_file("m/fetch.vague", parse(FETCH.replace("/x", "/other")))
    assert edited.model("m/fetch.vague") is not project.model("m/fetch.vague")
    for path in FOLDER:
        if path != "m/fetch.vague":
            assert edited.model(path) is project.model(path)


@pytest.mark.parametrize(
    ("path", "text", "reached"),
    [
        ("m/fetch.vague", FETCH.replace("action A", "action Z"), set(FOLDER)),
        ("m/fetch.vague", FETCH.replace("let total", "let sum"), set(FOLDER)),
        ("m/schemas/order.vague", ORDER.replace("string", "number"), set(FOLDER)),
        ("m/schemas/order.vague", f"// why\n{ORDER}", {"m/schemas/order.vague"}),
    ],
    ids=["renamed action", "renamed variable", "type of a field", "comment"],
)
def test_a_change_reaches_those_who_see_it(path: str, text: str, reached: set[str]) -> None:
    """Names and types that are lent count; places and layout do not."""
    project = folder()
    edited = project.with_file(path, parse(text))
    assert {p for p in FOLDER if edited.model(p) is not project.model(p)} == reached


def test_order_of_changes_does_not_matter() -> None:
    """However a project came about, it answers as one made of the same texts."""
    project = project_of(dict.fromkeys(FOLDER, ""), "m/mission.vague")
    for path, text in FOLDER.items():
        project = project.with_file(path, parse(text))
    fresh = folder()
    for path in FOLDER:
        assert project.model(path).references() == fresh.model(path).references()
        assert project.beside(path).used == fresh.beside(path).used
        assert project.beside(path).lent == fresh.beside(path).lent
    gone = project.without_file("m/schemas/order.vague")
    assert unresolved(gone, "m/actions/send.vague") == ["Order"]


def test_a_cycle_of_imports_is_found() -> None:
    """The files of the way round are named, in its order."""
    files = {
        "a": 'import { B } from "b"',
        "b": 'import { C } from "c"',
        "c": 'import { A } from "a"',
        "d": 'import { A } from "a"',
    }
    project = project_of(files)
    assert project.cycle("a", "b") == ["a", "b", "c", "a"]
    assert project.cycle("d", "a") is None


@pytest.mark.parametrize(
    ("shared", "problem"),
    [
        (TYPES, {}),
        (None, {"../shared/types.vague": "there is no such file"}),
        (
            "schema Order {}",
            {"../shared/types.vague": "it declares no `Money` outside its missions"},
        ),
        (
            f'{TYPES} import {{ M }} from "../jobs/a.vague"',
            {"../shared/types.vague": CYCLE},
        ),
    ],
    ids=["fine", "no file", "no such name", "cycle"],
)
def test_imports_that_lead_nowhere_are_explained(
    shared: str | None, problem: dict[str, str]
) -> None:
    """The text of the import leads to the reason."""
    files = {"jobs/a.vague": IMPORTING} | ({"shared/types.vague": shared} if shared else {})
    assert project_of(files).import_problems("jobs/a.vague") == problem


def test_files_can_be_added_together() -> None:
    """A folder is read at once; the result is that of one file after the other."""
    together = Project("m/mission.vague").with_files({p: parse(t) for p, t in FOLDER.items()})
    one_by_one = folder()
    assert list(together.files) == list(one_by_one.files)
    for path in FOLDER:
        assert together.model(path).references() == one_by_one.model(path).references()


def test_what_an_earlier_file_declares_is_a_duplicate_in_a_later_one() -> None:
    """The later of two files, in the project's order, is told where the first one is."""
    files = {**FOLDER, "m/more.vague": f"// again\n{ORDER}"}
    project = project_of(files, "m/mission.vague")
    found = [d for d in report_in(project, "m/more.vague").diagnostics if d.code == "RQ3010"]
    assert [d.related[0].path for d in found] == ["m/schemas/order.vague"]
    codes = {d.code for d in report_in(project, "m/schemas/order.vague").diagnostics}
    assert "RQ3010" not in codes
