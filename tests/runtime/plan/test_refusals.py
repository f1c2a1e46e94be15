"""What cannot run is refused before anything runs, with its place and a way out."""

from __future__ import annotations

import pytest

from reqon.errors import ConfigurationError, Location, ProgramError, ReqonError
from reqon.plan import UnsupportedError, compile_program
from reqon_language import parse

MAIN = "action Main {\n%s\n}\nrun Main"

UNSUPPORTED = [
    (MAIN % "call Api.list", "`call`", (3, 1)),
    (MAIN % "wait { timeout: 5 }", "`wait`", (3, 1)),
    (MAIN % 'if true { pause { duration: "7d" } }', "`pause`", (3, 11)),
    (MAIN % "notify { text: 1 }", "`notify`", (3, 1)),
    (MAIN % "generate 3 of Item as made", "`generate`", (3, 1)),
    (MAIN % "for x in out concurrency 4 { skip }", "side by side", (3, 26)),
    (MAIN % "for x in out parallel { skip }", "side by side", (3, 1)),
    (MAIN % 'get "/x" { rateLimit: { maxWait: 1 } }', "`rateLimit`", (3, 12)),
    (MAIN % 'get "/x" { paginate: link() }', "`link`", (3, 22)),
    ("action Main { concurrency: 5 skip }\nrun Main", "`concurrency`", (2, 15)),
    ('source S { base: "http://y", circuitBreaker: {} }', "`circuitBreaker`", (2, 30)),
    ('source S from "./api.yaml"', "OpenAPI", (2, 15)),
    ('store s: nosql("t")', "`nosql`", (2, 10)),
    ('store s: file("t", { dir: "x" })', "options of a store adapter", (2, 22)),
    ('store s: sql("t", { url: "x", schema: "y" })', "`url` of `sql` only", (2, 31)),
    ('store s: file("t", { url: "x" })', "`url` of `sql` only", (2, 22)),
    ('store s: file("t") { batch: 5 }', "`batch`", (2, 22)),
]
WRONG = [
    (MAIN % "let x = 0.5: 1 | 0.5: 2", "a choice by weight", (3, 18)),
    (MAIN % "let x = ^total", "`^total`", (3, 9)),
    (MAIN % "...", "placeholder", (3, 1)),
    (MAIN % "map out -> T { ... }", "placeholder", (3, 16)),
    (MAIN % "run Mian", "action `Mian` is not defined", (3, 5)),
    (MAIN % "apply T to out", "transform `T` is not defined", (3, 7)),
    (MAIN % 'get "/x" { until: true }', "`until` ends a listing", (3, 12)),
    (MAIN % 'get "/x" { parms: {} }', "no option `parms`", (3, 12)),
    (MAIN % 'get "/x" { paginate: page }', "expected a pagination", (3, 22)),
    (MAIN % 'get "/x" { paginate: page(p, 0) }', "a whole number from 1 on", (3, 30)),
    (MAIN % 'get "/x" { timeout: "soon" }', "expected a duration", (3, 21)),
    (MAIN % "continue", "neither in a `match` nor in a loop", (3, 1)),
    (MAIN % "queue out", "does not know what to put aside", (3, 1)),
    (MAIN % "for x in out checkpoint every 0 { skip }", "a whole number", (3, 31)),
    (MAIN % "for x in out onError explode { skip }", "`explode` is not possible", (3, 22)),
    (MAIN % "let x = nofun(1)", "nofun", (3, 9)),
    (MAIN % 'get "/x/{y" ', "not closed", (3, 5)),
    ("run [A, A]\naction A { skip }", "stands twice", (2, 9)),
    ("run Nobody", "action `Nobody` is not defined", (2, 5)),
    ("checkpoint: always", "`always` is not possible", (2, 13)),
    ("checkpont: afterStep", "no option `checkpont`", (2, 1)),
    ("parallelMode: some", "`some` is not possible", (2, 15)),
    ("enableState: 5", "expected `true` or `false`", (2, 14)),
    ("source S { auth: none }", "no base address", (2, 1)),
    ('source S { auth: magic, base: "http://y" }', "`magic` is not possible", (2, 18)),
    ('store s: floppy("t")', "unknown store adapter `floppy`", (2, 10)),
    ("action A { skip }\naction A { skip }", "action `A` is declared twice", (3, 1)),
    (MAIN % "let x = )", "expected a value", (3, 7)),
]
MISSING = [
    (MAIN % "store out -> nowhere", "store `nowhere` is not declared", (3, 14)),
    (MAIN % "clear nowhere", "store `nowhere` is not declared", (3, 7)),
    (MAIN % 'get Other "/x"', "source `Other` is not declared", (3, 5)),
    (MAIN % "match 1 { _ -> queue }", "store `dlq` is not declared", (3, 16)),
]


def refusal(compiled, members) -> ReqonError:
    members = members if "run " in members else f"{members}\naction Z {{ skip }} run Z"
    with pytest.raises(ReqonError) as caught:
        compiled(members)
    return caught.value


@pytest.mark.parametrize(("members", "message", "place"), UNSUPPORTED)
def test_what_is_not_supported_yet(compiled, members, message, place):
    """The language knows it, this runtime does not run it: exit status 2, and what to do."""
    error = refusal(compiled, members)
    assert isinstance(error, UnsupportedError)
    assert message in error.message
    assert error.location == Location("t.vague", *place)
    assert error.exit_code == 2
    assert error.help


@pytest.mark.parametrize(("members", "message", "place"), WRONG)
def test_what_has_no_meaning(compiled, members, message, place):
    """A mistake in the program: exit status 2."""
    error = refusal(compiled, members)
    assert message in error.message
    assert error.location == Location("t.vague", *place)
    assert isinstance(error, ProgramError)


@pytest.mark.parametrize(("members", "message", "place"), MISSING)
def test_what_is_not_declared(compiled, members, message, place):
    """A source or store that is used and not declared: exit status 3 (ruling D35)."""
    error = refusal(compiled, members)
    assert message in error.message
    assert error.location == Location("t.vague", *place)
    assert isinstance(error, ConfigurationError)


@pytest.mark.parametrize(
    ("text", "message", "status"),
    [
        ("mission M { action A { skip } }", "has no `run`", 3),
        ('mission M { action A { get "/x" } run A }', "the request has no source", 3),
        ("action A { skip }", "no mission in the program", 2),
        ("", "no mission in the program", 2),
        ("mission M { action A { skip } run A } mission M { }", "has no `run`", 3),
    ],
)
def test_what_a_whole_program_lacks(text, message, status):
    """Missions without what they need are refused as a whole."""
    with pytest.raises(ReqonError, match=message) as caught:
        compile_program(parse(text), "t.vague")
    assert caught.value.exit_code == status


def test_two_missions_of_one_name():
    """Missions are chosen by name, so names must differ."""
    text = "mission M { action A { skip } run A }\n" * 2
    with pytest.raises(ProgramError, match="mission `M` is declared twice"):
        compile_program(parse(text), "t.vague")
