"""The formats for programs: JSON, GitHub annotations and SARIF."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from reqon_language.rules import RULES
from runtime.check.conftest import CLEAN, WARNED, WRONG, Check

# The name stands behind an astral character, so the three ways to count columns differ.
ASTRAL = 'mission M { action A { let s = "𝄞" + nme post "/x" { body: s } } run A }'
LEVELS = {"error": "error", "warning": "warning", "info": "note", "hint": "note"}


def as_json(run: Check, text: str) -> list[dict[str, Any]]:
    items = json.loads(run("--format", "json", "a.vague", files={"a.vague": text}).stdout)
    assert isinstance(items, list)
    return items


def as_sarif(run: Check, text: str, name: str = "a.vague") -> dict[str, Any]:
    log = json.loads(run("--format", "sarif", name, files={name: text}).stdout)
    assert isinstance(log, dict)
    return log


def test_json_has_what_an_editor_needs(run: Check) -> None:
    """Zero-based lines and UTF-16 columns, as in the Language Server Protocol."""
    item = next(item for item in as_json(run, ASTRAL) if item["code"] == "RQ3001")
    start = ASTRAL.index("nme") + 1
    del item["fixes"]
    assert item == {
        "file": "a.vague",
        "code": "RQ3001",
        "severity": "error",
        "message": "`nme` is not defined",
        "range": {
            "start": {"line": 0, "character": start},
            "end": {"line": 0, "character": start + 3},
        },
        "help": "bind it first: `let nme = …`",
    }


def test_json_carries_fixes_and_related_places(run: Check) -> None:
    """What a client needs for a quick fix and for related information."""
    items = {item["code"]: item for item in as_json(run, WRONG)}
    fix = items["RQ3003"]["fixes"][0]
    assert (fix["title"], fix["safety"]) == ("Replace with `orders`", "unsafe")
    assert fix["edits"] == [{"range": items["RQ3003"]["range"], "text": "orders"}]
    twice = CLEAN.replace("  run", '  store orders: file("b")\n  run')
    (item,) = as_json(run, twice)
    assert item["related"] == [
        {
            "message": "first declared here",
            "range": {"start": {"line": 2, "character": 8}, "end": {"line": 2, "character": 14}},
        }
    ]


def test_json_of_a_clean_file_is_an_empty_list(run: Check) -> None:
    """And of no file, too: the reader never gets something that is not JSON."""
    assert as_json(run, CLEAN) == []
    assert run("--format", "json", "no.vague").stdout == "[]\n"


def test_json_shows_hints_and_text_does_not(run: Check) -> None:
    """Hints are for editors."""
    hinted = CLEAN.replace("store response", "map response -> T { id: .id }\n    store response")
    assert [item["severity"] for item in as_json(run, hinted)] == ["hint"]
    assert run("a.vague").stdout == "No problems in 1 file.\n"


def test_github_annotations_are_one_line_each(run: Check) -> None:
    """Commands with their properties escaped, as the runner reads them."""
    name = "odd, name: 1%.vague"
    result = run("--format", "github", name, files={name: WRONG})
    assert (
        "::error file=odd%2C name%3A 1%25.vague,line=6,endLine=6,col=23,endColumn=29,"
        "title=RQ3003::store `ordres` is not defined; did you mean `orders`?%0A"
        "help: replace it with `orders`"
    ) in result.stdout.splitlines()


def test_sarif_has_the_structure_the_standard_asks_for(run: Check) -> None:
    """Version, tool, rules and results that point at each other (SARIF 2.1.0, 3.13-3.27)."""
    log = as_sarif(run, WRONG)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert one["tool"]["driver"]["name"] == "reqon"
    assert one["columnKind"] == "utf16CodeUnits"
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert one["results"]
    for result in one["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert result["level"] == LEVELS[RULES[rule["id"]].severity]
        assert rule["shortDescription"]["text"]
        assert result["message"]["text"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert 1 <= region["startLine"] <= region["endLine"]
        assert min(region["startColumn"], region["endColumn"]) >= 1


def test_sarif_places_and_fixes_count_utf16_from_one(run: Check) -> None:
    """A fix replaces exactly the reported region."""
    (result,) = (
        result
        for result in as_sarif(run, WRONG)["runs"][0]["results"]
        if result["ruleId"] == "RQ3003"
    )
    region = {"startLine": 6, "startColumn": 23, "endLine": 6, "endColumn": 29}
    assert result["locations"][0]["physicalLocation"]["region"] == region
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "orders"}}
    ]
    (astral,) = (
        result["locations"][0]["physicalLocation"]["region"]
        for result in as_sarif(run, ASTRAL)["runs"][0]["results"]
        if result["ruleId"] == "RQ3001"
    )
    assert astral["startColumn"] == ASTRAL.index("nme") + 2


@pytest.mark.parametrize(
    ("name", "uri"), [("a b.vague", "a%20b.vague"), ("ä/x.vague", "%C3%A4/x.vague")]
)
def test_sarif_names_files_by_uri(run: Check, name: str, uri: str) -> None:
    """Relative references, percent-encoded."""
    (run_log,) = as_sarif(run, WRONG, name)["runs"]
    location = run_log["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == uri


def as_junit(run: Check, **texts: str) -> ET.Element:
    """Check files and parse the report."""
    files: dict[str, str | bytes] = {f"{name}.vague": text for name, text in texts.items()}
    return ET.fromstring(run("--format", "junit", *files, files=files).stdout)


def test_junit_has_a_suite_for_each_file(run: Check) -> None:
    """A clean file is one case that passed; build servers do not show empty suites."""
    report = as_junit(run, clean=CLEAN, wrong=WRONG)
    counted = [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in report]
    assert counted == [("clean.vague", "1", "0"), ("wrong.vague", "1", "1")]
    assert (report.get("tests"), report.get("failures")) == ("2", "1")
    for suite in report:
        assert len(suite) == int(suite.get("tests", ""))
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures", ""))


def test_junit_fails_for_errors_alone(run: Check) -> None:
    """Build server and exit status agree; a warning passes and says what was found."""
    (suite,) = as_junit(run, warned=WARNED)
    (case,) = suite
    assert (case.get("name"), case.get("classname")) == ("RQ6004 at 2:34", "warned.vague")
    assert [(part.tag, "RQ6004" in str(part.text)) for part in case] == [("system-out", True)]
    (suite,) = as_junit(run, wrong=WRONG)
    (failure,) = suite.findall("testcase/failure")
    assert failure.get("type") == "RQ3003"
    assert str(failure.text).startswith("wrong.vague:6:23: error[RQ3003]: store `ordres`")
    assert "help: " in str(failure.text)


def test_junit_is_what_the_common_schema_allows(run: Check) -> None:
    """The elements and attributes of the Jenkins schema, counts as numbers, times in seconds."""
    allowed = {
        "testsuites": {"name", "tests", "failures", "errors", "time"},
        "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
        "testcase": {"name", "classname", "time"},
        "failure": {"type", "message"},
        "system-out": set(),
    }
    report = as_junit(run, wrong=WRONG, warned=WARNED, clean=CLEAN)
    for element in report.iter():
        assert set(element.keys()) <= allowed[element.tag]
        for key in ("tests", "failures", "errors", "skipped", "time"):
            assert element.get(key, "0").isdecimal()


def test_junit_holds_any_text(run: Check) -> None:
    """What XML has no way to write is replaced, and what it would read as markup escaped."""
    report = as_junit(run, odd='mission M { store a: <"\x01" }')
    assert all(suite.get("failures") != "0" for suite in report)
