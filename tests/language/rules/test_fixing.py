"""A whole file is fixed until nothing is left that can be fixed safely."""

from __future__ import annotations

import pytest

from conformance.specs import Case
from language.features.projects import project_of
from language.rules.test_fixes import CASES
from reqon_language.edits import apply_edits
from reqon_language.rules.checking import report_in
from reqon_language.rules.fixes import applicable
from reqon_language.rules.fixing import all_fixed

ROUNDS = """\
mission Example {
  // reqon: ignore[RQ6005, RQ6004]
  source Api { auth: none, base: "http://api.example.com" }

  action Ping { get '/ping' }

  run Ping
}
"""


def fixed(text: str) -> str:
    project = project_of({"a.vague": text})
    edits = all_fixed(project, "a.vague", report_in(project, "a.vague"))
    return apply_edits(text, edits)


def test_what_a_fix_leaves_to_fix_is_fixed_as_well() -> None:
    """The first fix shortens the comment, the second removes it; both are one set of edits."""
    project = project_of({"a.vague": ROUNDS})
    edits = all_fixed(project, "a.vague", report_in(project, "a.vague"))
    mended = apply_edits(ROUNDS, edits)
    assert mended == ROUNDS.replace("  // reqon: ignore[RQ6005, RQ6004]\n", "").replace("'", '"')
    replaced = "".join(ROUNDS[edit.span.start : edit.span.end] for edit in edits)
    assert replaced == "  // reqon: ignore[RQ6005, RQ6004]\n'/ping'"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_is_left_that_can_be_fixed_safely(case: Case) -> None:
    """Of every program that a fix is drawn for; fixing again changes nothing."""
    mended = fixed(case.blocks["vague"])
    project = project_of({"a.vague": mended})
    found = report_in(project, "a.vague")
    left = applicable(found.model, project.files["a.vague"].tree, found.diagnostics)
    assert apply_edits(mended, [edit for fix in left for edit in fix.edits]) == mended
    assert fixed(mended) == mended
