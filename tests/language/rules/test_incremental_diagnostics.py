"""Architecture invariant 2, for diagnostics: what is reused is what would be found anew."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reqon_language.rules import report
from reqon_language.syntax import parse
from reqon_language.syntax.incremental import edit

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.vague"))
TEXTS = [path.read_text(encoding="utf-8") for path in EXAMPLES]
PIECES = [
    "",
    "x",
    "customers",
    "response",
    "{",
    "}",
    "\n",
    "store",
    ".id",
    '"',
    "let q = 1\n",
    ": ",
]
edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 8), st.sampled_from(PIECES)), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TEXTS), edits)
def test_diagnostics_after_edits_are_those_of_the_final_text(
    text: str, script: list[tuple[float, int, str]]
) -> None:
    """Each version reuses the findings of the one before, and reports what a fresh check does."""
    tree = parse(text)
    found = report(tree)
    for where, length, piece in script:
        start = int(where * len(text))
        end = min(start + length, len(text))
        text = text[:start] + piece + text[end:]
        tree = edit(tree, start, end, piece)
        found = report(tree, previous=found)
        assert found.diagnostics == report(parse(text)).diagnostics
