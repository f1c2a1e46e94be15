"""No diagnostic contradicts the runtime: what it says about running a program is observed."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from conformance.scripted_api import as_json, script, serving
from conformance.specs import Case, cases
from conformance.test_runs import files_at_rest, outcome_of
from reqon.api import execute
from reqon.errors import ReqonError
from reqon.plan import compile_program
from reqon.plan.errors import UnsupportedError
from reqon_language import parse
from reqon_language.rules import RULES, Rule, check
from reqon_language.syntax import ast

CASES = cases("../runtime/agreement/flow.md", "../runtime/agreement/names.md")
_STEPS = """mission Example {{
  source Api {{ auth: none, base: env("API"), retry: {{ maxAttempts: 1 }} }}
  store orders: file("orders")
  store out: file("out")
  store dlq: file("dlq")
  action Main {{
{}
  }}
  run Main
}}
"""


def program_of(case: Case) -> str:
    """Return the whole program of a case."""
    text = case.blocks["vague"]
    return _STEPS.format(indent(text, "    ")) if case.frame == "steps" else text


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_a_program_does_what_its_diagnostic_says(case: Case, tmp_path: Path) -> None:
    """The checker reports the code of the title, and the run has the outcome it speaks of."""
    program, code = program_of(case), case.title.split(":", maxsplit=1)[0]
    assert code in {diagnostic.code for diagnostic in check(parse(program))}
    async with serving(script(case.blocks["server"])) as api:
        if "refused" in case.blocks:
            with pytest.raises(ReqonError) as refused:
                await execute(program, state_dir=tmp_path, environ={"API": api.url})
            assert case.blocks["refused"].strip() in str(refused.value)
            return
        result = await execute(program, state_dir=tmp_path, environ={"API": api.url})
    outcome = case.blocks.get("outcome", "completed").strip()
    assert outcome_of(result).replace(api.url, "API") == outcome
    if "requests" in case.blocks:
        assert api.requests == case.blocks["requests"].splitlines()
    if "files" in case.blocks:
        assert files_at_rest(tmp_path, case.blocks["files"]) == as_json(case.blocks["files"])


REFUSED = frozenset(
    "RQ1001 RQ1002 RQ1004 RQ1007 RQ2001 RQ2002 RQ2003 RQ2004 RQ2005 RQ2009 RQ2010 RQ3002 RQ3003 "
    "RQ3004 RQ3005 RQ3010 RQ3011 RQ3012 RQ3023 RQ4014 RQ5005 RQ5007 RQ5015 RQ5101 RQ5102 RQ5303 "
    "RQ6002 RQ6003 RQ6009 RQ7003 RQ7009 RQ7010 RQ7011 RQ7017 RQ8003".split()
)
"""The bad examples of these are refused before anything runs."""
UNSUPPORTED = {
    "RQ1008": "the step `wait`",
    "RQ3008": "an OpenAPI file, which this runtime does not read",
    "RQ3009": "the step `call`",
    "RQ5011": "an OpenAPI file, which this runtime does not read",
    "RQ5012": "an OpenAPI file, which this runtime does not read",
    "RQ5013": "an OpenAPI file, which this runtime does not read",
    "RQ5014": "an OpenAPI file, which this runtime does not read",
    "RQ5201": "the step `pause`",
    "RQ5202": "the step `wait`",
    "RQ5203": "the step `pause`",
    "RQ5204": "the step `wait`",
    "RQ5205": "the step `wait`",
    "RQ6013": "option `circuitBreaker` of source `Api`",
    "RQ6014": "option `rateLimit` of `get`",
    "RQ6017": "option `validateResponses` of source `Api`",
    "RQ7013": "the step `pause`",
}
"""What the bad examples of these need and the runtime does not do yet, as it says."""
NO_CLAIM = {
    "the way of writing": "RQ1003 RQ1005 RQ1006 RQ2014 RQ8009 RQ8010 RQ8011",
    "leftovers": "RQ3013 RQ3014 RQ3017 RQ8005",
    "what cannot be read off one run": "RQ3007 RQ3015 RQ3016 RQ3019 RQ4005 RQ4006 RQ4007 RQ4008 "
    "RQ4009 RQ4010 RQ4019 RQ5301 RQ5302 RQ6001 RQ6004 RQ6005 RQ6006 RQ6019 RQ7012 RQ7014 RQ7015 "
    "RQ7019 RQ7020",
    "what is around the file": "RQ6007 RQ6008 RQ6012 RQ6015 RQ6016 RQ6018 RQ8001 RQ8002 RQ8006 "
    "RQ8007",
    "runs by the daemon": "RQ7001 RQ7002 RQ7004 RQ7005 RQ7006 RQ7007 RQ7008 RQ7016 RQ7018",
}
"""Rules that say nothing about one run of one program, and what they are about."""


def refusal(text: str) -> ReqonError | None:
    """Return why a program cannot be run, None if it can."""
    try:
        compile_program(parse(text), "example.vague")
    except ReqonError as error:
        return error
    return None


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_errors_are_refused_with_a_place_before_anything_runs(code: str) -> None:
    """The runtime does not rely on somebody having asked the checker."""
    error = refusal(RULES[code].program(RULES[code].bad))
    assert error is not None
    assert not isinstance(error, UnsupportedError)
    assert str(error).startswith("example.vague:")


@pytest.mark.parametrize("code", UNSUPPORTED)
def test_what_the_runtime_cannot_do_yet_it_refuses_by_name(code: str) -> None:
    """Nothing is ignored: a construct without an engine is named, with its place."""
    error = refusal(RULES[code].program(RULES[code].bad))
    assert isinstance(error, UnsupportedError)
    assert UNSUPPORTED[code] in str(error)
    assert str(error).startswith("example.vague:")


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_what_the_checker_calls_clean_can_be_run(rule: Rule) -> None:
    """The way out a page shows is refused for no reason but what the runtime cannot do yet."""
    program = parse(rule.program(rule.good))
    if any(isinstance(item.node, ast.Mission) for item in program.program.items):
        error = refusal(rule.program(rule.good))
        assert error is None or isinstance(error, UnsupportedError), str(error)


@pytest.mark.parametrize("case", cases("runs.md", "resume.md"), ids=str)
def test_missions_that_complete_have_no_errors(case: Case) -> None:
    """What runs to its end in the run specifications is not called wrong."""
    if case.blocks.get("outcome", "completed\n").strip() == "completed":
        found = check(parse(case.blocks["vague"]))
        assert [diagnostic for diagnostic in found if diagnostic.severity == "error"] == []


def test_every_rule_is_accounted_for() -> None:
    """A new rule says what it claims about a run, and where that is observed."""
    observed = {case.title.split(":", maxsplit=1)[0] for case in CASES}
    silent = {code for codes in NO_CLAIM.values() for code in codes.split()}
    assert observed | REFUSED | UNSUPPORTED.keys() | silent == RULES.keys()
    assert not silent & (observed | REFUSED | UNSUPPORTED.keys())
