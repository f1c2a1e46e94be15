"""What a check knows of the files around a file: imports, documents, roots and suffixes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reqon.project.workspace import Workspace
from reqon_language import parse
from reqon_language.rules.surroundings import NOTHING_KNOWN
from runtime.check.conftest import CLEAN, Check

Files = dict[str, str | bytes]

CALLING = """mission Clean {
  source Crm from "./crm.yaml" { auth: none }
  store orders: file("orders")
  action Fetch {
    call Crm.listOrders { allow: [404] }
    store response -> orders { key: .id }
  }
  run Fetch
}
"""
DOCUMENT = """openapi: 3.0.3
servers: [{ url: https://crm.example.com }]
paths:
  /orders:
    get: { operationId: listOrders }
"""
SWAGGER = """{
  "swagger": "2.0",
  "host": "crm.example.com",
  "paths": { "/orders": { "get": { "operationId": "listOrders" } } }
}"""
PART = 'action Fetch { get "/orders" store response -> orders { key: .id } }'
ROOT = """mission Sync {
  source Api { auth: none, base: "https://api.example.com" }
  store orders: file("orders")
  run Fetch
}
"""


def codes(run: Check, *paths: str, files: Files) -> list[tuple[str, str]]:
    """Check paths; return file and code of every finding but hints."""
    found = json.loads(run("--format", "json", *paths, files=files).stdout)
    return [(item["file"], item["code"]) for item in found if item["severity"] != "hint"]


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("crm.yaml", DOCUMENT),
        ("crm.yaml", DOCUMENT.replace("3.0.3", "3.1.0")),
        (
            "crm.json",
            SWAGGER,
        ),
    ],
    ids=["3.0", "3.1", "Swagger 2"],
)
def test_calls_are_compared_with_the_document_beside_the_file(
    run: Check, name: str, document: str
) -> None:
    """Its operations are known, and an unknown one is reported; the working folder is another."""
    text = CALLING.replace("crm.yaml", name)
    files: Files = {"jobs/clean.vague": text, f"jobs/{name}": document}
    assert codes(run, "jobs", files=files) == []
    files["jobs/clean.vague"] = text.replace("listOrders", "listOrder")
    assert codes(run, "jobs", files=files) == [("jobs/clean.vague", "RQ3008")]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (None, "there is no such file"),
        ("a: [1\nb: 2", "not valid YAML: did not find expected ',' or ']' (line 2, column 2)"),
        ("[]", "not an OpenAPI document: its top level is no mapping"),
        ("asyncapi: 2.0.0", "it is neither OpenAPI 3 nor Swagger 2"),
        (b"\xff", "not UTF-8 text (byte 0 is 0xff)"),
    ],
)
def test_a_document_that_cannot_be_used_is_explained(
    run: Check, document: str | bytes | None, reason: str
) -> None:
    """With the reader's reason, and where reading it ended."""
    files: Files = {"clean.vague": CALLING}
    if document is not None:
        files["crm.yaml"] = document
    result = run("clean.vague", files=files)
    assert f"error[RQ6015]: `./crm.yaml` cannot be used: {reason}" in result.stdout
    assert ("note: this is where reading it ended: crm.yaml:2:2" in result.stdout) == (
        "line 2" in reason
    )


def test_a_broken_file_that_a_document_refers_to_is_named(run: Check) -> None:
    """The place is that in the other file."""
    document = DOCUMENT + "components: { $ref: 'parts.json#/x' }\n"
    files: Files = {"clean.vague": CALLING, "crm.yaml": document, "parts.json": '{\n  "x" }'}
    result = run("clean.vague", files=files)
    assert "not valid JSON: expecting ':' delimiter (line 2, column 7)" in result.stdout
    assert "ended: parts.json:2:7" in result.stdout


@pytest.mark.parametrize("server", ["", "servers: [{ url: /v1 }]"])
def test_a_source_needs_an_address(run: Check, server: str) -> None:
    """From `base`, or from the document; a server relative to a local file is none."""
    document = DOCUMENT.replace("servers: [{ url: https://crm.example.com }]", server)
    files: Files = {"clean.vague": CALLING, "crm.yaml": document}
    assert codes(run, files=files) == [("clean.vague", "RQ6016")]
    given = CALLING.replace("auth: none", 'auth: none, base: "https://crm.example.com"')
    assert codes(run, files={**files, "clean.vague": given}) == []


IMPORTING = CLEAN.replace("mission", 'import { Order } from "../shared/types.vague"\nmission', 1)
IMPORTING = IMPORTING.replace("    store", "    map response -> Order { id: .id }\n    store")


def test_imported_declarations_are_known(run: Check) -> None:
    """Only the importing file is reported on, though the other one was read."""
    files: Files = {
        "jobs/clean.vague": IMPORTING,
        "shared/types.vague": "schema Order { id: string }",
    }
    assert codes(run, "jobs", files=files) == []
    files["shared/types.vague"] = "schema Order { id: string, total: number }"
    assert codes(run, "jobs", files=files) == [("jobs/clean.vague", "RQ4005")]
    assert codes(run, "jobs", files={"shared/types.vague": ""}) == [("jobs/clean.vague", "RQ8007")]


def test_a_missing_import_is_reported(run: Check) -> None:
    """Of files of the language and of documents alike."""
    text = 'import api from "./api.json"\n' + IMPORTING
    found = codes(run, "jobs", files={"jobs/clean.vague": text})
    assert [code for _, code in found] == ["RQ8007", "RQ8007"]


def test_files_that_import_each_other_are_reported(run: Check) -> None:
    """Both of them, with the way round."""
    back = 'import { Clean } from "../jobs/clean.vague"\nschema Order { id: string }'
    files: Files = {"jobs/clean.vague": IMPORTING, "shared/types.vague": back}
    result = run(".", files=files)
    assert "each other: clean.vague → types.vague → clean.vague" in result.stdout
    assert "each other: types.vague → clean.vague → types.vague" in result.stdout


def test_parts_without_a_root_are_reported_once_each(run: Check) -> None:
    """The folder was meant as a mission, and says so better than `no mission`."""
    result = run("sync", files={"sync/fetch.vague": PART})
    assert "error[RQ8001]: no mission runs this: the folder `sync` has no" in result.stdout
    assert result.exit_code == 2
    assert "RQ8001" not in run("sync", files={"sync/mission.vague": ROOT}).stdout


def test_a_folder_of_single_files_needs_no_root(run: Check) -> None:
    """One file with a mission makes the others what they are: files of their own."""
    files: Files = {"jobs/clean.vague": CLEAN, "jobs/draft.vague": PART}
    assert "RQ8001" not in run("jobs", files=files).stdout


def test_two_suffixes_in_one_mission_are_reported(run: Check) -> None:
    """At the file that differs from the root; elsewhere the suffixes may mix."""
    files: Files = {"sync/mission.vague": ROOT, "sync/fetch.reqon": PART}
    assert codes(run, "sync", files=files) == [("sync/fetch.reqon", "RQ8006")]
    other: Files = {"a/clean.vague": CLEAN, "a/other.reqon": CLEAN}
    assert codes(run, "a", files=other) == []


def test_a_mission_is_called_like_its_folder(run: Check) -> None:
    """A note, for one looks for it there."""
    files: Files = {"orders/mission.vague": ROOT, "orders/fetch.vague": PART}
    assert codes(run, "orders", files=files) == [("orders/mission.vague", "RQ8010")]


def test_what_two_parts_declare_is_reported_with_both_files(run: Check) -> None:
    """The related place is in the other file, and every format says which."""
    files: Files = {
        "sync/mission.vague": ROOT,
        "sync/fetch.vague": PART,
        "sync/more.vague": f"\n{PART}",
    }
    result = run("sync", files=files)
    assert "error[RQ3010]: action `Fetch` is declared twice" in result.stdout
    assert "note: first declared here: sync/fetch.vague:1:8" in result.stdout
    found = json.loads(run("sync", "--format", "json").stdout)
    (item,) = [item for item in found if item["code"] == "RQ3010"]
    assert item["related"][0]["file"] == "sync/fetch.vague"
    (sarif,) = json.loads(run("sync", "--format", "sarif").stdout)["runs"]
    (item,) = [item for item in sarif["results"] if item["ruleId"] == "RQ3010"]
    related = item["relatedLocations"][0]["physicalLocation"]
    assert related["artifactLocation"]["uri"] == "sync/fetch.vague"
    assert related["region"]["startLine"] == 1


def test_unsaved_text_goes_before_the_file(tmp_path: Path) -> None:
    """The seam an editor uses: missions and documents are read through it alone."""
    texts = {"clean.vague": CALLING, "crm.yaml": DOCUMENT}
    workspace = Workspace(lambda path: texts[path.name])
    path = tmp_path / "clean.vague"
    project = workspace.put(path, parse(CALLING))
    known = workspace.surroundings(path, NOTHING_KNOWN)
    assert list(known.specs or ()) == ["./crm.yaml"]
    assert project.model(str(path)).types.documents["./crm.yaml"][1] is not None
    texts["crm.yaml"] = "["
    workspace.look_again(tmp_path / "crm.yaml")
    assert "./crm.yaml" in (workspace.surroundings(path, NOTHING_KNOWN).spec_failures or {})


def test_a_folder_is_kept_up_to_date(tmp_path: Path) -> None:
    """Files may change, come and go; the root's disappearance ends the project."""
    (tmp_path / "mission.vague").write_text(ROOT, encoding="utf-8")
    part = tmp_path / "fetch.vague"
    part.write_text(PART, encoding="utf-8")
    workspace = Workspace()
    root = tmp_path / "mission.vague"
    assert workspace.load([root]) == {}
    assert set(workspace.project_of(root).files) == {str(root), str(part)}
    assert any(workspace.put(part, parse("action Other {}")).declarations("action", "Other"))
    part.unlink()
    workspace.look_again(part)
    assert set(workspace.project_of(root).files) == {str(root)}
    root.unlink()
    workspace.look_again(root)
    assert set(workspace.project_of(root).files) == set()


READING = CLEAN.replace('"https://api.example.com"', 'env("API_URL")')


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, False),
        ({".env": "OTHER=1"}, True),
        ({".env": "API_URL=https://api.example.com"}, False),
        ({".env": "OTHER=1", ".env.local": "export API_URL='https://api.example.com'"}, False),
        ({".env": "API_URL=x", "jobs/.env": "OTHER=1"}, True),
        ({".env": "no assignment\nAPI_URL"}, True),
    ],
)
def test_the_nearest_environment_file_says_what_is_set(
    run: Check, monkeypatch: pytest.MonkeyPatch, files: Files, found: bool
) -> None:
    """And without one nothing is said; what is set in the environment counts in any case."""
    monkeypatch.delenv("API_URL", raising=False)
    wanted = [("jobs/a.vague", "RQ6018")] if found else []
    assert codes(run, "jobs", files={"jobs/a.vague": READING, **files}) == wanted
    monkeypatch.setenv("API_URL", "x")
    assert codes(run, "jobs", files={"jobs/a.vague": READING, **files}) == []
