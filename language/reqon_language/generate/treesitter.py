"""The tree-sitter grammar: the rules of `vague.lark`, written as tree-sitter reads them.

Which terminal a word is, an external scanner decides as `syntax/words.py` does, so both
parsers see the same tokens and the rules carry over one to one. Recovery is tree-sitter's own;
the terminals the driver makes up while recovering are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from reqon_language.generate.terminals import (
    EXTRA,
    MADE_UP,
    READS_AS,
    header,
    spellings,
    symbol,
    terminals,
)

Expression: TypeAlias = str
Tree: TypeAlias = Any

START: Final = "program"
_NAMED: Final = (
    "action", "context", "contract", "dataset", "distribution", "for", "let", "mission", "schema",
    "source", "store", "transform",
)  # fmt: skip
"""Rules whose first name is what they declare."""
_LEVELS: Final = (
    "expr", "pipe", "ternary", "or", "and", "coalesce", "not", "comparison", "range", "add",
    "mul", "unary", "postfix", "primary", "value", "subject",
)  # fmt: skip
"""The levels of expressions, from loosest to tightest."""
_UNENDED: Final = ("lambda",)
"""Rules that begin as an argument does: their first expression has no end of its own."""
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
    spelled = spellings()
    externals = [symbol(name, spelled) for name in terminals()]
    if twice := {*externals} & {f"$.{name}" for name in rules}:
        message = f"terminals are called as rules are: {', '.join(twice)}; see READS_AS"
        raise ValueError(message)
    lines = [
        "// Generated from grammars/vague.lark by `make generate`; do not edit.",
        "",
        "module.exports = grammar({",
        '  name: "vague",',
        "  extras: ($) => [/[\\s\\u00a0\\ufeff]/, $.comment],",
        "  externals: ($) => [",
        *(f"    {external}," for external in externals),
        *(f"    $.{name}," for name in EXTRA),
        "  ],",
        "  rules: {",
    ]
    for name, body in rules.items():
        lines += [f"    {name}: ($) =>", _layout(body, 6) + ",", ""]
    lines[-1:] = ["  },", "});", ""]
    return Files("\n".join(lines), header())


def definitions(grammar: str) -> dict[str, tuple[Tree, bool]]:
    """Read the text of `vague.lark` into the rules `render` takes."""
    from lark.load_grammar import load_grammar

    loaded, _ = load_grammar(  # type: ignore[no-untyped-call]
        grammar, "vague.lark", [], global_keep_all_tokens=True
    )
    return {
        name: (body, bool(options and options.expand1))
        for name, _, body, options in loaded.rule_defs
    }


class _Rules:
    """Renders the rules that are reachable from the start, in the order of the grammar."""

    def __init__(self, definitions: Mapping[str, tuple[Tree, bool]]) -> None:
        self.definitions = definitions
        self.used = {START}
        self.spelled = spellings()
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
            name = getattr(value.children[0], "name", "")
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

    def _show(self, tree: Tree, *, first: bool = True, last: bool = True) -> Expression | None:
        """Return the expression of a part of a rule; None when it cannot occur.

        `first` and `last` say whether the part begins and ends its rule.
        """
        if tree.data == "value":
            return self._value(tree.children[0], first=first, last=last)
        if tree.data == "expansions":
            parts = [self._show(child, first=first, last=last) for child in tree.children]
            found = [part for part in parts if part is not None]
            return _call("choice", found) if found else None
        if tree.data == "expansion":
            return self._sequence(tree.children, first=first, last=last)
        if tree.data == "expr":
            wrap = {"?": "optional", "*": "repeat", "+": "repeat1"}[str(tree.children[1])]
            inner = self._show(tree.children[0], first=first, last=last)
            return f"{wrap}({inner})" if inner else ""
        message = f"{self.rule}: the tree-sitter renderer does not know `{tree.data}`"
        raise ValueError(message)

    def _sequence(self, children: list[Tree], *, first: bool, last: bool) -> Expression | None:
        required = [place for place, child in enumerate(children) if child.data != "expr"]
        final = required[-1] if required else 0
        parts = [
            self._show(child, first=first and place == 0, last=last and place >= final)
            for place, child in enumerate(children)
        ]
        known = [part for part in parts if part is not None]
        return _call("seq", [part for part in known if part]) if known == parts else None

    def _value(self, part: Any, *, first: bool, last: bool) -> Expression | None:
        if not hasattr(part, "name"):
            literal: str = part.children[0].value
            if self.rule in _LEVELS and literal == '"."':
                return f"seq(optional($._chain), {literal})"
            if self.rule in _LEVELS and literal == '"?"':
                return f"seq($._ask, {literal})"
            return literal
        name: str = part.name
        if name in MADE_UP:
            return None
        if name in self.definitions:
            rendered = f"$.{self._rule_name(name)}"
            ended = name in _LEVELS and self._ends(first=first, last=last)
            return f"seq({rendered}, $._expression_end)" if ended else rendered
        rendered = symbol(name, self.spelled)
        if name in READS_AS:
            rendered = f"alias({rendered}, {READS_AS[name]})"
        if self.named and name in {"NAME", "KEY"}:
            self.named = False
            return f'field("name", {rendered})'
        return rendered

    def _ends(self, *, first: bool, last: bool) -> bool:
        """Whether an expression there is a whole one, which the scanner marks the end of."""
        if self.rule in _LEVELS:
            return not (first or last)
        return not (first and self.rule in _UNENDED)


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
