"""RQ2005 and its kin: option blocks with unknown, repeated, missing or ill-shaped options.

Which options exist and what they want is in `vocabulary.BLOCKS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.model.facts import Entries, OptionBlock
from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.durability import CHECKPOINT, RECORDING
from reqon_language.rules.nearest import nearest, one_of, unknown
from reqon_language.rules.pagination import KIND
from reqon_language.rules.rule import Rule
from reqon_language.rules.schedule import INTERVAL
from reqon_language.rules.shapes import fits, wanted
from reqon_language.rules.sources import AUTH_KIND
from reqon_language.rules.syntax import DURATION, MEMBER
from reqon_language.rules.units import unknown_unit
from reqon_language.rules.written import number_of, word_of
from reqon_language.syntax import ast
from reqon_language.vocabulary.blocks import BLOCKS
from reqon_language.vocabulary.enumerations import ON_ERROR_POLICIES, SEVERITIES
from reqon_language.vocabulary.specs import OptionSpec

OPTION: Final = Rule(
    "RQ2005",
    "error",
    "unknown option, or a value it cannot have",
    what="Reports an option its block does not know, and a value of the wrong kind for an "
    "option it does.",
    why="Nothing is ignored silently: a mistyped `maxAtempts` would leave the default in force.",
    fix="Correct the key or the value; the reference lists the options of every block.",
    bad='get "/orders" { parms: { status: "open" } }',
    good='get "/orders" { params: { status: "open" } }',
    frame="steps",
)

TWICE: Final = Rule(
    "RQ2006",
    "error",
    "option or field is given twice",
    what="Reports an option that its block already has, and a field that its object or mapping "
    "already has.",
    why="Only the last one counts, which the first one's reader cannot see.",
    fix="Remove one of them.",
    bad='get "/orders" { timeout: 5s, timeout: 30s }',
    good='get "/orders" { timeout: 30s }',
    frame="steps",
    tags=("unnecessary",),
)

SUSPENSION: Final = Rule(
    "RQ5201",
    "error",
    "`wait` or `pause` is incomplete or has a wrong value",
    what="Reports a `pause` without `duration`, and options of `wait` and `pause` with values of "
    "the wrong kind.",
    why="How long to hold a mission has to be known before it is held.",
    fix='Give the duration: `pause { duration: "7d" }`.',
    bad="""
        mission Example {
          checkpoint: afterStep
          action Hold { pause { resumeOn: webhook "/approved" } }
          run Hold
        }
    """,
    good="""
        mission Example {
          checkpoint: afterStep
          action Hold { pause { duration: "7d", resumeOn: webhook "/approved" } }
          run Hold
        }
    """,
)

LIMIT: Final = Rule(
    "RQ7017",
    "warning",
    "`maxConcurrency` that lets nothing run, or limits nothing",
    what="Reports a `maxConcurrency` below 1, and one above 1 beside `skipIfRunning: true` where "
    "no stage has several actions.",
    why="A limit below 1 would let nothing run, so the mission is refused. Above 1 it is about "
    "actions side by side and runs that overlap, and there are neither.",
    fix="Give a whole number from 1, or remove the option.",
    bad="maxConcurrency: 0",
    good="maxConcurrency: 1",
    frame="members",
)

RULES: Final = (OPTION, TWICE, SUSPENSION, LIMIT)

_OWN_RULES: Final = {
    ("source", "auth"): AUTH_KIND,
    ("specAuth", "type"): AUTH_KIND,
    ("mission", "checkpoint"): CHECKPOINT,
    ("mission", "trace"): RECORDING,
    ("mission", "stateStore"): RECORDING,
    ("paginate", "type"): KIND,
    ("fetch", "paginate"): KIND,
}
_SUSPENDING: Final = {"wait", "pause", "storage"}
_MEMBERS: Final = ("source", "store", "schema", "transform", "action", "run", "let")
DECLARING: Final = frozenset({*_MEMBERS, "mission"})
"""Words that begin a declaration, and so are no keys."""


def check(body: Body) -> Iterator[Diagnostic]:
    """Report wrong options in all option blocks of a body."""
    if isinstance(body.node, ast.Option):
        yield from _mission_option(body.node.entry)
    for block in body.facts.blocks:
        yield from _check_block(block)
    for fields in body.facts.of(ast.Object):
        for later, earlier in repeated(fields.entries):
            yield twice(later.key, earlier.key.span, "field")
    for entry in body.facts.of(ast.Entry):
        if entry.block is not None:
            message = "a value inside an object takes no block behind it"
            yield OPTION.at(entry.block.span, message, help="put a comma between the two")
    for loop in body.facts.of(ast.For):
        if loop.on_error is not None:
            yield from _check_word("onError", loop.on_error.policy, ON_ERROR_POLICIES)
    for validate in body.facts.of(ast.Validate):
        for assumption in validate.assumptions:
            if assumption.severity is not None:
                yield from _check_word("severity", assumption.severity, SEVERITIES)
        for stray in validate.strays:
            yield _stray(stray.key)


def _stray(key: ast.Identifier) -> Diagnostic:
    """Report an entry among the constraints of a `validate` that says nothing of one."""
    if key.text in ("assume", "invariant"):
        message, way_out = f"`{key.text}` is followed by no `:`", f"write `{key.text} .id != null`"
    else:
        message = f"`{key.text}` says nothing of a constraint"
        way_out = (
            "a constraint is `assume .id != null`; behind it may stand `message` and `severity`"
        )
    return OPTION.at(key.span, message, help=way_out)


def _check_word(
    clause: str, word: ast.Identifier, known: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Report a word of a clause that is none of the known ones."""
    if word.text and word.text not in known:
        yield unknown(
            OPTION,
            word.span,
            f"unknown value `{word.text}` for `{clause}`",
            known,
            word=word.text,
            otherwise=f"use {one_of(known)}",
        )


def repeated(entries: Entries) -> Iterator[tuple[ast.Entry, ast.Entry]]:
    """Yield each entry whose key was given before, with the first entry of that key."""
    first: dict[str, ast.Entry] = {}
    for entry in entries:
        if isinstance(entry, ast.Entry) and entry.key.text:
            earlier = first.setdefault(entry.key.text, entry)
            if earlier is not entry:
                yield entry, earlier


def twice(key: ast.Identifier, earlier: ast.Span, what: str = "option") -> Diagnostic:
    """Report an option, or what else it is, that was given before at `earlier`."""
    return TWICE.at(
        key.span,
        f"{what} `{key.text}` is given twice; only the last one counts",
        related=[Related(earlier, "first given here")],
    )


def _mission_option(entry: ast.Entry) -> Iterator[Diagnostic]:
    options = BLOCKS["mission"].options
    spec = options.get(entry.key.text)
    if spec is not None:
        yield from _check_value("mission", spec, entry)
    elif entry.key.text:
        known = {*options, *_MEMBERS}
        if entry.key.text in DECLARING:
            word = entry.key.text
            message = f"`{word}` is followed by no `:`"
            yield MEMBER.at(entry.key.span, message, help=f"write `{word} …`")
            return
        message = f"unknown mission member `{entry.key.text}`"
        yield unknown(MEMBER, entry.key.span, message, known, word=entry.key.text)


def _check_block(block: OptionBlock) -> Iterator[Diagnostic]:
    table = BLOCKS[block.block]
    for later, earlier in repeated(block.entries):
        yield twice(later.key, earlier.key.span)
    for before, entry in zip((None, *block.entries), block.entries, strict=False):
        if isinstance(entry, ast.Spread):
            yield OPTION.at(entry.span, f"{table.title} options cannot be spread from a value")
        elif isinstance(entry, ast.Entry):
            spec = table.options.get(entry.key.text)
            if spec is not None:
                yield from _check_value(block.block, spec, entry)
            elif (unit := _unit(before, entry)) is not None:
                yield unit
            elif entry.key.text:
                yield _unknown_option(block.block, entry)
    yield from _check_required(block)


def _check_required(block: OptionBlock) -> Iterator[Diagnostic]:
    table = BLOCKS[block.block]
    given = {entry.key.text for entry in block.entries if isinstance(entry, ast.Entry)}
    given |= {nearest(key, table.options) or key for key in given - table.options.keys()}
    elided = any(not isinstance(entry, ast.Entry) for entry in block.entries)
    for spec in table.options.values():
        if spec.required and spec.key not in given and not elided:
            rule = SUSPENSION if block.block in _SUSPENDING else OPTION
            yield rule.at(
                ast.Span(block.span.start, block.span.start + 1),
                f"{table.title} needs the option `{spec.key}`",
                help=f"add `{spec.key}: …`: {spec.doc[0].lower()}{spec.doc[1:].rstrip('.')}",
            )


def _unit(before: object, entry: ast.Entry) -> Diagnostic | None:
    """Report `timeout: 30 sec`, whose last word is read as an option of its own."""
    if not entry.shorthand or not isinstance(before, ast.Entry):
        return None
    if before.span.end != entry.span.start - 1:
        return None
    return unknown_unit(entry.key, before.value) if number_of(before.value) is not None else None


def _unknown_option(block: str, entry: ast.Entry) -> Diagnostic:
    table, key = BLOCKS[block], entry.key
    message = f"unknown {table.title} option `{key.text}`"
    if nearest(key.text, table.options) is None:
        owners = sorted({other.title for other in BLOCKS.values() if key.text in other.options})
        if owners:
            return OPTION.at(key.span, message, help=f"it is an option of {' and '.join(owners)}")
    otherwise = f"{table.title} options are {one_of(table.options).replace(' or ', ' and ')}"
    return unknown(OPTION, key.span, message, table.options, word=key.text, otherwise=otherwise)


def _check_value(block: str, spec: OptionSpec, entry: ast.Entry) -> Iterator[Diagnostic]:
    if entry.block is not None and (spec.block is None or isinstance(entry.value, ast.Object)):
        yield OPTION.at(entry.block.span, f"`{spec.key}` takes no block behind its value")
    if not fits(spec, entry.value):
        yield _wrong_value(block, spec, entry.value)


def _wrong_value(block: str, spec: OptionSpec, value: ast.Expression) -> Diagnostic:
    word = word_of(value)
    rule = _OWN_RULES.get((block, spec.key))
    if rule is None:
        rule = SUSPENSION if block in _SUSPENDING else OPTION
    if spec.key == "maxConcurrency" and number_of(value) is not None:
        rule = LIMIT
    left = value.left if isinstance(value, ast.Binary) else None
    if spec.key == "schedule" and word_of(left) == "every":
        return INTERVAL.at(
            value.span, "the interval must be positive", help="write `every 6 hours`"
        )
    if "word" in spec.shapes and word is not None:
        return _unknown_word(rule, spec, value, word)
    if "duration" in spec.shapes and isinstance(value, ast.Literal) and word is not None:
        message = f"malformed duration `{word}`"
        return DURATION.at(value.span, message, help="write `30s`, `15m`, `12h` or `7d`")
    return rule.at(value.span, f"`{spec.key}` must be {wanted(spec)}")


def _unknown_word(rule: Rule, spec: OptionSpec, value: ast.Expression, word: str) -> Diagnostic:
    found = unknown(
        rule,
        value.span,
        f"unknown value `{word}` for `{spec.key}`",
        spec.words or (),
        word=word,
        otherwise=f"use {one_of(spec.words or ())}",
    )
    quoted = isinstance(value, ast.Literal) or "-" in (found.suggestion or "")
    if found.suggestion is None or not quoted:
        return found
    return rule.at(value.span, found.message, suggestion=f'"{found.suggestion}"')
