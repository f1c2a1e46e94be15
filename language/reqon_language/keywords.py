"""What every keyword of the language means: the one table hover and completion read.

The spellings are the grammar's; a test compares the two. A word that means several things has
a row for each construct it stands in, by the grammar's name for that construct.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Keyword:
    """How the construct is written, and one or two sentences on what it does."""

    form: str
    doc: str


def keyword(word: str, construct: str = "") -> Keyword | None:
    """Return what a word means inside a construct; None if it is no keyword."""
    word = word.lower() if word.isupper() else word
    return _IN.get((word, construct)) or KEYWORDS.get(word)


_REQUEST: Final = "Its body becomes `response`; failures are repeated as `retry` says."

KEYWORDS: Final[Mapping[str, Keyword]] = {
    "mission": Keyword(
        "mission Name { … }",
        "A pipeline: sources, stores, actions and the order they run in.",
    ),
    "import": Keyword('import Name from "./file.vague"', "Use declarations of another file."),
    "source": Keyword(
        'source Name { auth: …, base: "https://…" }',
        "An HTTP API requests are sent to. Its OpenAPI description follows `from`.",
    ),
    "store": Keyword(
        "store value -> name { key: … }",
        "Write a value, or each item of a list, to a store. A record of the same key is replaced.",
    ),
    "schema": Keyword(
        "schema Name { field: type }",
        "The shape of a record. `type?` may be absent or null; `...Other` takes over its fields.",
    ),
    "implements": Keyword(
        "schema Name implements Contract { … }", "The contracts every record of the schema keeps."
    ),
    "with": Keyword("with Context(…)", "The contexts that records are made up in."),
    "refine": Keyword(
        "schema Name { … } refine { if condition { … } }",
        "Fields that are made up differently where a condition holds.",
    ),
    "unique": Keyword("id: unique int", "No two records of a dataset have the same value."),
    "private": Keyword("seed: private int", "Other fields may read it; the record leaves it out."),
    "when": Keyword("field: type when condition", "The field is only there if this holds."),
    "constraints": Keyword("constraints { … }", "Conditions that every record fulfils."),
    "invariant": Keyword(
        'invariant .total >= 0 "message"',
        "A constraint that holds even in data that is made up to violate constraints.",
    ),
    "array": Keyword("array<T>", "A list of values of the type."),
    "per": Keyword("1..5 per customers of Order", "So many for each record of another collection."),
    "dataset": Keyword(
        "dataset Name { customers: 100 of Customer }",
        "Collections of records to make up. Missions do not run it.",
    ),
    "violating": Keyword(
        "dataset Name violating { … }", "Make up records that violate their constraints."
    ),
    "context": Keyword(
        "context Name { field: type, affects other => value }",
        "Circumstances that records are made up in, chosen by `with`.",
    ),
    "affects": Keyword("affects field => value", "How the context changes a field of a record."),
    "distribution": Keyword(
        "distribution Name { 18..25: 20%, 26..40: 80% }", "How often which values are made up."
    ),
    "contract": Keyword(
        "contract Name { invariant … }", "Invariants for the schemas that implement it."
    ),
    "transform": Keyword(
        "transform Name: Source -> Target { … }",
        "A named mapping from one schema to another, used by `apply`.",
    ),
    "action": Keyword("action Name { … }", "A list of steps; `run` says when it has its turn."),
    "run": Keyword(
        "run A then [B, C]",
        "The actions to run, stage after stage; those in `[…]` run at the same time.",
    ),
    "then": Keyword("run A then B", "What runs after the stage before it has ended."),
    "get": Keyword('get "/path" { … }', f"Send a GET request. {_REQUEST}"),
    "post": Keyword(
        'post "/path" { body: … }',
        f"Send a POST request with an idempotency key. {_REQUEST}",
    ),
    "put": Keyword('put "/path" { body: … }', f"Send a PUT request. {_REQUEST}"),
    "patch": Keyword(
        'patch "/path" { body: … }',
        f"Send a PATCH request with an idempotency key. {_REQUEST}",
    ),
    "delete": Keyword('delete "/path"', f"Send a DELETE request. {_REQUEST}"),
    "call": Keyword(
        "call Source.operation { params: … }",
        f"Call an operation of the source's OpenAPI description. {_REQUEST}",
    ),
    "from": Keyword('get "/path" from Source', "The source the request goes to."),
    "for": Keyword(
        "for item in items where … { … }",
        "Run the steps for each item of a list, or each record of a store.",
    ),
    "in": Keyword("value in list", "Whether a list, a store, text or a record holds the value."),
    "where": Keyword(
        "items where .field == value",
        "Only the items for which the condition holds; `.field` reads from the item.",
    ),
    "checkpoint": Keyword(
        "for … checkpoint every 100 { … }",
        "Save the position after every so many items, and at the end of the loop.",
    ),
    "every": Keyword("every 100", "How often: a number of items, or a duration in a schedule."),
    "parallel": Keyword("for … parallel { … }", "Run iterations at the same time."),
    "concurrency": Keyword(
        "for … concurrency 5 { … }", "Run at most so many iterations at the same time."
    ),
    "onError": Keyword(
        "for … onError continue { … }",
        "What happens to a failed item: `abort` (default), `continue`, or `queue` and a store.",
    ),
    "map": Keyword(
        "map value -> Schema { field: expression }",
        "Make a record of another shape; it becomes `response`. `.field` reads from the value.",
    ),
    "apply": Keyword(
        "apply Transform to value as name",
        "Map with a transform. The result becomes `response`, or the variable after `as`.",
    ),
    "to": Keyword("apply Transform to value", "The value that is mapped."),
    "as": Keyword("apply Transform to value as name", "The variable that holds the result."),
    "validate": Keyword(
        "validate value { assume … }",
        "Check constraints. One that fails ends the action, or runs the block after `or`.",
    ),
    "assume": Keyword(
        'assume .total >= 0: "message"',
        "A constraint; `.field` reads from the validated value.",
    ),
    "each": Keyword("store each items -> name", "Store every item as a record of its own."),
    "match": Keyword(
        "match value { Schema -> …, _ -> … }",
        "Choose by the shape of a value; the first arm that fits is run.",
    ),
    "catch": Keyword(
        "try { … } catch { … }", "What runs when a step before it fails; `error` says why."
    ),
    "let": Keyword("let name = expression", "Name a value, for the steps that follow."),
    "generate": Keyword("generate 10 of Schema as name", "Make up records of a schema."),
    "wait": Keyword(
        "wait { timeout: 30m }", "Hold the process until events arrive; they become `response`."
    ),
    "pause": Keyword(
        "pause { duration: 1 day, resumeOn: … }",
        "Save everything and release the process until a trigger resumes the mission.",
    ),
    "skip": Keyword("skip", "Go on with the next item of the loop; elsewhere end the action."),
    "continue": Keyword("continue", "Go on with the step after the match."),
    "abort": Keyword('abort "message"', "Fail the mission with a message."),
    "retry": Keyword(
        "retry { maxAttempts: 3 }",
        "Send the latest request again, and run the steps between it and here once more.",
    ),
    "queue": Keyword(
        "queue store { item: …, key: … }",
        "Put a value into a store for later, such as an item that cannot be handled now.",
    ),
    "jump": Keyword(
        "jump Action then retry",
        "Run another action, then come back: send the latest request again, or go on.",
    ),
    "clear": Keyword("clear store", "Delete every record of a store."),
    "if": Keyword("if condition { … } else { … }", "Run steps only if a condition holds."),
    "else": Keyword("if condition { … } else { … }", "What runs, or holds, otherwise."),
    "try": Keyword("try { … } catch { … }", "Run steps and catch their failure."),
    "or": Keyword("a or b", "The first value, or the second one if the first is not true."),
    "and": Keyword("a and b", "The second value, or the first one if that is not true."),
    "not": Keyword("not a", "The opposite of a condition."),
    "is": Keyword("value is Schema", "Whether a value has a type, or the shape of a schema."),
    "any": Keyword(
        "any of items where …", "The first item for which the condition holds, or null."
    ),
    "of": Keyword("any of items where …", "The list to look in."),
    "true": Keyword("true", "The boolean value true."),
    "false": Keyword("false", "The boolean value false."),
    "null": Keyword("null", "No value. Reading a field that is absent gives null as well."),
    "contains": Keyword("value contains part", "Whether text or a list holds the part."),
    "startsWith": Keyword('text startsWith "part"', "Whether text begins with the part."),
    "endsWith": Keyword('text endsWith "part"', "Whether text ends with the part."),
}

_IN: Final[Mapping[tuple[str, str], Keyword]] = {
    ("store", "store"): Keyword(
        'store name: file("target")', "Where records are kept; the adapter says how."
    ),
    ("run", "step"): Keyword(
        "run Action", "Run another action here; what it answers becomes `response`."
    ),
    ("delete", "delete_record"): Keyword(
        "delete store[key]", "Delete a record; one that is not there is no error."
    ),
    ("match", "match_expression"): Keyword(
        "match value { pattern => result, _ => otherwise }",
        "Choose a value by the shape of another; the first arm that fits counts.",
    ),
    ("if", "conditional"): Keyword(
        "if condition then a else b", "One of two values; without `else` null."
    ),
    ("if", "stage"): Keyword(
        "run A then B if condition", "Run the stage only if the condition holds at its turn."
    ),
    ("then", "conditional"): Keyword(
        "if condition then a else b", "The value if the condition holds."
    ),
    ("then", "jump"): Keyword(
        "jump Action then retry", "What happens when the other action has ended."
    ),
    ("retry", "jump"): Keyword("jump Action then retry", "Send the latest request again."),
    ("continue", "jump"): Keyword("jump Action then continue", "Go on with the next step."),
    ("where", "for"): Keyword(
        "for item in items where .field == value { … }",
        "Only the items for which the condition holds when the loop begins.",
    ),
    ("where", "step_arm"): Keyword(
        "Schema where .total > 0 -> …", "The arm fits only if this holds as well."
    ),
    ("where", "value_arm"): Keyword(
        "pattern where .total > 0 => …", "The arm fits only if this holds as well."
    ),
    ("where", "variant"): Keyword(
        "(Source) where .total > 0 -> Target { … }", "The variant is used only if this holds."
    ),
    ("from", "source"): Keyword(
        'source Name from "./openapi.yaml"', "The OpenAPI description of the source: a file or URL."
    ),
    ("from", "import"): Keyword('import Name from "./file.vague"', "The file to import from."),
    ("catch", "catch_arms"): Keyword(
        "match … { … } catch { … }",
        "The arms tried when a step of the chosen arm fails; `error` says why.",
    ),
    ("or", "validate"): Keyword(
        "validate … { … } or { … }", "The steps to run when a constraint does not hold."
    ),
    ("in", "for"): Keyword("for item in items { … }", "The list or store to go through."),
    ("in", "range"): Keyword("int in 1..5", "The least and the greatest value."),
    ("of", "collection"): Keyword("1..5 of Item", "What the list consists of."),
    ("of", "generate"): Keyword("generate 10 of Schema", "The schema of the records."),
    ("as", "generate"): Keyword("generate 10 of Schema as name", "The variable that holds them."),
    ("from", "schema_from"): Keyword(
        "schema Name from lib.Other { … }", "The schema whose fields this one has as well."
    ),
    ("where", "constrained"): Keyword(
        "field: type where condition", "A condition on the values that are made up."
    ),
    ("then", "mutations"): Keyword(
        "schema Name { … } then { order.paid += amount }",
        "What a made-up record changes in the records it refers to.",
    ),
    ("if", "assume"): Keyword(
        "assume if condition { … }", "The constraints only hold if this does."
    ),
    ("if", "refinement"): Keyword("refine { if condition { … } }", "Which records look like this."),
    ("validate", "constraints"): Keyword(
        "validate { … }", "Conditions on the collections of the dataset as a whole."
    ),
    ("catch", "try"): Keyword(
        "try { … } catch { … }", "What runs when a step before it fails; `error` says why."
    ),
    ("every", "every"): Keyword("schedule: every 6 hours", "Run in equal intervals."),
    ("continue", "on_error"): Keyword("onError continue", "Record the failure and go on."),
}
