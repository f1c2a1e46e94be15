"""RQ1xxx and RQ2xxx: the mistakes the parser itself finds, documented like every other rule.

The parser reports them as values (`syntax/errors.py`); here they become diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reqon_language.model.file import Body, FileModel
from reqon_language.model.paths import BadPlaceholder
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.rules.unbalanced import suspect
from reqon_language.rules.units import check_units
from reqon_language.syntax import Tree

CHARACTER: Final = Rule(
    "RQ1001",
    "error",
    "unexpected character",
    what="Reports a character that has no meaning in a mission.",
    why="It would have to be guessed what was meant.",
    fix="Remove it.",
    bad='get "/orders";',
    good='get "/orders"',
    frame="steps",
)

STRING: Final = Rule(
    "RQ1002",
    "error",
    "string is not closed",
    what="Reports a string whose closing quote is missing.",
    why="Everything behind it would be read as text.",
    fix="Add the closing quote.",
    bad='abort "no orders',
    good='abort "no orders"',
    frame="steps",
)

COMMENT: Final = Rule(
    "RQ1004",
    "error",
    "block comment is not closed",
    what="Reports a `/*` without `*/`.",
    why="Everything behind it would be a comment.",
    fix="Add `*/`.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          run Ping
        }
        /* the end
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          run Ping
        }
        /* the end */
    """,
)

NUMBER: Final = Rule(
    "RQ1007",
    "error",
    "malformed number",
    what="Reports digits that run into letters.",
    why="It is neither a number nor a name.",
    fix="Separate the number from what follows it.",
    bad='post "/total" { body: 0x1F }',
    good='post "/total" { body: 31 }',
    frame="steps",
)

DURATION: Final = Rule(
    "RQ1008",
    "error",
    "malformed duration",
    what="Reports a duration that cannot be read, as a word or as a string.",
    why="How long it is cannot be told.",
    fix="Write a number and a unit: `30s`, `15m`, `12h`, `7d`, or `7 days`.",
    bad='wait { timeout: "soon" }',
    good='wait { timeout: "30s" }',
    frame="steps",
)

EXPECTED: Final = Rule(
    "RQ2001",
    "error",
    "syntax error",
    what="Reports a place where the text stops making sense, and what could stand there.",
    why="The statement around it cannot be understood; the rest of the file still is.",
    fix="Add what is missing, or remove what is too much.",
    bad='post "/orders" { body: }',
    good='post "/orders" { body: response }',
    frame="steps",
)

UNCLOSED: Final = Rule(
    "RQ2002",
    "error",
    "bracket is not closed",
    what="Reports a `{`, `(` or `[` whose closing bracket is missing.",
    why="Where the construct ends has to be guessed from the indentation.",
    fix="Add the closing bracket.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping {
            get "/ping"
          run Ping
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping {
            get "/ping"
          }
          run Ping
        }
    """,
)

STEP: Final = Rule(
    "RQ2003",
    "error",
    "unknown step",
    what="Reports a word at the start of a step that begins none.",
    why="What to do is not known.",
    fix="Correct the word.",
    bad='gett "/orders"',
    good='get "/orders"',
    frame="steps",
)

MEMBER: Final = Rule(
    "RQ2004",
    "error",
    "unknown mission member",
    what="Reports a word inside a mission that neither begins a declaration nor is an option.",
    why="What to declare is not known.",
    fix="Correct the word; steps belong into an `action`.",
    bad="chekpoint: afterStep",
    good="checkpoint: afterStep",
    frame="members",
)

RULES: Final = (
    CHARACTER, STRING, COMMENT, NUMBER, DURATION, EXPECTED, UNCLOSED, STEP, MEMBER
)  # fmt: skip
_BY_CODE: Final = {rule.code: rule for rule in RULES}


def check(body: Body) -> Iterator[Diagnostic]:
    """Report placeholders of paths that are no expressions."""
    for bad in body.facts.of(BadPlaceholder):
        yield EXPECTED.at(bad.span, bad.message, help='write one such as `"/orders/{order.id}"`')


def check_tree(tree: Tree, model: FileModel) -> Iterator[Diagnostic]:
    """Report the errors of the parser; a word that should be a time unit is called so."""
    units = dict(check_units(tree, model))
    for error in tree.errors:
        if error.span not in units:
            found = _BY_CODE.get(error.code, EXPECTED).at(
                error.span, error.message, suggestion=error.replacement
            )
            meant = suspect(tree, error)
            yield replace(found, code=error.code, related=(meant,) if meant else ())
    yield from units.values()
