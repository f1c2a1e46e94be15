"""Which files belong together, and that an edit costs what it touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqon.project.files import mission_files
from reqon.project.ignored import Ignored
from reqon_language.rules.settings import DEFAULT
from reqon_language.text import LineIndex, Position
from reqon_server.session import Document, Edit, Session
from reqon_server.workspace.analysis import Analysis
from reqon_server.workspace.paths import to_path, to_uri

MISSION = """\
mission Orders {
  source Shop { auth: none, base: "https://shop.example" }
  run Fetch
}
"""
FETCH = 'action Fetch {\n  get "/orders"\n  store response -> orders { key: .id }\n}\n'
STORES = 'store orders: file("orders")\n'


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".vague")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def opened(path: Path, text: str | None = None, version: int = 1) -> Document:
    return Document(
        to_uri(str(path)), version, LineIndex(path.read_text() if text is None else text)
    )


def codes(analysis: Analysis, document: Document, *others: Document) -> list[str]:
    """Check a document while it and others are open."""
    file = analysis.projects.file(document.path, {one.path: one for one in (document, *others)})
    assert file is not None
    return [found.code for found in analysis.checks.report(file, DEFAULT).diagnostics]


def test_the_files_of_a_mission_folder_know_each_other(tmp_path: Path) -> None:
    """An action and a store in files of their own are found by the mission."""
    write(tmp_path, mission=MISSION, fetch=FETCH, stores=STORES)
    analysis = Analysis()
    for path in (tmp_path / "mission.vague", tmp_path / "fetch.vague"):
        assert not {"RQ3003", "RQ3002", "RQ3001"} & {*codes(analysis, opened(path))}


def test_a_buffer_that_is_not_saved_wins_over_its_file(tmp_path: Path) -> None:
    """Renaming a store in the editor is felt in the other files at once."""
    write(tmp_path, mission=MISSION, fetch=FETCH, stores=STORES)
    analysis = Analysis()
    fetch = opened(tmp_path / "fetch.vague")
    renamed = opened(tmp_path / "stores.vague", STORES.replace("orders", "ordres", 1))
    assert "RQ3003" in codes(analysis, fetch, renamed)
    assert "RQ3003" not in codes(analysis, fetch)


def test_a_buffer_that_was_never_saved_is_part_of_the_folder(tmp_path: Path) -> None:
    """It lies where its URI says, whether or not the disk knows."""
    write(tmp_path, mission=MISSION, fetch=FETCH)
    analysis = Analysis()
    fetch = opened(tmp_path / "fetch.vague")
    assert "RQ3003" in codes(analysis, fetch)
    assert "RQ3003" not in codes(analysis, fetch, opened(tmp_path / "new.vague", STORES))


def test_an_import_reaches_a_file_on_disk_and_its_change_is_felt(tmp_path: Path) -> None:
    """As soon as somebody says that the file changed."""
    write(tmp_path, main='import { orders } from "./stores.vague"\n' + FETCH, stores=STORES)
    analysis = Analysis()
    main = opened(tmp_path / "main.vague")
    assert "RQ3003" not in codes(analysis, main)
    (tmp_path / "stores.vague").write_text("")
    analysis.projects.changed(str(tmp_path / "stores.vague"), [str(tmp_path)])
    assert "RQ8007" in codes(analysis, main)


def test_a_file_learns_who_imports_it_from_the_scan(tmp_path: Path) -> None:
    """An edit of it is felt by the importers the scan found, and by no file that stands apart."""
    write(tmp_path, main='import { orders } from "./stores.vague"\n', stores=STORES, other=FETCH)
    analysis = Analysis()
    analysis.projects.add(map(str, mission_files(tmp_path)))
    stores = str(tmp_path / "stores.vague")
    file = analysis.projects.file(stores, {})
    assert file is not None
    assert {Path(path).name for path in analysis.projects.together(stores, {})} == {
        "stores.vague",
        "main.vague",
    }


def test_typing_rechecks_only_the_declaration_it_touches(tmp_path: Path) -> None:
    """The findings of the others are taken from the version before."""
    text = "action First {\n  skip\n}\n\naction Second {\n  skip\n}\n"
    session, analysis = Session("utf-32"), Analysis()
    uri = to_uri(str(tmp_path / "a.vague"))
    before = session.open(uri, 1, text)
    file = analysis.projects.file(before.path, {before.path: before})
    assert file is not None
    analysis.checks.report(file, DEFAULT)
    bodies = file.model.bodies
    where = Position(5, 2)
    after = session.change(uri, 2, [Edit("let x = 1\n  ", where, where)])
    assert after is not None
    file = analysis.projects.file(after.path, {after.path: after})
    assert file is not None
    assert file.model.bodies[0].facts is bodies[0].facts
    assert file.model.bodies[1].facts is not bodies[1].facts
    report = analysis.checks.report(file, DEFAULT)
    alone = codes(Analysis(), opened(tmp_path / "a.vague", after.text))
    assert [found.code for found in report.diagnostics] == alone


def test_an_unchanged_project_is_not_checked_twice(tmp_path: Path) -> None:
    """Two requests about one version share one report."""
    write(tmp_path, mission=MISSION, fetch=FETCH, stores=STORES)
    analysis = Analysis()
    fetch = opened(tmp_path / "fetch.vague")
    file = analysis.projects.file(fetch.path, {fetch.path: fetch})
    assert file is not None
    assert analysis.checks.report(file, DEFAULT) is analysis.checks.report(file, DEFAULT)


def test_an_edit_does_not_check_files_it_does_not_reach(tmp_path: Path) -> None:
    """Files without a mission folder share a project, and still stand apart."""
    write(tmp_path, one=FETCH, two=FETCH)
    analysis = Analysis()
    other = str(tmp_path / "two.vague")
    reports = []
    for version, text in enumerate((FETCH, FETCH.replace("Fetch", "Get")), 1):
        one = opened(tmp_path / "one.vague", text, version)
        file = analysis.projects.file(other, {one.path: one})
        assert file is not None
        reports.append(analysis.checks.report(file, DEFAULT))
    assert reports[0] is reports[1]


@pytest.mark.parametrize(
    "folder", [".git", ".venv", "node_modules", "build/deep", "__pycache__", "out"]
)
def test_folders_that_are_not_ours_are_left_out(tmp_path: Path, folder: str) -> None:
    """Hidden ones, dependencies, and what `.gitignore` names, above or beside."""
    (tmp_path / ".gitignore").write_text("# made by tools\nbuild/\n/rooted\n**/out\n")
    for place in (tmp_path / "a.vague", tmp_path / folder / "b.vague"):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("")
    assert [*mission_files(tmp_path)] == [tmp_path / "a.vague"]
    assert Ignored().hides(tmp_path / folder / "b.vague", tmp_path)
    assert not Ignored().hides(tmp_path / "a.vague", tmp_path)


def test_a_gitignore_that_takes_something_back_is_not_followed(tmp_path: Path) -> None:
    """Looking at a file too many is better than missing one."""
    (tmp_path / ".gitignore").write_text("*\n!*.vague\n")
    write(tmp_path, deep__a="")
    assert [*mission_files(tmp_path)] == [tmp_path / "deep/a.vague"]


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/b%20c.vague", "/a/b c.vague"),
        ("file:///a/%C3%A9.vague", "/a/é.vague"),
        ("untitled:Untitled-1", "untitled:Untitled-1"),
        ("vscode-vfs://github/a/b.vague", "vscode-vfs://github/a/b.vague"),
        ("", ""),
    ],
)
def test_a_uri_and_a_path_are_two_names_of_one_file(uri: str, path: str) -> None:
    """What is no file keeps its URI."""
    assert to_path(uri) == path
    assert to_uri(path) == uri or not uri
