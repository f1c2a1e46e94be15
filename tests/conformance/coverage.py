"""What of the language the cases of `constructs/` exercise, and what there is to exercise.

Both sides are computed: what there is from the grammar, the vocabulary and the function table,
what is exercised by parsing every case. Nothing here is a list kept by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conformance.frames import framed
from conformance.specs import Case
from reqon_language import Tree, parse
from reqon_language.functions import FUNCTIONS
from reqon_language.model.analysis import analyze
from reqon_language.model.file import FileModel
from reqon_language.syntax import ast
from reqon_language.syntax import compile as grammar
from reqon_language.syntax.green import Token, tokens
from reqon_language.syntax.tables import TABLES
from reqon_language.vocabulary.blocks import BLOCKS
from reqon_language.vocabulary.specs import OptionSpec

OTHER_STARTS = {"member", "steps", "expression"}
"""Start rules for parts of a file: no file is read by them."""


def trees(cases: Iterable[Case]) -> list[Tree]:
    """Parse each case in its frame."""
    return [parse(framed(case.frame, case.blocks["vague"]).text) for case in cases]


def alternatives() -> dict[int, str]:
    """Return every alternative of the grammar that programs without errors can use, by number."""
    rules = sorted(
        grammar.load_grammar().rules,
        key=lambda rule: (rule.origin.name, rule.order, rule.alias or ""),
    )
    return {
        number: f"{rule.origin.name}: {' '.join(symbol.name for symbol in rule.expansion)}"
        for number, rule in enumerate(rules)
        if rule.origin.name.strip("_").split("_star_")[0] not in OTHER_STARTS
        and not {"ERROR", "MISSING"} & {symbol.name for symbol in rule.expansion}
    }


def alternatives_used(tree: Tree) -> set[int]:
    """Return the alternatives a tree without errors was built by: its tokens, read once more."""
    assert not tree.errors
    states, used = [TABLES.starts["program"]], set[int]()
    for token in tokens(tree.root):
        while (action := TABLES.actions[states[-1]].get(token.kind)) is not None and action < 0:
            left, length = TABLES.rules[-1 - action][:2]
            used.add(-1 - action)
            del states[len(states) - length :]
            states.append(TABLES.gotos[states[-1]][left])
        if action is not None:
            states.append(action - 1)
    assert states[-1] == TABLES.ends["program"]
    return used


def words_used(tree: Tree) -> Iterator[str]:
    """Yield the words a tree has as keywords."""
    for token in tokens(tree.root):
        if token.text in TABLES.words and _is_keyword(token):
            yield token.text


def _is_keyword(token: Token) -> bool:
    name = TABLES.terminals[token.kind]
    return name not in {"NAME", "KEY", "SHORTHAND", "CUSTOM", "ARM_ACTION", "SOURCE_PREFIX", "TAG"}


def options() -> dict[str, OptionSpec]:
    """Return every option by `block.key`."""
    return {
        f"{name}.{key}": spec
        for name, block in BLOCKS.items()
        for key, spec in block.options.items()
    }


def option_words() -> set[str]:
    """Return `block.key: word` for every word of an enumeration."""
    return {f"{name}: {word}" for name, spec in options().items() for word in spec.words or ()}


def options_used(tree: Tree) -> Iterator[tuple[str, ast.Entry]]:
    """Yield the known options a tree has, as `block.key`, with their entries."""
    model = analyze(tree)
    for body in model.bodies:
        if isinstance(body.node, ast.Option):
            yield f"mission.{body.node.entry.key.text}", body.node.entry
        for block in body.facts.blocks:
            for entry in block.entries:
                if isinstance(entry, ast.Entry) and entry.key.text in BLOCKS[block.block].options:
                    yield f"{block.block}.{entry.key.text}", entry


def words_of(value: object) -> Iterator[str]:
    """Yield the words a value names: bare, quoted, joined by hyphens, called, tagged, or piped."""
    match value:
        case ast.Name(text=text) | ast.Literal(value=str(text)):
            yield text
        case ast.Binary(operator="-", left=left, right=right):
            yield f"{next(words_of(left))}-{next(words_of(right))}"
        case ast.Call(function=function):
            yield from words_of(function)
        case ast.Tagged(tag=tag):
            yield tag.text
        case ast.Every():
            yield "every"
        case ast.Pipe(source=source, target=target):
            yield from words_of(source)
            yield from words_of(target)
        case ast.Filter(source=source):
            yield from words_of(source)
        case ast.Object() if (kind := value.get("type")) is not None:
            yield from words_of(kind.value)
        case _:
            return


def functions_used(tree: Tree) -> Iterator[str]:
    """Yield the built-in functions a tree calls, as functions or as methods."""
    model: FileModel = analyze(tree)
    for body in model.bodies:
        for call in body.facts.of(ast.Call):
            name = call.function.name if isinstance(call.function, ast.Member) else call.function
            text = name.text if isinstance(name, ast.Name | ast.Identifier) else ""
            if text in FUNCTIONS:
                yield text
