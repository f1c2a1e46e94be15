"""Who runs what: missions, actions and requests, in both directions."""

from __future__ import annotations

import pytest

from language.features.projects import Fixture, fixture
from reqon_language.features.call_hierarchy import Call, call_item_at, incoming, outgoing

FOLDER = """\
//- mission.vague
mission «Sync» {{ source Api {{ auth: none }} source Crm from "./crm.yaml" {{ auth: none }}
  run Fetch then [Work, Fetch] }}
//- fetch.vague
action Fetch {{
  get Api "/orders"
  call Crm.listCustomers
  match response {{ [] -> Work, _ -> run Work }}
}}
//- work.vague
action Work {{
  get Api "/orders"
  jump Fetch then retry
}}
"""


def at(place: str) -> Fixture:
    text = FOLDER.format().replace("«", "").replace("»", "")
    assert place.replace("$0", "") in text
    return fixture(text.replace(place.replace("$0", ""), place, 1))


def shown(given: Fixture, calls: list[Call], *, caller: str | None = None) -> dict[str, list[str]]:
    """Return what is called by its name, with the text of each call."""
    return {
        f"{call.item.kind} {call.item.name}": [
            (given.texts[caller or call.item.path])[span.start : span.end] for span in call.spans
        ]
        for call in calls
    }


def test_a_mission_calls_the_actions_of_its_stages() -> None:
    given = at("mission Sy$0nc")
    item = call_item_at(given.project, given.path, given.offset)
    assert item is not None
    assert shown(given, outgoing(given.project, item), caller="mission.vague") == {
        "action Fetch": ["Fetch", "Fetch"],
        "action Work": ["Work"],
    }
    assert incoming(given.project, item) == []


def test_an_action_calls_actions_and_makes_requests() -> None:
    """In the order of the text, across files."""
    given = at("run Fet$0ch then [")
    item = call_item_at(given.project, given.path, given.offset)
    assert item is not None
    assert item.path == "fetch.vague"
    assert shown(given, outgoing(given.project, item), caller="fetch.vague") == {
        "request GET /orders": ['get Api "/orders"'],
        "request Crm.listCustomers": ["Crm.listCustomers"],
        "action Work": ["Work", "Work"],
    }


def test_an_action_is_called_by_missions_and_actions() -> None:
    given = at("action Wo$0rk")
    item = call_item_at(given.project, given.path, given.offset)
    assert item is not None
    assert shown(given, incoming(given.project, item)) == {
        "mission Sync": ["Work"],
        "action Fetch": ["Work", "Work"],
    }


@pytest.mark.parametrize("place", ['ge$0t Api "/orders"', 'get Api "/ord$0ers"'])
def test_a_request_is_made_by_every_action_that_asks_for_the_same(place: str) -> None:
    given = at(place)
    item = call_item_at(given.project, given.path, given.offset)
    assert item is not None
    assert (item.kind, item.name, item.detail) == ("request", "GET /orders", "Api")
    assert list(shown(given, incoming(given.project, item))) == ["action Fetch", "action Work"]
    assert outgoing(given.project, item) == []


@pytest.mark.parametrize("place", ["sou$0rce Api", "mat$0ch response", "sour$0ce Crm"])
def test_what_calls_nothing_has_no_hierarchy(place: str) -> None:
    given = at(place)
    assert call_item_at(given.project, given.path, given.offset) is None
