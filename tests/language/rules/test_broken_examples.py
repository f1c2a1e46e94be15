"""Each mistake made in an example is reported as what it is, and nothing else is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reqon_language import parse
from reqon_language.rules import check
from reqon_language.rules.surroundings import Surroundings

EXAMPLES = Path(__file__).parents[3] / "examples"
BROKEN = tomllib.loads(Path(__file__).with_name("broken.toml").read_text(encoding="utf-8"))[
    "broken"
]


def _title(variant: dict[str, Any]) -> str:
    return (
        f"{variant['file'].removesuffix('.vague')}-{variant['line']}-{'-'.join(variant['codes'])}"
    )


@pytest.mark.parametrize("variant", BROKEN, ids=_title)
def test_broken_example_has_exactly_the_intended_findings(variant: dict[str, Any]) -> None:
    """The codes are those listed, hints included, and the first stands on its line."""
    text = (EXAMPLES / variant["file"]).read_text(encoding="utf-8")
    assert text.count(variant["text"]) == 1
    tree = parse(text.replace(variant["text"], variant["put"]))
    found = check(tree, Surroundings(**variant.get("surroundings", {})))
    assert [diagnostic.code for diagnostic in found] == variant["codes"]
    assert tree.lines.position(found[0].span.start).line + 1 == variant["line"]


def test_there_are_fifty_variants_of_every_family() -> None:
    """The mistakes are many, and of every kind."""
    assert len(BROKEN) >= 50
    assert {code[2] for variant in BROKEN for code in variant["codes"]} == set("12345678")
