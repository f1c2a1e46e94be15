"""The report for people: place, excerpt, marker and way out."""

from __future__ import annotations

import pytest

from runtime.check.conftest import CLEAN, WARNED, WRONG, Check


def test_an_error_shows_place_excerpt_and_way_out(run: Check) -> None:
    """Line and column count from one, and the marker stands under the name."""
    result = run("a.vague", files={"a.vague": WRONG})
    assert result.stdout == (
        "error[RQ3003]: store `ordres` is not defined; did you mean `orders`?\n"
        " --> a.vague:6:23\n"
        "  |\n"
        "6 |     store response -> ordres { key: .id }\n"
        "  |                       ^^^^^^\n"
        "  = help: replace it with `orders`\n"
        "\n"
        "1 error in 1 file.\n"
    )


def test_no_problems_are_one_line(run: Check) -> None:
    """Silence could mean that nothing was looked at."""
    assert run("a.vague", files={"a.vague": CLEAN}).stdout == "No problems in 1 file.\n"


def test_related_places_are_notes(run: Check) -> None:
    """A duplicate says where the first one stands."""
    twice = CLEAN.replace("  run", '  store orders: file("b")\n  run')
    lines = run("a.vague", files={"a.vague": twice}).stdout.splitlines()
    assert "  = note: first declared here: a.vague:3:9" in lines


@pytest.mark.parametrize(
    ("line", "excerpt", "marker"),
    [
        ("\tlet _ = y", "    let _ = y", "            ^"),
        ('let _ = "漢字" + y', 'let _ = "漢字" + y', "                 ^"),
        ('let _ = "e\u0301" + y', 'let _ = "e\u0301" + y', "              ^"),
        ('let _ = "\x1b[31m" + y', 'let _ = "\ufffd[31m" + y', "                  ^"),
    ],
)
def test_the_marker_stands_under_the_name_in_any_script(
    run: Check, line: str, excerpt: str, marker: str
) -> None:
    """Tabs, wide and combining characters are measured; control characters are defused."""
    text = f"mission M {{ action A {{\n{line}\npost '' {{ body: 1 }} }} run A }}"
    lines = run("a.vague", files={"a.vague": text}).stdout.splitlines()
    shown = lines.index(f"2 | {excerpt}")
    assert lines[shown + 1] == f"  | {marker}"


def test_a_long_line_is_cut_to_what_matters(run: Check) -> None:
    """A megabyte on one line is shown around the marker only."""
    long = f'mission M {{ let a = "{"x" * 1_000_000}" let b = c let d = "{"x" * 1_000}" }}'
    result = run("a.vague", files={"a.vague": long})
    assert "a.vague:1:1000032" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) < 120
    excerpt = next(line for line in result.stdout.splitlines() if "let b = c" in line)
    assert excerpt.startswith("1 | …x")
    assert excerpt.endswith("x…")


@pytest.mark.parametrize("text", [WRONG, "mission M { }"])
def test_line_ends_and_byte_order_marks_do_not_shift_places(run: Check, text: str) -> None:
    """Carriage returns count as line ends, a byte order mark as nothing."""
    plain = run("a.vague", files={"a.vague": text}).stdout
    odd = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert run("a.vague", files={"a.vague": odd}).stdout == plain


def test_too_many_findings_are_counted_not_shown(run: Check) -> None:
    """A file that is no mission at all does not flood the terminal."""
    result = run("a.vague", files={"a.vague": ";\n" * 1_500})
    assert result.stdout.count("error[RQ1001]") == 1_000
    assert "a.vague: 500 more, not shown" in result.stdout
    assert "1500 errors in 1 file." in result.stdout


def test_summary_counts_by_severity(run: Check) -> None:
    """Errors and warnings, over all files."""
    files: dict[str, str | bytes] = {"a.vague": WARNED, "b.vague": WARNED}
    assert run(".", files=files).stdout.endswith("2 warnings in 2 files.\n")
