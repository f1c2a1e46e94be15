"""What a plan says about a mission: options, steps, what is kept and what flows."""

from __future__ import annotations

import pytest

from reqon.plan import compile_program
from reqon.plan.mission import Block, StoreChoice
from reqon.plan.steps.fetch import Fetch
from reqon_language import parse

LISTING = 'get "/x" { paginate: page(p, 2) }'


@pytest.mark.parametrize(
    ("steps", "streams"),
    [
        (f"{LISTING} store response -> out", True),
        (f"{LISTING} store response -> out let x = 1", True),
        (f"{LISTING} store response -> out let x = response", False),
        (f'{LISTING} store response -> out get "/y/{{response.id}}"', False),
        (f'{LISTING} store response -> out get "/y"', True),
        (f"{LISTING} store response.rows -> out", False),
        (f"{LISTING} let x = 1 store response -> out", False),
        ('get "/x" store response -> out', False),
        (f"if true {{ {LISTING} store response -> out }} let x = response", False),
        (f"for n in [1] {{ {LISTING} store response -> out }} let x = response", True),
    ],
)
def test_which_listings_flow_into_a_store(compiled, steps, streams):
    """Page by page, where nothing reads the listing afterwards."""
    plan = compiled(f"action Main {{ {steps} }} run Main")
    found = [
        step
        for block in _blocks(plan.actions["Main"].block)
        for step in block.steps
        if isinstance(step.work, Fetch) and step.work.sink is not None
    ]
    assert bool(found) == streams
    assert all(step.last == step.index + 1 for step in found)


def _blocks(block):
    yield block
    for step in block.steps:
        for name in ("body", "then"):
            inner = getattr(step.work, name, None)
            if isinstance(inner, Block):
                yield from _blocks(inner)


@pytest.mark.parametrize(
    ("actions", "run", "keeps"),
    [
        ('action A { get "/x" let y = response }', "A", True),
        ('action A { get "/x" let y = 1 }', "A", False),
        ('action A { get "/x" } action B { let y = response }', "A then B", True),
        ('action A { get "/x" } action B { get "/y" }', "A then B", False),
        (
            'action A { get "/x" } action B { let y = 1 } action C { store response -> out }',
            "A then B then C",
            True,
        ),
        (
            'action A { get "/x" } action B { let y = 1 } action C { store response -> out }',
            "A then [B] then C",
            False,
        ),
        ('action A { get "/x" for n in [1] { let y = response } }', "A", True),
        ('action A { get "/x" for n in [1] { get "/y" let y = response } }', "A", False),
        ('action A { get "/x" get "/{response.id}" }', "A", True),
        ('action A { get "/x" try { get "/y" } catch { let y = response } }', "A", True),
        ('action A { get "/x" validate { assume .a == 1 } }', "A", True),
    ],
)
def test_which_responses_the_journal_keeps(compiled, actions, run, keeps):
    """Those a later step, action or `catch` may read."""
    plan = compiled(f"{actions} run {run}")
    assert plan.actions["A"].block.steps[0].keeps_response == keeps


@pytest.mark.parametrize(
    ("options", "keeps_steps", "durability"),
    [
        ("", False, "process"),
        ("checkpoint: afterStep", True, "power"),
        ("checkpoint: onFailure", True, "process"),
        ("checkpoint: onFailure durability: strict", True, "strict"),
        ("enableState: true", True, "process"),
        ("enableState: false checkpoint: afterStep", False, "power"),
    ],
)
def test_options(compiled, options, keeps_steps, durability):
    """Which missions journal their steps, and how safely."""
    plan = compiled(f"{options} action A {{ skip }} run A")
    assert plan.options.keeps_steps == keeps_steps
    assert plan.options.durability == durability


def test_options_of_scheduling_are_left_to_the_scheduler(compiled):
    """They are accepted, and change nothing here."""
    plan = compiled("schedule: every 6 hours skipIfRunning: true jitter: 5 action A { skip } run A")
    assert not plan.options.keeps_steps


def test_a_loop_with_a_checkpoint_keeps_steps(compiled):
    """`checkpoint every` is enough."""
    plan = compiled("action A { if true { for x in out checkpoint every 5 { skip } } } run A")
    assert plan.options.keeps_steps


def test_the_last_run_counts(compiled):
    """Ruling D18."""
    plan = compiled("action A { skip } action B { skip } run A run B")
    assert [stage.actions for stage in plan.stages] == [("B",)]


def test_what_the_file_shares_with_its_missions():
    """Declarations at file level are seen by every mission; its own hide them."""
    text = """
      source Shared { auth: none, base: "http://shared" }
      store out: file("shared")
      mission A { action X { get "/a" } run X }
      mission B {
        source Own { auth: none, base: "http://own" }
        store out: memory("own")
        action X { get "/b" }
        run X
      }
    """
    first, second = compile_program(parse(text), "t.vague")
    assert first.actions["X"].block.steps[0].work.source == "Shared"
    assert second.actions["X"].block.steps[0].work.source == "Own"
    assert first.stores["out"].choices == (StoreChoice("file", "shared"),)
    assert second.stores["out"].choices == (StoreChoice("memory", "own"),)


def test_identities_know_steps_by_path_and_not_by_place(compiled):
    """Comments and layout do not count; an edited step changes its own hash only."""
    text = (
        "action A { let a = 1 for x in out { match x { 1 -> skip, _ -> { let b = %s } } } } run A"
    )
    one = compiled(text % 1).identities
    same = compiled("// moved\n\n" + (text % 1).replace(" let", "\n  let")).identities
    other = compiled(text % 2).identities
    assert set(one) == {"A.0", "A.1", "A.1.0", "A.1.0:0.0", "A.1.0:1.0"}
    assert one == same
    assert {path for path in one if one[path] != other[path]} == {"A.1.0:1.0"}
