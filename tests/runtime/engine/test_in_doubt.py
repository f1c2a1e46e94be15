"""Calls with an effect: keys, and what a resume does when it cannot know (durability 1.3, 1.4)."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture
def machine(api):
    api.routes["POST /do"] = lambda _: {"id": 1}
    api.routes["PATCH /do"] = lambda _: {"id": 1}
    api.routes["PUT /do"] = lambda _: {"id": 1}
    api.routes["DELETE /do"] = lambda _: (204, None)
    return api


async def dies_after(missions, body, kind, tmp_path):
    """Run, and go on with the state directory as it was at the first event of a kind."""
    copy = tmp_path / "killed"

    def listener(event):
        if event.type == kind and not copy.exists():
            shutil.copytree(missions.state, copy)

    await missions.completes(body, listener=listener)
    missions.state = copy
    missions.api.calls.clear()


def durable(steps, source=""):
    return f"checkpoint: afterStep {source} action Main {{ {steps} }} run Main"


@pytest.mark.parametrize(
    ("method", "keyed"), [("post", True), ("patch", True), ("put", False), ("delete", False)]
)
async def test_which_calls_carry_a_key(machine, missions, method, keyed):
    """POST and PATCH do by default; what is idempotent anyway does not."""
    await missions.tried(f'{method} "/do"')
    assert (machine.calls[0].key is not None) == keyed


async def test_keys_of_a_loop(machine, missions):
    """Each item has a key of its own, equal items included."""
    await missions.tried('for x in [1, 1, 2] { post "/do" { body: { x: x } } post "/do" }')
    assert len({call.key for call in machine.calls}) == 6


@pytest.mark.parametrize("method", ["post", "put"])
async def test_a_call_in_doubt_is_repeated(machine, missions, tmp_path, method):
    """Same method, same body, same key."""
    body = durable(f'let at = uuid() {method} "/do" {{ body: {{ at: at }} }}')
    await dies_after(missions, body, "fetch.start", tmp_path)
    (effect,) = machine.effects
    await missions.completes(body, resume=True)
    (call,) = machine.calls
    assert call.body == effect[1]
    assert (len(machine.effects) == 1) == (method == "post")


async def test_a_call_that_was_answered_is_not_sent_again(machine, missions, tmp_path):
    """What is certain is not repeated."""
    body = durable('post "/do" { body: { a: 1 } } get "/do"').replace("get", "put")
    await dies_after(missions, body, "step.complete", tmp_path)
    await missions.completes(body, resume=True)
    assert machine.lines == ["PUT /do"]


async def test_a_body_that_changed(machine, missions, tmp_path):
    """Under the same key another body is an error, not a silent refusal by the server."""
    await dies_after(missions, durable('post "/do" { body: { a: 1 } }'), "fetch.start", tmp_path)
    edited = durable('post "/do" { body: { a: 2 } }')
    result = await missions.run(edited, resume=True)
    assert "its body is different now" in result.errors[0].message
    assert machine.calls == []


NO_KEY = 'source Api { auth: none, base: "%s", idempotency: none }'


@pytest.mark.parametrize(
    ("choice", "status", "sent"),
    [("", "failed", 0), ("fail", "failed", 0), ("skip", "completed", 0), ("retry", "completed", 1)],
)
async def test_without_a_key_the_mission_decides(machine, missions, tmp_path, choice, status, sent):
    """By default such a call in doubt fails the run and says what to write."""
    option = f"onInDoubt: {choice}," if choice else ""
    steps = f'post "/do" {{ {option} body: {{ a: 1 }} }}'
    body = f"mission Test {{ {durable(steps, NO_KEY % machine.url)} }}"
    await dies_after(missions, body, "fetch.start", tmp_path)
    result = await missions.run(body, resume=True)
    assert result.status == status
    assert len(machine.calls) == sent
    assert all(call.key is None for call in machine.calls)
    if status == "failed":
        assert "onInDoubt: retry" in (result.errors[0].error.help or "")


async def test_a_call_that_was_refused_before_it_left_is_not_in_doubt(machine, missions):
    """An address the mission may not call is mended, and the run goes on."""
    source = NO_KEY % machine.url
    body = f"mission Test {{ {durable('let to = 1 post %s', source)} }}"
    result = await missions.run(body % 'concat("http://other.example", "/do")')
    assert "other.example" in result.errors[0].message
    await missions.completes(body % '"/do"', resume=True)
    assert machine.lines == ["POST /do"]


async def test_the_name_of_the_header(machine, missions):
    """A source may call it differently."""
    header = NO_KEY.replace("none }", '{ header: "X-Request-Id" } }') % machine.url
    body = durable('post "/do"', header)
    await missions.completes(f"mission Test {{ {body} }}")
    assert "x-request-id" in machine.calls[0].headers
    assert machine.calls[0].key is None
