"""`--output`: the records as they were at the end, in one file or a directory."""

from __future__ import annotations

import json

from runtime.cli.conftest import ITEMS, Reqon, program


def test_a_json_file_holds_all_stores(reqon: Reqon) -> None:
    assert reqon.run(reqon.mission(), "--output", "out/all.json").code == 0
    assert json.loads((reqon.folder / "out/all.json").read_text()) == {"items": ITEMS}


def test_any_other_path_is_a_directory_of_files(reqon: Reqon) -> None:
    assert reqon.run(reqon.mission(), "--output", "out/here").code == 0
    assert json.loads((reqon.folder / "out/here/items.json").read_text()) == ITEMS


def test_a_failed_run_leaves_the_output_as_it_was(reqon: Reqon) -> None:
    """Half of the records would look like all of them."""
    reqon.write("all.json", "before")
    assert reqon.run(reqon.mission(path="/gone"), "--output", "all.json").code == 1
    assert (reqon.folder / "all.json").read_text() == "before"


def test_a_dry_run_leaves_the_output_as_it_was(reqon: Reqon) -> None:
    reqon.write("all.json", "before")
    mission = reqon.write("dry.vague", program(reqon.api.url).replace("store response", "// "))
    outcome = reqon.run(mission, "--output", "all.json", "--dry-run")
    assert outcome.code == 0
    assert "all.json is left as it is" in outcome.err
    assert (reqon.folder / "all.json").read_text() == "before"


def test_memory_stores_of_one_name_do_not_overwrite_each_other(reqon: Reqon) -> None:
    """Each mission has its own; a file store they share is one and keeps its name."""
    text = "".join(
        program(reqon.api.url, name, path=f"/items?of={name}").replace(
            "store items:", 'store own: memory("own")\n  store items:'
        ).replace("-> items {", "-> own { key: .id }\n    store response -> items {")
        for name in "AB"
    )  # fmt: skip
    reqon.api.serve("GET /items?of=A", [{"id": 1}])
    reqon.api.serve("GET /items?of=B", [{"id": 2}])
    assert reqon.run(reqon.write("ab.vague", text), "--output", "all.json").code == 0
    assert json.loads((reqon.folder / "all.json").read_text()) == {
        "A.own": [{"id": 1}],
        "B.own": [{"id": 2}],
        "items": [{"id": 1}, {"id": 2}],
    }
