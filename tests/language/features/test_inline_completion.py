"""What is proposed in grey: only where the types say what comes next.

The cases are in `inline/*.md`. Programs without a mission are the steps of an action.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.specs import Case, cases
from language.features.projects import project_of
from reqon_language.features.formatting import format_text
from reqon_language.features.inline_completion import inline_completion
from reqon_language.rules.checking import report_in
from reqon_language.syntax import parse

FOLDER = Path(__file__).parent / "inline"
CASES = cases(*(str(path) for path in sorted(FOLDER.glob("*.md"))))
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").rglob("*.vague"))
FRAME = """\
mission Example {
  source Api { auth: none, base: "https://api.example.com" }
  store orders: file("orders")
  store rows: file("rows")
  store letters: file("letters")

  schema Order { id: string, sum: number, note: string?, state: string, old: number? }
  schema Row { id: string, total: number?, note: string?, state: string, old: number }
  schema Letter { orderId: string, text: string? }
  schema Pair { orderId: string, customerId: string }
  schema Line { id: string }

  action Work {
    get "/orders"
    STEPS
  }

  run Work
}
"""


def whole(text: str) -> str:
    if text.startswith("mission "):
        return text
    return FRAME.replace("STEPS", text.rstrip("\n").replace("\n", "\n    "))


def proposed(text: str, offset: int) -> str | None:
    return inline_completion(project_of({"a.vague": text}), "a.vague", offset)


def codes(text: str) -> list[str]:
    found = report_in(project_of({"a.vague": text}), "a.vague").diagnostics
    return [one.code for one in found if one.severity == "error"]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_proposal_is_what_is_drawn(case: Case, end: str) -> None:
    """It is laid out as the formatter does and makes nothing wrong; else there is none."""
    marked = whole(case.blocks["vague"]).replace("\n", end)
    offset, text = marked.index("$0"), marked.replace("$0", "")
    found = proposed(text, offset)
    if "after" not in case.blocks:
        assert found is None
        return
    assert found is not None
    after = text[:offset] + found + text[offset:]
    assert after == whole(case.blocks["after"]).replace("\n", end)
    assert parse(after).errors == ()
    assert set(codes(after)) <= set(codes(text))
    assert format_text(after).splitlines() == after.splitlines() or end != "\n"


STEPS = """\
action Fetch {
  get "/orders"
  map response -> Order { id: .id }
  $0
}
"""
ELSEWHERE = {
    "another part of the folder": {
        "mission.vague": "mission Sync { source Api { auth: none } run Fetch }\n",
        "stores.vague": 'store orders: file("orders")\nschema Order { id: string }\n',
        "a.vague": STEPS,
    },
    "an imported file": {
        "stores.vague": 'store orders: file("orders")\nschema Order { id: string }\n',
        "a.vague": f'import {{ Order, orders }} from "./stores.vague"\n{STEPS}',
    },
    "beside the mission": {
        "a.vague": 'store orders: file("orders")\nschema Order { id: string }\n'
        f"mission Sync {{\n{STEPS}\n}}\n",
    },
}


@pytest.mark.parametrize("files", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_store_may_be_declared_elsewhere(files: dict[str, str]) -> None:
    """Wherever a step can name it from."""
    offset = files["a.vague"].index("$0")
    project = project_of({path: text.replace("$0", "") for path, text in files.items()})
    found = inline_completion(project, "a.vague", offset)
    assert found == "store response -> orders { key: .id }"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_finished_program_has_no_proposals(path: Path) -> None:
    """Behind whichever line of the examples the next one is begun."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        indent = line[: len(line) - len(line.lstrip())]
        head = "".join(lines[: number + 1]) + indent
        found = proposed(f"{head}\n{''.join(lines[number + 1 :])}", len(head))
        assert found is None, f"{path.name}:{number + 1}: {found}"
