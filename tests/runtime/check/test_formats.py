"""The formats for programs: JSON, GitHub annotations and SARIF."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reqon_language.rules import RULES
from runtime.check.conftest import CLEAN, WRONG, Check

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


def test_json_carries_suggestions_and_related_places(run: Check) -> None:
    """What a client needs for a quick fix and for related information."""
    items = {item["code"]: item for item in as_json(run, WRONG)}
    assert items["RQ3003"]["suggestion"] == "orders"
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
