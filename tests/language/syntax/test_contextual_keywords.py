"""No word is reserved: every keyword may be a field, a key, a variable or a name."""

from __future__ import annotations

import pytest

from reqon_language import parse
from reqon_language.syntax import ast
from reqon_language.syntax.tables import TABLES

LITERALS = {"true", "false", "null"}
WORDS = sorted(TABLES.words)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(
    "program",
    [
        "action A {{ let x = response.{w} }}",
        "action A {{ let x = .{w} }}",
        'action A {{ get "/x" {{ params: {{ {w}: 1, other: 2 }} }} }}',
        "action A {{ map response -> T {{ {w}: .{w} }} }}",
        "mission M {{ schema S {{ {w}: string, {w}: number? }} }}",
        "mission M {{ {w}: 5 }}",
        'action A {{ get "/x" {{\n params: response.{w}\n body: .{w}\n }}\n skip }}',
    ],
)
def test_a_keyword_may_be_a_field_or_a_key(word: str, program: str) -> None:
    """After a dot and before a colon every word is a name (specification 1.8)."""
    assert parse(program.format(w=word)).errors == ()


@pytest.mark.parametrize("word", sorted(set(WORDS) - LITERALS - {"not"}))
@pytest.mark.parametrize(
    "program",
    [
        'mission M {{ store {w}: memory("x") }}',
        "mission {w} {{ }}",
        "action {w} {{ skip }}",
        "mission M {{ run {w} then {w} }}",
        "action A {{ for {w} in items {{ store {w} -> s }} }}",
        "action A {{ let x = length({w}) + 1 }}",
        "action A {{ let {w} = 1\n let y = {w} }}",
    ],
)
def test_a_keyword_may_be_a_name(word: str, program: str) -> None:
    """Where the grammar wants a name, or a value, any word will do."""
    assert parse(program.format(w=word)).errors == ()


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("match response { A -> skip }", ast.Match),
        ("retry { maxAttempts: 3 }", ast.Retry),
        ('delete "/x"', ast.Fetch),
        ("delete items[3]", ast.DeleteRecord),
        ('get Api "/x"', ast.Fetch),
        ("get concat(a, b)", ast.Fetch),
        ("get url from Api", ast.Fetch),
        ("notify { text: 1 }", ast.Custom),
        ("store each items -> s", ast.StoreStep),
        ("abort", ast.Abort),
        ("queue", ast.Queue),
        ("run A", ast.RunStep),
    ],
)
def test_a_step_is_read_as_what_it_begins_like(program: str, kind: type) -> None:
    """The rules of specification 2.7, one program each."""
    tree = parse(f"action A {{\n  {program}\n}}")
    assert tree.errors == ()
    action = tree.program.items[0].node
    assert isinstance(action, ast.Action)
    assert isinstance(action.body.steps[0], kind)


def test_a_source_before_a_path_is_told_from_the_path() -> None:
    """`get Api "/x"` names a source; `get url` does not (2.7, note 5)."""
    tree = parse('action A {\n get Api "/x"\n get url\n get Other path\n get base from Api\n}')
    action = tree.program.items[0].node
    assert isinstance(action, ast.Action)
    sources = [step.source.text if step.source else None for step in action.body.steps]  # type: ignore[union-attr]
    assert sources == ["Api", None, "Other", "Api"]


def test_a_spread_is_told_from_a_placeholder() -> None:
    """`...base` spreads, a `...` alone is to be filled in (2.7, note 12)."""
    tree = parse(
        "action A { map x -> T { ...base, ...other.part, a: [...base, 1] }\n map y -> T { ... } }"
    )
    assert tree.errors == ()
    action = tree.program.items[0].node
    assert isinstance(action, ast.Action)
    first, second = action.body.steps
    assert isinstance(first, ast.Map)
    assert isinstance(second, ast.Map)
    assert first.mappings is not None
    assert second.mappings is not None
    assert [type(entry) for entry in first.mappings.entries] == [ast.Spread, ast.Spread, ast.Entry]
    assert [type(entry) for entry in second.mappings.entries] == [ast.Elision]


def test_arms_without_commas_stay_apart() -> None:
    """A bracket that begins a line begins an arm, never a subscript or an option block."""
    tree = parse(
        "action A {\n match response {\n"
        "  [] -> store response -> a\n  [Item] -> run Other\n  { error: e } -> abort e\n"
        "  X where .a > 1 -> queue\n  Y -> Recover\n  _ -> continue\n }\n}"
    )
    assert tree.errors == ()
    action = tree.program.items[0].node
    assert isinstance(action, ast.Action)
    step = action.body.steps[0]
    assert isinstance(step, ast.Match)
    assert [type(arm.pattern) for arm in step.arms] == [
        ast.ArrayPattern, ast.ArrayPattern, ast.ObjectPattern, ast.NamePattern, ast.NamePattern,
        ast.Wildcard,
    ]  # fmt: skip
