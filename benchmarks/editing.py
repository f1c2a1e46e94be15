"""What an editor waits for: opening a file, and a keystroke until its diagnostics are fresh.

Two shapes of file: several missions, as people write them, and one mission of many actions, the
hardest case, as every action shares its names. The keystrokes type one statement into the middle.
A name of the mission is typed on as well: every action may mean it.
All times are of the processor: what else the machine does is not the program's.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

from reqon_language import parse
from reqon_language.rules import report as check
from reqon_language.syntax.incremental import edit

EXAMPLES = Path(__file__).parents[1] / "examples"
SIZES = (350, 3_000, 10_000)
STATEMENT = "      let total = length(response) + 1\n"
NAMES = ("store customers", "schema Customer", "action WelcomeCustomers1")
ENDING = "Renamed"
STARTS = 7


def report() -> None:
    """Print the times of both shapes at each size, then memory and start-up."""
    for name, shape in (("several missions", missions), ("one mission", actions)):
        print(f"\nediting, {name}:")
        print("  lines      open   keystroke → tree   → diagnostics   slowest")
        for lines in SIZES:
            print(_row(shape(lines)))
    print("\na key in a name, one mission:")
    print("   lines" + "".join(f"{what.partition(' ')[0]:>22}" for what in NAMES))
    for lines in SIZES[1:]:
        print(_names(actions(lines)))
    print(f"\nmemory of a {SIZES[-1]:,}-line document: {_child(_OPENED):.0f} MB")
    print(f"loading the grammar: {_child(_LOADED):.0f} ms")
    print(f"`reqon check` of one small file: {_check():.0f} ms")


def missions(lines: int) -> str:
    """Return a file of the example missions, over and over."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.vague"))]
    made: list[str] = []
    while sum(text.count("\n") for text in made) < lines:
        number = len(made)
        text = texts[number % len(texts)]
        made.append(re.sub(r"mission (\w+)", rf"mission \g<1>{number}", text))
    return "\n".join(made)


def actions(lines: int) -> str:
    """Return a file of one mission with the actions of an example, over and over."""
    text = (EXAMPLES / "customer_sync.vague").read_text(encoding="utf-8")
    own = re.findall(r"^  action \w+ \{.*?^  \}\n", text, re.DOTALL | re.MULTILINE)
    head, tail = text[: text.index(own[0])], text[text.index(own[-1]) + len(own[-1]) :]
    made = [head]
    while sum(part.count("\n") for part in made) < lines:
        number = len(made)
        action = own[number % len(own)]
        made.append(re.sub(r"action (\w+)", rf"action \g<1>{number}", action) + "\n")
    names = re.findall(r"^  action (\w+)", "".join(made), re.MULTILINE)
    return "".join(made) + re.sub(r"run .*", f"run {' then '.join(names)}", tail)


def _row(text: str) -> str:
    begin = time.process_time()
    tree = parse(text)
    found = check(tree)
    opened = time.process_time() - begin
    at = text.index("\n", text.index("    for ", len(text) // 2)) + 1
    trees: list[float] = []
    whole: list[float] = []
    for place, character in enumerate(STATEMENT, at):
        begin = time.process_time()
        tree = edit(tree, place, place, character)
        trees.append(time.process_time() - begin)
        found = check(tree, previous=found)
        whole.append(time.process_time() - begin)
    figures = (opened, statistics.median(trees), statistics.median(whole), max(whole))
    shown = [f"{1_000 * figure:.1f} ms" for figure in figures]
    return (
        f"  {text.count(chr(10)):>6,}  {shown[0]:>8}   {shown[1]:>16} {shown[2]:>15} {shown[3]:>9}"
    )


def _names(text: str) -> str:
    """Return the median and the slowest key of an ending that is typed behind each name."""
    shown = ""
    for name in NAMES:
        tree = parse(text)
        found = check(tree)
        at = text.index(name) + len(name)
        times: list[float] = []
        for place, character in enumerate(ENDING, at):
            tree = edit(tree, place, place, character)
            begin = time.process_time()
            found = check(tree, previous=found)
            times.append(1_000 * (time.process_time() - begin))
        shown += f"{f'{statistics.median(times):.1f} / {max(times):.1f} ms':>22}"
    return f"  {text.count(chr(10)):>6,}{shown}"


_OPENED = """
from pathlib import Path
from benchmarks.editing import SIZES, missions
from reqon_language import parse
from reqon_language.rules import report
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
text = missions(SIZES[-1])
parse(missions(350))
before = resident()
found = report(parse(text))
print((resident() - before) / 2**20)
"""
_LOADED = """
import time
from reqon_language.syntax import tables
begin = time.process_time()
tables.load.__wrapped__()
print(1_000 * (time.process_time() - begin))
"""


def _child(program: str) -> float:
    """Return the least figure that a program prints in several fresh interpreters."""
    command = [sys.executable, "-c", program]
    return min(float(subprocess.check_output(command, text=True)) for _ in range(STARTS))


def _check() -> float:
    """Return the milliseconds of processor time of one `reqon check`."""
    command = [sys.executable, "-m", "reqon", "check", str(EXAMPLES / "customer_sync.vague")]
    spent: list[float] = []
    for _ in range(STARTS):
        before = os.times()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        user = after.children_user - before.children_user
        spent.append(user + after.children_system - before.children_system)
    return 1_000 * min(spent)
