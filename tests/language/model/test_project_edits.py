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


def definitions(project: Project, path: str) -> list[Any]:
    """What every reference of a file leads to."""
    return [
        (reference, project.definition_of(path, reference))
        for reference in project.model(path).references()
    ]
