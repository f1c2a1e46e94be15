"""`reqon graph` draws missions in three formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reqon.cli.graph import graph
from reqon.errors import ConfigurationError

MISSION = """mission Sync {
  source Api { auth: none, base: "https://api.example.com" }
  store orders: file("orders")
  action Fetch {
    get "/orders"
    store response -> orders { key: .id }
  }
  run Fetch
}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sync.vague"
    path.write_text(MISSION, encoding="utf-8")
    return path


def draw(*arguments: str | Path) -> Result:
    return CliRunner().invoke(graph, list(map(str, arguments)), catch_exceptions=False)


def test_draws_a_flowchart(file: Path) -> None:
    """Actions stand in their stage; a store and a source have shapes of their own."""
    assert draw(file).output == (
        "flowchart LR\n"
        '  subgraph m0["Sync"]\n'
        '    subgraph m0s1["stage 1"]\n'
        '      m0n2["Fetch"]\n'
        "    end\n"
        '      m0n0(["Api"])\n'
        '      m0n1[("orders<br/>file")]\n'
        "  end\n"
        "  m0n2 -->|writes| m0n1\n"
        "  m0n2 -->|requests| m0n0\n"
    )


def test_writes_the_language_of_graphviz(file: Path) -> None:
    """Every edge names nodes that were declared before."""
    lines = draw(file, "--format", "dot").output.splitlines()
    assert lines[0] == "digraph reqon {"
    assert '    "m0action:Fetch" -> "m0store:orders" [label=writes];' in lines


def test_writes_json(file: Path) -> None:
    """Programs get the same topology."""
    (mission,) = json.loads(draw(file, "--format", "json").output)["missions"]
    assert mission["mission"] == "Sync"
    assert {"source": "action:Fetch", "target": "store:orders", "kind": "writes"} in mission[
        "edges"
    ]


def test_draws_a_folder_of_parts_as_one_mission(tmp_path: Path) -> None:
    """The action of another file is in the graph of the root."""
    action = MISSION[MISSION.index("  action") : MISSION.index("  run")]
    (tmp_path / "mission.vague").write_text(MISSION.replace(action, ""), encoding="utf-8")
    (tmp_path / "fetch.vague").write_text(action, encoding="utf-8")
    assert "-->|writes|" in draw(tmp_path).output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--mission", "Snyc"], "has no mission `Snyc`"), ([], "declares no mission")],
)
def test_says_what_is_missing(tmp_path: Path, arguments: list[str], message: str) -> None:
    """A misspelt mission and an empty file are refused with what there is."""
    path = tmp_path / "sync.vague"
    path.write_text(MISSION if arguments else "", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        draw(path, *arguments)
