"""What the fuzzers begin with, and the pieces they put in: programs, words, and odd characters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

from conformance.frames import framed
from conformance.specs import FOLDER, cases, construct_cases
from reqon_language.syntax.tables import TABLES

ROOT = Path(__file__).parents[2]

BREAKS = ["\n", "\r\n", "\r", "\n\n", "\n  ", "\r\n    ", "\x85", "\u2028", "\u2029", "\f", "\v"]
BLANKS = [" ", "  ", "\t", "\xa0", "\ufeff", "\u3000"]
OPENERS = ["{", "(", "[", '"', "'", "//", "/*", "#", "...", "${", "\\"]
CLOSERS = ["}", ")", "]", "*/", '"', "'", "}}", "} }\n}"]
ODD = [
    "😀", "é", "\U0001d4b3", "\x00", "\x7f", "\u200d", "\ud83d", "@", "$", ";", "\\u12", "0x1",
    "1.2.3", "7e",
]  # fmt: skip
VALUES = [
    "response", ".id", "item", '"/x/{item.id}"', "'y'", "42", "0.5", "7 days", "30s", "null", "[]",
    "{}", "[1, 2]", "{ a: 1 }", "length(response)", "x => x", "match x { _ => 1 }", "_",
]  # fmt: skip
STEPS = [
    'get "/x"', "store response -> items { key: .id }", "skip", "match response { _ -> skip }",
    "for item in items { skip }", "map item -> Row { id: .id }", "let x = 1", "run Go",
    "action Go { skip }", "source Api { auth: none }", "schema S { id: string }", "mission M { }",
    "run A then [B, C]", "validate response { assume .id != null }", "// reqon: ignore[RQ3001]\n",
]  # fmt: skip
FOREIGN = [
    "“a”", "`a ${b.c}`", "\"a'", "===", "<>", "=", "++\n", "\n-- a b\n", "async", "await", "const",
    "elif", "else if", "AND", "WHERE", "where", "SELECT * FROM a", "INTO", "STORE", "=>", "a = 1",
    "for (const a of b)", "function f()", "def f():\n", "return", "assert", "run = A", "a?.b }",
]  # fmt: skip
WORDS = [*TABLES.words, *TABLES.signs, *VALUES]


@cache
def programs() -> tuple[str, ...]:
    """Return the examples and every program of the specifications."""
    examples = [
        path.read_text(encoding="utf-8")
        for folder in ("examples", "tests/language")
        for path in sorted(ROOT.glob(f"{folder}/**/*.vague"))
    ]
    written = [
        case.blocks["vague"]
        for case in cases(*sorted(path.name for path in FOLDER.glob("*.md")))
        if "vague" in case.blocks
    ]
    fragments = construct_cases()
    whole = [framed(case.frame, case.blocks["vague"]).text for case in fragments]
    steps = [f"action A {{\n{case.blocks['vague']}}}\n" for case in fragments]
    return (*examples, *written, *whole, *steps)


def piece(random: Random) -> str:
    """Return something to put into a text."""
    kinds = [WORDS, WORDS, FOREIGN, BREAKS, BLANKS, OPENERS, CLOSERS, ODD, VALUES, STEPS]
    some = random.choice(random.choice(kinds))
    if random.random() < 0.1:
        some += random.choice([" ", "\n", "", some])
    return some


def soup(random: Random, length: int) -> str:
    """Return random words and odd characters, in lines."""
    parts = [piece(random) + random.choice([" ", " ", "", "\n", "\n  "]) for _ in range(length)]
    return "".join(parts)


def beginning(random: Random) -> str:
    """Return the text a session begins with."""
    chance = random.random()
    if chance < 0.08:
        return soup(random, random.randrange(120))
    if chance < 0.1:
        return ""
    text = random.choice(programs())
    if chance < 0.2:
        text += "\n" + random.choice(programs())
    if random.random() < 0.1:
        text = text.replace("\n", random.choice(["\r\n", "\r"]))
    return text
