"""While somebody types, the rest of the file stays: no symbol and no lens of it goes for a key."""

from __future__ import annotations

from collections import Counter

import pytest

from reqon_language.features.code_lenses import code_lenses
from reqon_language.features.document_symbols import document_symbols
from reqon_language.model import analyze
from reqon_language.syntax import Tree, parse
from reqon_language.syntax.incremental import edit

TEXT = """\
mission Sync {
  source Api { auth: none, base: "https://api.example" }
  store orders: file("orders")
  schema Order { id: string, total: number? }
  action First {
    get "/orders"
    store response -> orders { key: .id }
  }
  $member
  action Work {
    let a = 1
    $step
    let b = 2
  }
  action Last {
    match response { { error: e } -> abort concat("#", e), _ -> continue }
  }
  run First then [Work, Last]
}
mission Other {
  action Solo { skip }
  run Solo
}
"""
TYPED = {
    "$step": [
        'get "/orders/{a}" { params: { status: "open", since: lastSync }, timeout: 30s }',
        """for order in orders where .total > 1 {
      map order -> Order { id: .id, total: round(.total * 1.2) }
      store response -> orders { key: .id, upsert: true }
    }""",
        """match response {
      { error: e } -> abort concat("failed: ", e),
      [Order] -> store response -> orders { key: .id },
      _ -> { skip }
    }""",
        'if a > 1 and b is string { skip } else if not a { abort "no" } else { continue }',
        "validate response { assume .id != null, severity: warning } or { skip }",
        'let x = match a { 1 => "one", _ => response.items[0].name ?? "none" }',
        "try { get '/x' } catch { { code: 404 } -> skip, _ -> abort \"x\" }",
        "call Api.getOrder { params: { id: a } }",
        "pause { duration: 7 days, resumeOn: timeout | webhook }",
        "let f = orders.filter(o => o.total > 1).map(o => { id: o.id, title: `x` })",
        '// { ( " a comment\n    queue orders { item: { id: a }, key: a }',
    ],
    "$member": [
        'source Crm from "./crm.yaml" { auth: bearer, rateLimit: { requestsPerMinute: 60 } }',
        'store more: sql("more", { connection: env("DB") })',
        "schema Line { sku: string, count: int, tags: array<string>, to: { city: string? } }",
        "schedule: every 6 hours",
        "transform T { (Order) -> Order { id: .id }, (Line) -> Order { id: .sku } }",
        'action New {\n    get "/y"\n    for o in response { store o -> orders { key: .id } }\n  }',
    ],
}
CASES = [(place, written) for place, texts in TYPED.items() for written in texts]
EVERY_CASE = pytest.mark.parametrize(("place", "written"), CASES, ids=lambda text: text[:24])
CLOSING = {"{": "}", "(": ")", "[": "]"}


def shown(tree: Tree) -> Counter[tuple[str, ...]]:
    """Return the missions, their members and the lenses that an editor shows of a text."""
    model = analyze(tree)
    found: Counter[tuple[str, ...]] = Counter()
    for mission in document_symbols(model):
        found[mission.kind, mission.name] += 1
        found.update((mission.name, one.kind, one.name) for one in mission.children)
    found.update((lens.command, lens.mission, lens.action) for lens in code_lenses(model))
    return found


def closed_by_the_editor(typed: str) -> str:
    """Return the brackets and quotes an editor has put behind the cursor by itself."""
    waiting, quote = [], ""
    for character in typed.rpartition("//")[0] if "//" in typed else typed:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'`":
            quote = character
        elif character in CLOSING:
            waiting.append(CLOSING[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
    return quote + "".join(reversed(waiting))


@EVERY_CASE
@pytest.mark.parametrize("closing", [False, True], ids=["raw", "closing"])
def test_nothing_else_blinks_at_any_key(place: str, written: str, closing: bool) -> None:
    """Steps in an action and members of a mission, with and without brackets put in unasked."""
    other = next(mark for mark in TYPED if mark != place)
    before, after = TEXT.replace(other, "").split(place)
    tree = parse(before + after)
    expected = shown(tree)
    typed, behind = "", ""
    for key in written:
        at = len(before) + len(typed)
        typed += key
        put = key + (closed_by_the_editor(typed) if closing else "")
        tree = edit(tree, at, at + len(behind), put)
        behind = put[1:]
        assert tree.text == before + typed + behind + after
        assert not expected - shown(tree), f"{typed[-40:]}|{behind}"
