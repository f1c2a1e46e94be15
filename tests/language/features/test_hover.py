"""What hover says. `$0` is the cursor; a case lists what the answer must contain."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.features.cursors import HEAD, at, members, read, steps
from reqon_language.features.hover import hover
from reqon_language.functions import FUNCTIONS
from reqon_language.keywords import KEYWORDS, keyword
from reqon_language.syntax.tables import TABLES

CASES = {
    "a mission": (HEAD.replace("Sync", "Sy$0nc"), ["mission Sync", "2 sources, 2 stores"]),
    "a source": (steps('get A$0pi "/x"'), ["source Api", "The shop."]),
    "a described source": (steps("call C$0rm.listCustomers"), ["`./crm.yaml`: 3 operations"]),
    "a source of a lost description": (
        members('source So$0re from "./gone.yaml"'),
        ["could not be read"],
    ),
    "a store": (
        steps("clear ord$0ers"),
        ['store orders: file("orders")', "What was ordered.", "store<Order>", "schema Order {"],
    ),
    "a store nobody fills": (steps("clear cop$0ies"), ['store copies: memory("copies")']),
    "a schema": (
        steps("map response -> Ord$0er { id: .id }"),
        ["schema Order {\n  id: string,", "An order\nof the shop."],
    ),
    "a transform": (steps("apply Cle$0an to response"), ["transform Clean: Order -> Line"]),
    "an action": (steps("run Fe$0tch"), ["action Fetch", "Fills the store."]),
    "a declaration itself": (members("store ex$0tra: file('x')"), ["store extra: file('x')"]),
    "a variable": (
        steps("// How many.\n    let n = length(orders)\n    let x = $0n"),
        ["let n: integer", "How many."],
    ),
    "a variable where it is bound": (steps("let tot$0al = 1 + 1"), ["let total: integer"]),
    "a loop's variable": (
        steps("for ord$0er in orders { skip }"),
        ["for order: Order", "Variable of a loop.", "schema Order {"],
    ),
    "a variable in a path": (
        steps('for order in orders { get "/x/{ord$0er.id}" }'),
        ["for order: Order"],
    ),
    "a field in a path": (
        steps('for order in orders { get "/x/{order.i$0d}" }'),
        ["id: string", "Field of `Order`."],
    ),
    "a lambda's parameter": (steps("let x = map(orders, o$0 => o.id)"), ["o: Order", "Parameter"]),
    "a pattern's variable": (
        steps("match response { { error: e } -> abort e$0 }"),
        ["```vague\ne\n```", "Bound by a pattern."],
    ),
    "a page": (
        steps('get "/x" { paginate: page(p, 10), until: $0p > 3 }'),
        ["p: number", "Parameter of the page"],
    ),
    "response after a fetch": (
        steps('get "/x"\n    let x = resp$0onse'),
        ['Set by `get "/x"`, line 25.'],
    ),
    "response after two requests": (
        steps('get "/x"\n    get "/y"\n    let x = resp$0onse'),
        ['Set by `get "/y"`, line 26.'],
    ),
    "response after a call": (
        steps("call Crm.listCustomers\n    let x = resp$0onse"),
        ["response: array<Client>", "schema Client {", "Set by `call Crm.listCustomers`"],
    ),
    "response after a map": (
        steps("map response -> Line { sku: 'a', count: 1 }\n    let x = resp$0onse"),
        ["response: Line", "Set by `map response -> Line`"],
    ),
    "response in an arm": (
        steps('get "/x"\n    match response { [Order] -> store resp$0onse -> orders }'),
        ["response: array<Order>", "Matched by `[Order]`"],
    ),
    "response in `until`": (
        steps('get "/x" { paginate: page(p, 10), until: length(resp$0onse) == 0 }'),
        ["A page of this request, line 25."],
    ),
    "response behind a branch": (
        steps('if true { get "/x" }\n    let x = resp$0onse'),
        ['Set by `get "/x"`'],
    ),
    "response behind a loop": (
        steps('for o in orders { get "/x" }\n    let x = resp$0onse'),
        ["No step before this one sets it."],
    ),
    "lastSync": (steps('get "/x" { since: last$0Sync }'), ["start of the last successful sync"]),
    "the error of a try": (steps("try { skip } catch { abort err$0or }"), ["What failed"]),
    "a field of the element": (
        steps("for o in orders where .tot$0al > 1 { skip }"),
        ["total: number?", "In cents.", "Field of `Order`. It may be absent or null."],
    ),
    "a field of a value": (
        steps("for order in orders { let x = order.li$0nes }"),
        ["lines: array<Line>", "schema Line {", "Field of `Order`"],
    ),
    "a field of a field": (
        steps("for order in orders { let x = order.to.ci$0ty }"),
        ["city: string"],
    ),
    "a field of an operation's answer": (
        steps("call Crm.getCustomer\n    let x = response.na$0me"),
        ["name: string?", "Field of `Client`. It may be absent or null."],
    ),
    "a field a mapping sets": (
        steps("map response -> Order { tot$0al: 1 }"),
        ["total: number?", "In cents."],
    ),
    "a field a transform sets": (
        members("transform T: Order -> Line { sk$0u: .id }"),
        ["sku: string", "Field of `Line`."],
    ),
    "a field where it is declared": (
        HEAD.replace("total:", "to$0tal:"),
        ["total: number?", "In cents.", "It may be absent or null."],
    ),
    "an operation": (
        steps("call Crm.get$0Customer"),
        ["call Crm.getCustomer", "`GET /customers/{id}`", "`id: string` in path, required"],
    ),
    "an operation's summary": (steps("call Crm.create$0Customer"), ["Add a customer."]),
    "a function": (
        steps("let x = rou$0nd(1.5)"),
        [FUNCTIONS["round"].signature, FUNCTIONS["round"].example],
    ),
    "a function written as a method": (
        steps("let x = orders.fil$0ter(.total > 1)"),
        [FUNCTIONS["filter"].signature, "`condition` is computed for each element"],
    ),
    "a function behind a pipe": (steps("let x = orders | cou$0nt()"), ["count(value: any)"]),
    "an environment variable": (
        members('source S { auth: bearer, token: env("TO$0KEN"), base: "https://a" }'),
        ["Environment variable `TOKEN`"],
    ),
    "an OpenAPI file": (HEAD.replace("./crm", "./c$0rm"), ["with 3 operations"]),
    "an import": (
        'import { Ord$0er } from "./s.vague"',
        ['import Order from "./s.vague"', "Declared in that file."],
    ),
    "an option": (
        steps('get "/x" { retry: { back$0off: linear } }'),
        [
            "backoff: exponential | linear | constant",
            "How the waits grow.",
            "Default: `exponential`.",
        ],
    ),
    "an option in milliseconds": (
        members('source S { auth: none, base: "x", time$0out: 30s }'),
        ["timeout: duration", "Default: `30s`. A plain number means milliseconds."],
    ),
    "an option in seconds": (
        members('source S { auth: none, base: "x", rateLimit: { max$0Wait: 30 } }'),
        ["A plain number means seconds."],
    ),
    "a required option": (steps("pause { dur$0ation: 1 day }"), ["Required."]),
    "an option of a mission": (members("check$0point: afterStep"), ["When the position is saved"]),
    "an option of an action": (
        members("action A { concur$0rency: 5, skip }"),
        ["How many iterations"],
    ),
    "a word of an enumeration": (members("trace: fu$0ll"), ["trace: full", "Record variables"]),
    "a quoted word": (
        steps('get "/x" { retry: { backoff: "lin$0ear" } }'),
        ["Lengthen the wait"],
    ),
    "a word with a hyphen": (members("parallelMode: fail-fa$0st"), ["Cancel the other actions"]),
    "a kind of pagination": (
        steps('get "/x" { paginate: off$0set(o, 10) }'),
        ["Send how many items were read so far"],
    ),
    "a trigger": (
        steps('pause { duration: 1d, resumeOn: timeout | web$0hook "/ok" }'),
        ["Resume when a request arrives"],
    ),
    "an adapter": (members("store s: mem$0ory('s')"), ["Keep the records in memory"]),
    "a loop's policy": (
        steps("for o in orders onError conti$0nue { skip }"),
        ["Record the failure"],
    ),
    "a severity": (
        steps("validate response { assume .a, severity: warn$0ing }"),
        ["A constraint that does not hold is logged."],
    ),
    "a type": (HEAD.replace("count: int", "count: i$0nt"), ["A whole number."]),
    "a tested type": (steps("let x = response is unde$0fined"), ["A field that is absent."]),
    "a duration": (members("stateRetention: 7$0d"), ["`7d` = 604 800 000 ms (1 week)"]),
    "a duration in words": (
        members("stateRetention: 90 min$0utes"),
        ["`90 minutes` = 5 400 000 ms (1 hour 30 minutes)"],
    ),
    "a duration in quotes": (
        steps('pause { duration: "1.$05h" }'),
        ["= 5 400 000 ms (1 hour 30 minutes)"],
    ),
    "a number of milliseconds": (
        steps("wait { timeout: 15$000 }"),
        ["`1500` = 1 500 ms (1 second 500 milliseconds)"],
    ),
    "a number of seconds": (
        members('source S { auth: none, base: "x", rateLimit: { maxWait: 9$00 } }'),
        ["`90` = 90 000 ms (1 minute 30 seconds)"],
    ),
    "a cron expression": (
        members('schedule: cron "0 2$0 * * *"'),
        ["Fires at 02:00 every day."],
    ),
    "a cron expression in brackets": (
        members('schedule: cron("*/15 9-17 * $0* 1-5")'),
        ["Fires every 15 minutes from 09:00 to 17:59 on Monday to Friday."],
    ),
    "a wrong cron expression": (
        members('schedule: cron "0 25$0 * * *"'),
        ["Not a cron expression: 25 is no hour"],
    ),
    "a code in a comment": (
        steps("let x = 1 // reqon: ignore[RQ30$013]"),
        ["**RQ3013**", "(warning)"],
    ),
    "a step": (steps("st$0ore response -> orders"), ["Write a value, or each item of a list"]),
    "a declaring keyword": (members("st$0ore s: file('s')"), ["Where records are kept"]),
    "a pipeline": (members("ru$0n Fetch"), ["The actions to run, stage after stage"]),
    "an action run by a step": (steps("ru$0n Fetch"), ["Run another action here"]),
    "a request": (steps('GE$0T "/x"'), ["Send a GET request."]),
    "a record's deletion": (steps("dele$0te orders[1]"), ["Delete a record"]),
    "a match that is a value": (
        steps("let x = ma$0tch 1 { 1 => 2, _ => 3 }"),
        ["Choose a value by the shape of another"],
    ),
    "a condition that is a value": (steps("let x = i$0f true then 1 else 2"), ["One of two"]),
    "a stage's condition": (members("run Fetch i$0f true"), ["Run the stage only if"]),
    "a bare step": (steps("abo$0rt"), ["Fail the mission"]),
    "a loop's clause": (
        steps("for o in orders check$0point every 10 { skip }"),
        ["Save the position after every so many items"],
    ),
    "a name in half-typed text": (
        steps("for order in orders {\n      let x = ord$0er.\n"),
        ["for order: Order"],
    ),
    "a keyword in half-typed text": (steps("map$0 "), ["Make a record of another shape"]),
    "an option in half-typed text": (steps('get "/x" { pagi$0nate: '), ["How the pages"]),
    "a declaration in a file cut short": (
        HEAD + "  action Work {\n    clear ord$0ers",
        ['store orders: file("orders")'],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_what_has_a_meaning_says_it(text: str, expected: list[str]) -> None:
    """The word under the cursor decides; the answer's place is that word."""
    place = at(text)
    found = hover(place.tree, place.model, place.offset)
    assert found is not None
    for part in expected:
        assert part in found.markdown
    assert found.span.start <= place.offset <= found.span.end


@pytest.mark.parametrize(
    "text",
    [
        steps("// Just a com$0ment."),
        steps('get "/just/a/pa$0th"'),
        steps("let x = 1$02"),
        steps("clear nowh$0ere"),
        steps("let x = 1  $0  "),
        steps("let x = 1 // RQ99$099"),
        "$0",
    ],
)
def test_what_means_nothing_says_nothing(text: str) -> None:
    """An empty answer is better than one that repeats the word."""
    place = at(text)
    assert hover(place.tree, place.model, place.offset) is None


CRONS = {
    "* * * * *": "Fires every minute.",
    "0 * * * *": "Fires every hour, on the hour.",
    "30 */2 * * *": "Fires every 2 hours, 30 minutes past the hour, every day.",
    "0 0,12 * * *": "Fires at 00:00 and 12:00 every day.",
    "0 9 * * mon": "Fires at 09:00 on Monday.",
    "0 0 1 1 *": "Fires at 00:00 on day 1 of the month in January.",
    "0 0 1,15 * 5": "Fires at 00:00 on day 1 and 15 of the month and also on Friday.",
    "5 1-9 * * *": "Fires 5 minutes past the hour at 01, 02, 03, 04, 05, 06, 07, 08 and 09 "
    "o'clock every day.",
    "0 0 31 2 *": "Never: no month has such a day.",
}


@pytest.mark.parametrize(("expression", "words"), CRONS.items())
def test_a_cron_expression_is_put_in_words(expression: str, words: str) -> None:
    """Times first, then days, then months."""
    place = at(members(f'schedule: cron "$0{expression}"'))
    found = hover(place.tree, place.model, place.offset)
    assert found is not None
    assert found.markdown.endswith(words)


def test_every_keyword_of_the_grammar_is_documented() -> None:
    """And nothing that is none."""
    assert {word for word in TABLES.words if not word.isupper()} == {*KEYWORDS}
    assert keyword("GET") is keyword("get")


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_hover_answers_anywhere_in_any_text(data: st.DataObject) -> None:
    """Cut and mangled missions are what is there while somebody types."""
    text = steps("match response { Order -> store response -> orders { key: .id } }")
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    noise = data.draw(st.sampled_from(["", "{", "}", "(", '"', "[", ":", ".", "->", "\n", "/*"]))
    text = text[:start] + noise + text[end:]
    tree, model = read(text)
    offset = data.draw(st.integers(0, len(text)))
    found = hover(tree, model, offset)
    assert found is None or found.span.start <= offset <= found.span.end
