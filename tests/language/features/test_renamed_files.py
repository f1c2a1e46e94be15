"""What names a file follows it when it moves."""

from __future__ import annotations

import pytest

from reqon_language.edits import apply_edits
from reqon_language.features.renamed_files import Move, renamed_files
from reqon_language.syntax import parse

TEXT = """\
import {{ Order }} from "{import_}"
source Top from '{spec}' {{ auth: none }}
mission M {{
  source Shop from "{spec}" {{ auth: none }}
  source Web from "https://shop.example/openapi.json" {{ auth: none }}
  store orders: file("./shop.yaml")
}}
"""
MOVES = {
    "the document": ([("/p/specs/shop.yaml", "/p/api/v2.yaml")], "./types.vague", "./api/v2.yaml"),
    "the folder of the document": ([("/p/specs", "/p/api")], "./types.vague", "./api/shop.yaml"),
    "what is imported": (
        [("/p/types.vague", "/p/shared/order.vague")],
        "./shared/order.vague",
        "./specs/shop.yaml",
    ),
    "the mission itself": (
        [("/p/a.vague", "/p/missions/b.vague")],
        "../types.vague",
        "../specs/shop.yaml",
    ),
    "the mission and its document together": (
        [("/p/a.vague", "/q/a.vague"), ("/p/specs", "/q/specs")],
        "../p/types.vague",
        "./specs/shop.yaml",
    ),
    "the folder with all of them": ([("/p", "/elsewhere")], "./types.vague", "./specs/shop.yaml"),
    "something else": ([("/p/specs2", "/p/x")], "./types.vague", "./specs/shop.yaml"),
    "the nearest of two folders": (
        [("/p/specs", "/p/api"), ("/p/specs/shop.yaml", "/p/shop.yaml")],
        "./types.vague",
        "./shop.yaml",
    ),
}


@pytest.mark.parametrize(("moves", "import_", "spec"), MOVES.values(), ids=MOVES)
def test_paths_follow_the_files(moves: list[tuple[str, str]], import_: str, spec: str) -> None:
    """Sources in and outside of missions, and imports; URLs and stores' files stay."""
    text = TEXT.format(import_="./types.vague", spec="./specs/shop.yaml")
    edits = renamed_files("/p/a.vague", parse(text), [Move(*move) for move in moves])
    assert apply_edits(text, edits) == TEXT.format(import_=import_, spec=spec)


def test_a_path_keeps_the_way_it_was_written() -> None:
    """With or without `./`; an absolute path stays absolute."""
    text = 'source A from "shop.yaml" { auth: none } source B from "/p/shop.yaml" { auth: none }'
    move = Move("/p/shop.yaml", "/p/api/shop.yaml")
    assert apply_edits(text, renamed_files("/p/a.vague", parse(text), [move])) == (
        'source A from "api/shop.yaml" { auth: none } '
        'source B from "/p/api/shop.yaml" { auth: none }'
    )


@pytest.mark.parametrize("text", ['source A from "', 'import { A } from ""', "source A from {", ""])
def test_half_typed_text_is_left_alone(text: str) -> None:
    assert renamed_files("/p/a.vague", parse(text), [Move("/p", "/q")]) == ()
