"""What completion proposes. `$0` is the cursor; a case lists what must come first, in order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqon_language.features.completion import Completion, Item, complete
from reqon_language.features.completion.items import LIMIT, ranked
from reqon_language.functions import FUNCTIONS
from reqon_language.model import analyze
from reqon_language.syntax import parse
from reqon_language.syntax.ast import Span

DECLARATIONS = """\
mission Sync {
  source Api { auth: none, base: "https://api.example" }
  source Crm from "./crm.yaml"
  store orders: file("orders")
  store dlq: memory("dlq")
  schema Order { id: string, total: number?, lines: array<Line> }
  schema Line { sku: string }
  transform Clean: Order -> Line { sku: .id }
  action Fetch { get "/orders" }
"""
MEMBERS = [
    "source", "schema", "transform", "action", "store", "let", "run", "schedule", "maxConcurrency",
]  # fmt: skip
STEPS = ["get", "post", "put", "patch", "delete", "call", "for", "map", "store"]
LOCALS = ["total", "response", "webhook", "pausedResponse", "orders", "dlq"]
TYPES = ["string", "number", "int", "integer", "decimal", "float", "double", "boolean"]


def members(text: str) -> str:
    return f"{DECLARATIONS}  {text}\n}}\n"


def steps(text: str) -> str:
    return members(f"action Work {{\n    let total = 1\n    {text}\n  }}\n  run Fetch then Work")


def propose(text: str) -> tuple[str, Completion]:
    offset = text.index("$0")
    text = text.replace("$0", "")
    return text, complete(analyze(parse(text)), text, offset)


def labels(found: Completion) -> list[str]:
    return [item.label for item in found.items]


BEGINS = {
    "an empty file": ("$0", ["mission", "import", "source"]),
    "behind a mission": (members("") + "\n$0", ["mission", "import", "source"]),
    "a member": (members("$0"), MEMBERS),
    "an empty mission": ("mission M {\n  $0\n}", MEMBERS),
    "an open mission": ("mission M {\n  $0", MEMBERS),
    "a member behind a mistake": (members("what is this\n  $0"), MEMBERS[:7]),
    "a member behind an open action": (
        members('action A {\n    get "/x"\n  what is this\n  $0'),
        MEMBERS[:7],
    ),
    "a step behind a mistake": (steps("what is this\n    $0"), STEPS),
    "a member half typed": (members("sch$0"), ["schema", "schedule"]),
    "a step": (steps("$0"), STEPS),
    "a step between others": (steps("skip\n    $0\n    skip"), STEPS),
    "a step of a loop": (steps("for order in orders {\n      $0\n    }"), STEPS),
    "a step of an open loop": (steps("for order in orders {\n      $0"), STEPS),
    "a step of an arm": (steps("match response { Order -> { $0 } }"), STEPS),
    "an arm's right side": (
        steps("match response { Order -> $0 }"),
        ["store", "abort", "skip", "continue", "queue", "retry", "jump", "get"],
    ),
    "an else": (steps("if total { skip } $0"), ["else", *STEPS]),
    "a step below a block": (steps("if total { skip }\n    $0"), STEPS),
    "a request's place": (steps("get $0"), ["Api", "Crm", *LOCALS]),
    "a request's place, more to come": (steps('get $0 "/x"'), ["Api", "Crm"]),
    "the record to delete": (steps("delete $0"), ["orders", "dlq", "Api", "Crm"]),
    "a collection": (steps("for order in $0"), ["orders", "dlq", "total", "response"]),
    "a pattern": (steps("match response { $0 }"), ["Order", "Line", "_", "total"]),
    "the next pattern": (
        steps("match response {\n      Order -> skip\n      $0\n    }"),
        ["Order", "Line", "_"],
    ),
    "a pattern of items": (steps("match response { [$0] -> skip }"), ["Order", "Line", "_"]),
    "a value": (steps("let x = $0"), LOCALS),
    "a value half typed": (steps("let x = tot$0"), ["total"]),
    "a value in a file cut short": (
        DECLARATIONS + "  action Work {\n    let total = 1\n    let x = $0",
        LOCALS,
    ),
    "a choice's second value": (steps('let x = response ? "auth" : $0'), LOCALS),
    "an argument": (steps("let x = concat($0)"), LOCALS),
    "a loop's variable": (steps("for order in orders {\n      let x = $0\n    }"), ["order"]),
    "a path's placeholder": (steps('get "/orders/{$0}"'), LOCALS),
    "an open path's placeholder": (steps('get "/orders/{to$0'), ["total"]),
    "the page in `until`": (
        steps('get "/x" { paginate: page(nr, 10), until: $0 }'),
        ["nr", "total"],
    ),
    "since": (steps('get "/x" { since: $0 }'), ["lastSync", "total"]),
    "a field's type": (members("schema S { a: $0 }"), TYPES),
    "a type's argument": (members("schema S { a: array<$0> }"), TYPES),
    "a union's next type": (members("schema S { a: string | $0 }"), TYPES),
    "a type test": (steps("let x = response is $0"), TYPES),
    "a negated type test": (steps("let x = response is not $0"), TYPES),
    "an option of a request": (steps('get "/x" { $0 }'), ["params", "query", "body", "headers"]),
    "an option of an action": (members("action A { $0 }"), STEPS),
    "a map's target fields": (steps("map response -> Order { $0 }"), ["id", "total", "lines"]),
    "a transform's target fields": (members("transform T: Order -> Line { $0 }"), ["sku"]),
    "a variant's target fields": (
        members("transform T { (Line) -> Order { $0 } }"),
        ["id", "total", "lines"],
    ),
    "required options first": (steps("pause { $0 }"), ["duration", "persist", "resumeOn"]),
}

ALL = {
    "a source's auth": (
        members("source S { auth: $0 }"),
        ["none", "bearer", "basic", "api_key", "oauth2"],
    ),
    "a source's auth, quoted": (
        members('source S { auth: "be$0" }'),
        ["bearer", "none", "basic", "api_key", "oauth2"],
    ),
    "back-off": (
        steps("retry { maxAttempts: 2, backoff: $0 }"),
        ["exponential", "linear", "constant"],
    ),
    "back-off of a source": (
        members("source S { auth: none, retry: { backoff: $0"),
        ["exponential", "linear", "constant"],
    ),
    "checkpoint": ("mission M { checkpoint: $0 }", ["afterStep", "onFailure"]),
    "a word with a hyphen": (
        members('parallelMode: "wait-a$0"'),
        ["wait-all", "fail-fast", "continue"],
    ),
    "a flag": (steps("store response -> orders { upsert: $0 }"), ["true", "false"]),
    "schedule": (members("schedule: $0"), ["every", "cron", "at"]),
    "units": (members("schedule: every 6 $0"), ["seconds", "minutes", "hours", "days", "weeks"]),
    "triggers": (steps("pause { resumeOn: timeout | $0 }"), ["timeout", "webhook", "wait"]),
    "pagination": (steps('get "/x" { paginate: $0 }'), ["offset", "page", "cursor", "link"]),
    "adapters": (
        members("store s: $0"),
        ["file", "memory", "sql", "nosql", "postgrest", "match"],
    ),
    "a block behind a value": (
        steps('get "/x" { since: lastSync { param: "a", $0 } }'),
        ["format", "updateFrom", "header"],
    ),
    "options not given yet": (
        steps("store response -> orders { key: .id, $0, upsert: true }"),
        ["partial"],
    ),
    "the option under the cursor": (
        steps("store response -> orders { key: .id, up$0sert: true }"),
        ["upsert", "partial"],
    ),
    "options of half-typed text": (
        steps("store response -> orders { key: .id, $0"),
        ["partial", "upsert"],
    ),
    "options of the innermost block": (
        members('source S { auth: none, specAuth: { type: none, $0 }, base: "x" }'),
        ["token"],
    ),
    "fields not mapped yet": (
        steps("map response -> Order { id: .id, $0, lines: .lines }"),
        ["total"],
    ),
    "a call's source": (steps("call $0"), ["Crm", "Api"]),
    "a request's `from`": (steps('get "/x" from $0'), ["Api", "Crm"]),
    "the option `source`": (steps('get "/x" { source: $0 }'), ["Api", "Crm"]),
    "a store's target": (steps("store response -> $0"), ["orders", "dlq"]),
    "a store's target half typed": (steps("store response -> dl$0 { }"), ["dlq", "orders"]),
    "a store's target in an arm": (
        steps("match response { Order -> store response -> $0 }"),
        ["orders", "dlq"],
    ),
    "a queue": (steps("queue $0"), ["dlq", "orders"]),
    "a store to clear": (steps("clear $0"), ["orders", "dlq"]),
    "a store of events": (steps("wait { storage: $0 }"), ["orders", "dlq"]),
    "a loop's policy": (steps("for o in orders onError $0"), ["abort", "continue", "queue"]),
    "a map's target": (steps("map response -> $0"), ["Order", "Line"]),
    "a transform's source": (members("transform T: $0"), ["Order", "Line"]),
    "a transform's target": (members("transform T: Order -> $0"), ["Order", "Line"]),
    "a variant's source": (members("transform T { ($0) }"), ["Order", "Line"]),
    "a variant's target": (members("transform T { (Order) -> $0 }"), ["Order", "Line"]),
    "a schema's base": (members("schema S { ...$0 }"), ["Order", "Line", "S"]),
    "a transform to apply": (steps("apply $0"), ["Clean"]),
    "an action to run": (members("run $0"), ["Fetch"]),
    "the next action": (members("run Fetch then $0"), ["Fetch"]),
    "a parallel action": (members("run [Fetch, $0]"), ["Fetch"]),
    "an action to jump to": (steps("jump $0"), ["Fetch", "Work"]),
    "what follows a jump": (steps("jump Fetch then $0"), ["continue", "retry"]),
    "what follows a stage": (members("run Fetch $0"), ["then", "if"]),
    "what follows a transform": (steps("apply Clean $0"), ["to"]),
    "a constraint": (steps("validate response { $0 }"), ["assume"]),
    "a comment": (steps("// s$0"), []),
    "a block comment": (steps("/* s$0"), []),
    "a string": (steps('abort "s$0"'), []),
    "a number": (steps("let x = 12$0"), []),
    "a new name": (steps("let $0"), []),
    "a new store": (members("store $0"), []),
    "a member of a value": (steps("let x = response.$0"), []),
}


@pytest.mark.parametrize(("text", "expected"), BEGINS.values(), ids=BEGINS)
def test_what_fits_best_comes_first(text: str, expected: list[str]) -> None:
    """Names of the slot, then what an expression may hold, then keywords."""
    _, found = propose(text)
    assert labels(found)[: len(expected)] == expected


@pytest.mark.parametrize(("text", "expected"), ALL.values(), ids=ALL)
def test_where_only_some_words_fit_only_those_are_proposed(text: str, expected: list[str]) -> None:
    """A closed slot takes no variable, no function and no keyword."""
    _, found = propose(text)
    assert labels(found) == expected


def test_the_keywords_are_those_the_parse_tables_accept() -> None:
    """Clause words of a loop, no steps, since the loop's block must come first."""
    _, found = propose(steps("for order in orders $0"))
    assert {"where", "checkpoint", "parallel", "concurrency", "onError"} <= {*labels(found)}
    assert not {"get", "store", "let"} & {*labels(found)}


def test_units_are_proposed_for_durations_not_for_counts() -> None:
    """`checkpoint every 100` counts items."""
    _, found = propose(steps("for order in orders checkpoint every 100 $0"))
    assert "seconds" not in labels(found)
    _, found = propose(steps("let pause = 30 $0"))
    assert "seconds" in labels(found)


def test_a_new_statement_is_not_proposed_in_the_middle_of_a_line() -> None:
    """The grammar allows two steps on one line; nobody means it."""
    _, found = propose(steps("apply Clean to response $0"))
    assert "as" in labels(found)
    assert "get" not in labels(found)


def test_every_function_is_proposed_with_its_signature() -> None:
    """And completes to a call, with the cursor where the arguments go."""
    _, found = propose(steps("let x = $0"))
    functions = {item.label: item for item in found.items if item.kind == "function"}
    assert set(functions) == {*FUNCTIONS}
    assert functions["round"].detail == FUNCTIONS["round"].signature
    assert functions["round"].snippet == "round($1)"
    assert functions["now"].snippet == "now()"


@pytest.mark.parametrize(
    "text",
    [
        "let mine = $0",
        "for mine in $0",
        "let x = $0\n    let mine = 1",
        "try { let mine = 1 } catch { skip }\n    let x = $0",
    ],
)
def test_a_variable_is_not_proposed_where_it_cannot_be_read(text: str) -> None:
    """Neither in its own value, nor before it is bound, nor outside its block."""
    _, found = propose(steps(text))
    assert "mine" not in labels(found)


def test_names_of_another_mission_are_not_proposed() -> None:
    """Each mission sees its own declarations and those of the file."""
    text = 'store shared: file("s")\nmission A { store a: file("a") }\n' + steps("clear $0")
    _, found = propose(text)
    assert labels(found) == ["orders", "dlq", "shared"]


@pytest.mark.parametrize(
    ("text", "word"),
    [(steps("clear ord$0ers"), "ord"), (members('parallelMode: "a-b$0"'), "a-b")],
)
def test_the_word_before_the_cursor_is_replaced(text: str, word: str) -> None:
    """A quoted word from its quote on, since it may hold more than letters."""
    plain, found = propose(text)
    assert plain[found.replace.start : found.replace.end] == word


@pytest.mark.parametrize(
    ("text", "label", "insert"),
    [
        (members("source S { au$0 }"), "auth", "auth: "),
        (members("source S { au$0: none }"), "auth", "auth"),
        (members("parallelMode: $0"), "wait-all", '"wait-all"'),
        (members('parallelMode: "$0"'), "wait-all", "wait-all"),
        (steps("map response -> Order { $0 }"), "id", "id: "),
        (
            members('schema P { "full name": string }\n  transform T: Order -> P { $0 }'),
            "full name",
            '"full name": ',
        ),
    ],
)
def test_an_accepted_proposal_reads_well(text: str, label: str, insert: str) -> None:
    """Colons and quotes are added where they are missing and only there."""
    _, found = propose(text)
    [item] = [item for item in found.items if item.label == label]
    assert item.text == insert


def test_a_call_s_bracket_is_not_doubled() -> None:
    """When the cursor stands before one, the name alone is inserted."""
    _, found = propose(steps("let x = rou$0(1)"))
    assert found.items[0].label == "round"
    assert found.items[0].snippet is None


def test_too_many_proposals_are_ranked_before_they_are_cut() -> None:
    """The best must not be lost to the limit; the client is told to ask again."""
    items = [Item(f"name{number}", "variable") for number in range(LIMIT + 50)]
    found = ranked([*items, Item("wanted", "variable")], "wan", Span(0, 3))
    assert found.incomplete
    assert len(found.items) == LIMIT
    assert found.items[0].label == "wanted"


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_completion_answers_anywhere_in_any_text(data: st.DataObject) -> None:
    """Cut and mangled missions are what is there while somebody types."""
    text = steps("match response { Order -> store response -> orders { key: .id } }")
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    noise = data.draw(st.sampled_from(["", "{", "}", "(", '"', "[", ":", "->", "\n", "/*", "\x85"]))
    text = text[:start] + noise + text[end:]
    offset = data.draw(st.integers(0, len(text)))
    found = complete(analyze(parse(text)), text, offset)
    assert found.replace.end == offset
    assert "\n" not in text[found.replace.start : offset]
