"""What a text ten times as long costs: at most fifteen times as much.

Two measures. `calls` counts the function calls made, Python's and C's, which is the same on
every machine; `seconds` is processor time, which also sees what a single call spends on its
own, such as a regular expression that tries too often.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from random import Random

from fuzz.texts import soup
from reqon_language.features.formatting import format_text
from reqon_language.rules import report
from reqon_language.syntax import parse

FACTOR = 10
LEAST = 0.005
"""Less processor time, in seconds, than this cannot be measured well."""
MOST = 15
"""A text `FACTOR` times as long may cost up to `MOST` times as much."""


def _members(size: int) -> str:
    action = '  action A# {\n    get "/x/#"\n    store response -> s\n  }'
    actions = [action.replace("#", str(number)) for number in range(size // 60)]
    head = 'mission M {\n  source Api { auth: none, base: "x" }\n  store s: file("s")\n'
    return head + "\n".join(actions) + "\n  run A0\n}\n"


def _steps(size: int) -> str:
    return "action A {\n" + "  let x = response.a + 1\n" * (size // 26) + "}\n"


_ARMS = "schema A { a: string }\naction M { match response {\n#} }"


def _pipeline(size: int) -> str:
    count = size // 40
    actions = [f'  action A{n} {{ get "/x" jump A{n ^ 1} }}' for n in range(count)]
    stages = [f"[A{n}, A{n + 1}]" for n in range(0, count - 1, 2)]
    return "mission M {\n" + "\n".join(actions) + f"\n  run {' then '.join(stages)}\n}}\n"


def _numbered(line: str, width: int) -> Callable[[int], str]:
    """Return texts of many lines, each with a number of its own in place of `#`."""

    def text(size: int) -> str:
        lines = "".join(f"  {line.replace('#', str(n))}\n" for n in range(size // width))
        return f"mission M {{\n{lines}\n}}\n"

    return text


def _body(line: str, width: int) -> Callable[[int], str]:
    members = _numbered(line, width)
    return lambda size: members(size).replace("mission M", "action M")


TEXTS: dict[str, Callable[[int], str]] = {
    "members": _members,
    "steps": _steps,
    "blocks": lambda size: "action A {\n" + "  if a {\n" * (size // 9),
    "sum": lambda size: "let x = a" + " + a" * (size // 4),
    "chain": lambda size: "let x = a" + ".b(1)" * (size // 5),
    "pipes": lambda size: "let x = a" + " | f(1)" * (size // 7),
    "conditions": lambda size: "let x = " + "a ? b : " * (size // 8) + "c",
    "object": lambda size: "let x = { " + "a: 1, " * (size // 6) + "}",
    "array": lambda size: "let x = [" + "1, " * (size // 3) + "]",
    "arms": lambda size: "action A { match a {\n" + "  { b: c } -> skip\n" * (size // 19) + "} }",
    "fields": lambda size: "schema S {\n" + "  a: string?,\n" * (size // 14) + "}\n",
    "long string": lambda size: f'let x = "{"y" * size}"',
    "long comment": lambda size: f"/* {'*' * size} */",
    "comments": lambda size: "// c\n" * (size // 5),
    "long line": lambda size: "let x = [" + '{ a: "b" }, ' * (size // 12) + "]",
    "long word": lambda size: "x" * size,
    "blanks": lambda size: " \t" * (size // 2),
    "braces": lambda size: "{" * size,
    "parentheses": lambda size: "(" * size,
    "closing": lambda size: "}" * size,
    "alternating": lambda size: "{([" * (size // 3),
    "pairs": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "crossed": lambda size: "({)}" * (size // 4),
    "open strings": lambda size: '"a\n' * (size // 3),
    "open quotes": lambda size: "'a " * (size // 3),
    "backslashes": lambda size: '"' + "\\" * size,
    "open comments": lambda size: "/* a\n" * (size // 5),
    "stray": lambda size: "@ " * (size // 2),
    "stray run": lambda size: ";" * size,
    "colons": lambda size: "a: " * (size // 3),
    "missing values": lambda size: "let x =\n" * (size // 8),
    "starters": lambda size: "mission\n" * (size // 8),
    "placeholders": lambda size: 'get "' + "{a}" * (size // 3) + '"',
    "pipeline": _pipeline,
    "wide stage": lambda size: (
        _numbered("action A# { store x -> s for y in s { } }", 44)(size)[:-2]
        + f"run [{', '.join(f'A{n}' for n in range(size // 44))}]\n}}\n"
    ),
    "declarations": _numbered('store s#: file("t#")', 25),
    "duplicates": _numbered('store s: file("t")', 20),
    "schemas": _numbered("schema S# { a: S#, b: string? }", 35),
    "bases": _numbered("schema S# { ...S0 }", 22),
    "transforms": _numbered("transform T#: A -> B { a: .a }", 34),
    "sources": _numbered('source S# { auth: none, base: "https://x.example.org" }', 60),
    "options": _numbered("timeout: #", 14),
    "variables": _body("let v# = w#", 15),
    "shadowing": _body("for v in w { let v = # }", 28),
    "rebinding": _body("let v = #", 12),
    "requests": _body('get "/x" { params: { a: # } }', 32),
    "loops": _body('for a in b { get "/x/{a.id}" for c in d { post "/#" } }', 60),
    "writes": _body("store response -> s# { key: .id }", 37),
    "maps": _body("map a -> B { c: .d, e: # }", 30),
    "matches": _body("match response { A# -> skip, _ -> continue }", 48),
    "waits": _body('wait { path: "/p#", timeout: 5s }', 36),
    "validations": _body("validate a { assume .b > # }", 32),
    "schema arms": lambda size: _ARMS.replace("#", "  A -> skip\n" * (size // 12)),
    "ignores": lambda size: "// reqon: ignore[RQ3001]\n" * (size // 25),
    "idle ignores": _numbered("timeout: # // reqon: ignore[RQ3001]", 40),
    "bad entries": lambda size: "source D { a: b" + "[1]," * (size // 4) + " }",
    "bad items": lambda size: "let x = [" + "a b, " * (size // 5) + "]",
    "bad members": lambda size: "mission M {\n" + "  a b c\n" * (size // 8) + "}\n",
    "bad steps": lambda size: "action A {\n" + "  , ]\n" * (size // 6) + "}\n",
    "half open": lambda size: "n{[\n" * (size // 4),
    "deep": lambda size: "".join(f"{' ' * n}if a\n" for n in range(int((2 * size) ** 0.5))),
    "long margins": lambda size: f"let x = [\n{' ' * size}b c,\n{' ' * size}d e]",
    "set aside": lambda size: "let x = " + "😀 b " * (size // 4),
    "words": lambda size: soup(Random(2), size // 3)[:size],
}

WORK: dict[str, Callable[[str], object]] = {
    "parse": parse,
    "check": lambda text: report(parse(text)),
    "format": format_text,
}


def calls(work: Callable[[str], object], text: str) -> int:
    """Return how many functions are called while `work` is done on `text`."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work(text)
    finally:
        sys.setprofile(before)
    return count


def seconds(work: Callable[[str], object], text: str, repetitions: int = 3) -> float:
    """Return the processor time `work` takes on `text` at best, garbage collection aside.

    What takes next to no time is done several times over.
    """
    best, times = float("inf"), 1
    gc.disable()
    try:
        while repetitions:
            began = time.process_time()
            for _ in range(times):
                work(text)
            passed = time.process_time() - began
            if passed < LEAST:
                times *= 4
            else:
                best, repetitions = min(best, passed / times), repetitions - 1
    finally:
        gc.enable()
        gc.collect()
    return best


def growth(
    measure: Callable[[Callable[[str], object], str], float],
    make: Callable[[int], str],
    work: str,
    size: int,
) -> float:
    """Return how many times as much a text `FACTOR` times as long costs."""
    do = WORK[work]
    do(make(size))
    return measure(do, make(size * FACTOR)) / measure(do, make(size))


def random_unit(number: int) -> Callable[[int], str]:
    """Return texts that repeat some random words, always the same for a number."""
    random = Random(f"unit {number}")
    begin = random.choice(["", "action A {\n", "mission M {\n", "let x = ", "schema S {\n"])
    # Many missions each look at everything beside them. An even number of quotes pairs up alike
    # however often it is repeated.
    unit = 2 * (soup(random, random.randrange(1, 6)).replace("mission", "action") or " ")
    return lambda size: begin + unit * (size // len(unit))


def report_costs(size: int = 5_000, units: int = 200) -> int:
    """Print how processor time grows for each kind of text; return 1 if it does too much."""
    failed = False
    kinds = TEXTS | {f"unit {number}": random_unit(number) for number in range(units)}
    for kind, make in kinds.items():
        found = {work: growth(seconds, make, work, size) for work in WORK}
        for work, much in found.items():
            if much > MOST:
                found[work] = min(much, *(growth(seconds, make, work, size) for _ in range(3)))
        too_much = any(much > MOST for much in found.values())
        failed = failed or too_much
        shown = "  ".join(f"{work} {much:4.1f}" for work, much in found.items())
        print(f"{kind:>14}  {shown}{'  too much' if too_much else ''}", flush=True)
    return int(failed)
