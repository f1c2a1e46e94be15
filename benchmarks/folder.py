"""What a mission costs whose parts lie in many files, each of which sees what all others declare.

Typing into a body changes nothing for the other parts. A field of a schema, and a variable that an
action leaves to later ones, are seen by all of them.
"""

from __future__ import annotations

import gc
import statistics
import time
from typing import Final

from reqon_language import parse
from reqon_language.model import Project
from reqon_language.rules import report_in
from reqon_language.syntax.incremental import edit
from reqon_server.collector import seldom

PARTS: Final = 500
_ROOT: Final = "mission/mission.vague"
_TYPED: Final = {
    "a body": ("    let amount = ", "row.total + "),
    "a schema": ("note: string?", ", city: string"),
    "a variable for all": ("  for row in records", "  let seen = 1\n"),
}
"""Where a part is typed into, and what."""


def report() -> None:
    """Print the times of reading and checking all parts, and of keystrokes in one of them."""
    texts = {_ROOT: _mission(), **{_path(number): _part(number) for number in range(PARTS)}}
    with seldom():
        begin = time.process_time()
        trees = {path: parse(text) for path, text in texts.items()}
        parsed = time.process_time()
        project = Project(_ROOT).with_files(trees)
        analyzed = time.process_time()
        reports = {path: report_in(project, path) for path in texts}
        checked = time.process_time()
    print(f"\na mission in {PARTS} files:")
    print(
        f"  parsing {parsed - begin:.2f} s, analysis {analyzed - parsed:.2f} s, "
        f"checks {checked - analyzed:.2f} s"
    )
    path = _path(PARTS // 2)
    for what, (mark, typed) in _TYPED.items():
        now, tree, found = project, trees[path], reports[path]
        at = texts[path].index(mark) + (0 if "for" in mark else len(mark))
        times = []
        for place, character in enumerate(typed, at):
            tree = edit(tree, place, place, character)
            begin = time.process_time()
            now = now.with_file(path, tree)
            found = report_in(now, path, previous=found)
            times.append(1_000 * (time.process_time() - begin))
        shown = f"{statistics.median(times):7.1f} ms, the slowest {max(times):.1f} ms"
        print(f"  a keystroke in {what:<18} → diagnostics {shown}")
    gc.unfreeze()


def _path(number: int) -> str:
    return f"mission/part{number:03}.vague"


def _mission() -> str:
    kept = "\n".join(f'  store kept{number}: memory("kept{number}")' for number in range(10))
    stages = " then ".join(f"[Fetch{number}, Sum{number}]" for number in range(PARTS))
    return f"""mission Example {{
  source Api {{ auth: none, base: "https://api.example.com" }}
  store sums: file("sums") {{ key: .id }}
{kept}
  action Report {{ for sum in sums {{ let amount = sum.amount }} }}
  run {stages} then Report
}}
"""


def _part(number: int) -> str:
    """Return a part with stores that others read, and one that all parts fill."""
    return f"""store records{number}: file("records{number}") {{ key: .id }}
schema Row{number} {{ id: string, total: number, note: string? }}
action Fetch{number} {{
  get "/rows{number}"
  map response -> Row{number} {{ id: .id, total: .total, note: .note }}
  store response -> records{number}
  for row in records{number} where row.total > 10 {{
    let amount = row.total * 2
    store {{ id: row.id, amount: amount }} -> sums
  }}
}}
action Sum{number} {{
  for row in records{number * 7 % PARTS} {{
    store row -> kept{number % 10}
  }}
}}
"""
