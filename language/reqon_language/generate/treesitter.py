"""The tree-sitter grammar: the rules of `vague.lark`, written as tree-sitter reads them.

Which terminal a word is, an external scanner decides as `syntax/words.py` does, so both
parsers see the same tokens and the rules carry over one to one. Recovery is tree-sitter's own;
the terminals the driver makes up while recovering are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import UNITS

Expression: TypeAlias = str
Tree: TypeAlias = Any

START: Final = "program"
_MADE_UP: Final = {"ERROR", "MISSING"}
# Terminals that are the same text for a reader, told apart by where they stand.
_READS_AS: Final[Mapping[str, str]] = {
    "ABORT_BARE": '"abort"',
    "QUEUE_BARE": '"queue"',
    "STAGE_IF": '"if"',
    "STORE_DELETE": '"delete"',
    "NL_LBRACE": '"{"',
    "NL_LPAR": '"("',
    "NL_LSQB": '"["',
    "NL_DOT": '"."',
    "ARM_ACTION": "$.name",
    "CUSTOM": "$.name",
    "SHORTHAND": "$.name",
    "SOURCE_PREFIX": "$.name",
    "TAG": "$.name",
}
_NAMED: Final = ("action", "for", "let", "mission", "schema", "source", "store", "transform")
"""Rules whose first name is what they declare."""
_WIDTH: Final = 96


@dataclass(frozen=True, slots=True)
class Files:
    """The generated files of the tree-sitter grammar."""

    grammar: str
    terminals: str


def render(rule_definitions: Mapping[str, tuple[Tree, bool]]) -> Files:
    """Return the files for the rules of the grammar.

    `rule_definitions` maps a rule's name to its body, as lark's loader reads it, and whether a
    node with one child is replaced by the child.
    """
    rules = dict(_Rules(rule_definitions).render())
    spelled = _spellings()
    externals = [_symbol(name, spelled) for name in _terminals()]
    lines = [
        "// Generated from grammars/vague.lark by `make generate`; do not edit.",
        "",
        "module.exports = grammar({",
        '  name: "vague",',
        "  extras: ($) => [/[\\s\\u00a0\\ufeff]/, $.comment],",
        "  externals: ($) => [",
        *(f"    {symbol}," for symbol in externals),
        "    $.comment,",
        "    $._recovering,",
        "  ],",
        "  rules: {",
    ]
    for name, body in rules.items():
        lines += [f"    {name}: ($) =>", _layout(body, 6) + ",", ""]
    lines[-1:] = ["  },", "});", ""]
    return Files("\n".join(lines), _header(spelled))


def definitions(grammar: str) -> dict[str, tuple[Tree, bool]]:
    """Read the text of `vague.lark` into the rules `render` takes."""
    from lark.load_grammar import load_grammar

    loaded, _ = load_grammar(grammar, "vague.lark", [], True)  # noqa: FBT003  lark's signature
    return {
        name: (body, bool(options and options.expand1))
        for name, _, body, options in loaded.rule_defs
    }


class _Rules:
    """Renders the rules that are reachable from the start, in the order of the grammar."""

    def __init__(self, definitions: Mapping[str, tuple[Tree, bool]]) -> None:
        self.definitions = definitions
        self.used = {START}
        self.spelled = _spellings()
        self.extra: dict[str, Expression] = {}
        self.rule = START
        self.named = False

    def render(self) -> Iterator[tuple[str, Expression]]:
        """Return each rule's name and expression; parts that need a name follow their rule."""
        self._reach(START)
        for rule, (body, thin) in self.definitions.items():
            if rule not in self.used:
                continue
            self.rule, self.named, self.extra = rule, rule in _NAMED, {}
            rendered = self._alternatives(body, thin=thin)
            yield self._rule_name(rule), f"prec.right({rendered})" if rule != START else rendered
            yield from self.extra.items()

    def _reach(self, rule: str) -> None:
        for value in self.definitions[rule][0].find_data("value"):
            symbol = value.children[0]
            name = getattr(symbol, "name", "")
            if name in self.definitions and name not in self.used:
                self.used.add(name)
                self._reach(name)

    def _rule_name(self, rule: str) -> str:
        thin = rule in self.definitions and self.definitions[rule][1]
        return f"_{rule}" if thin and not rule.startswith("_") else rule

    def _alternatives(self, body: Tree, *, thin: bool) -> Expression:
        found = []
        for part in body.children:
            content, shown = part, ""
            if part.data == "alias":
                content, shown = part.children[0], part.children[1].name
            elif thin and len(part.children) > 1:
                shown = self.rule
            rendered = self._show(content)
            if rendered is None:
                continue
            found.append(self._apart(rendered, shown) if shown else rendered)
        return _call("choice", found)

    def _apart(self, rendered: Expression, shown: str) -> Expression:
        """Give an alternative a rule of its own and show it as `shown`."""
        same = [name for name in self.extra if name.startswith(f"_{self.rule}_{shown}")]
        name = f"_{self.rule}_{shown}" + (f"_{len(same) + 1}" if same else "")
        self.extra[name] = f"prec.right({rendered})"
        return f"alias($.{name}, $.{shown})"

    def _show(self, tree: Tree) -> Expression | None:
        """Return the expression of a part of a rule; None when it cannot occur."""
        if tree.data == "value":
            return self._value(tree.children[0])
        parts = [self._show(child) for child in tree.children if isinstance(child, type(tree))]
        if tree.data == "expansions":
            found = [part for part in parts if part is not None]
            return _call("choice", found) if found else None
        if tree.data == "expansion":
            known = [part for part in parts if part is not None]
            return _call("seq", [part for part in known if part]) if known == parts else None
        if tree.data == "expr":
            wrap = {"?": "optional", "*": "repeat", "+": "repeat1"}[str(tree.children[1])]
            return f"{wrap}({parts[0]})" if parts[0] else ""
        if tree.data == "maybe":
            return f"optional({parts[0]})" if parts[0] else ""
        message = f"{self.rule}: the tree-sitter renderer does not know `{tree.data}`"
        raise ValueError(message)

    def _value(self, symbol: Any) -> Expression | None:
        if not hasattr(symbol, "name"):
            literal: str = symbol.children[0].value
            return literal
        name: str = symbol.name
        if name in _MADE_UP:
            return None
        if name in self.definitions:
            return f"$.{self._rule_name(name)}"
        rendered = _symbol(name, self.spelled)
        if name in _READS_AS:
            rendered = f"alias({rendered}, {_READS_AS[name]})"
        if self.named and name in {"NAME", "KEY"}:
            self.named = False
            return f'field("name", {rendered})'
        return rendered


def _terminals() -> list[str]:
    return [name for name in TABLES.terminals if name not in _MADE_UP and name != "$END"]


def _spellings() -> dict[str, list[str]]:
    """Return the texts of each terminal that has any."""
    found: dict[str, list[str]] = {}
    for text, number in (*TABLES.words.items(), *TABLES.signs.items()):
        found.setdefault(TABLES.terminals[number], []).append(text)
    return found


def _symbol(terminal: str, spelled: Mapping[str, list[str]]) -> Expression:
    texts = spelled.get(terminal, [])
    if len(texts) == 1:
        return f'"{texts[0]}"'
    return f"$._{terminal.lower()}" if terminal in _READS_AS else f"$.{terminal.lower()}"


def _call(name: str, parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else f"{name}({', '.join(parts)})"


def _layout(expression: Expression, margin: int) -> str:
    """Break an expression that does not fit on a line at its outermost call."""
    indent = " " * margin
    head = re.match(r"[a-z0-9.]+\(", expression)
    if margin + len(expression) <= _WIDTH or head is None:
        return indent + expression
    parts = _arguments(expression[head.end() : -1])
    inner = "".join(f"{_layout(part, margin + 2)},\n" for part in parts)
    return f"{indent}{head[0]}\n{inner}{indent})"


def _arguments(text: str) -> list[str]:
    parts, depth, start, quoted = [], 0, 0, False
    for place, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif not quoted:
            depth += (sign == "(") - (sign == ")")
            if sign == "," and depth == 0:
                parts.append(text[start:place].strip())
                start = place + 1
    return [*parts, text[start:].strip()]


def _header(spelled: Mapping[str, list[str]]) -> str:
    """Return the C header with the terminals, in the order of `externals`, and the words."""
    from reqon_language.syntax import words

    names = [*_terminals(), "COMMENT", "RECOVERING"]
    of: Callable[[int], str] = TABLES.terminals.__getitem__
    signs = sorted(TABLES.signs.items(), key=lambda sign: (-len(sign[0]), sign[0]))
    rows = [
        f'  {{"{word}", {of(terminal)}, {_flags(word, words)}}},'
        for word, terminal in sorted(TABLES.words.items())
    ]
    rows += [
        f'  {{"{unit}", -1, {_flags(unit, words)}}},' for unit in UNITS if unit not in TABLES.words
    ]
    return "\n".join(
        [
            "// Generated from grammars/vague.lark by `make generate`; do not edit.",
            "",
            "enum Terminal {",
            *(f"  {name}," for name in names),
            "};",
            "",
            "enum { IS_UNIT = 1, IS_STATEMENT = 2, IS_INFIX = 4, IS_LITERAL = 8 };",
            "",
            "typedef struct {",
            "  const char *text;",
            "  int terminal;",
            "  int flags;",
            "} Word;",
            "",
            "static const Word WORDS[] = {",
            *rows,
            "  {0, -1, 0},",
            "};",
            "",
            "// Longest first.",
            "static const struct {",
            "  const char *text;",
            "  int terminal;",
            "} SIGNS[] = {",
            *(f'  {{"{sign}", {of(terminal)}}},' for sign, terminal in signs),
            "  {0, -1},",
            "};",
            "",
        ]
    )


def _flags(word: str, words: Any) -> str:
    sets = {
        "IS_UNIT": UNITS,
        "IS_STATEMENT": words.STATEMENTS,
        "IS_INFIX": words.INFIX,
        "IS_LITERAL": words.LITERALS,
    }
    return " | ".join(flag for flag, members in sets.items() if word in members) or "0"
