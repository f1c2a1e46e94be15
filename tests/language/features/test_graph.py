"""The graph of a mission holds what its actions use, whether named or not."""

from __future__ import annotations

from reqon_language import parse
from reqon_language.features.graph import Edge, Graph, Node, Stage, graph
from reqon_language.model import analyze

MISSION = """mission Sync {
  source Api from "./api.yaml" { auth: none }
  source Other { auth: none, base: "https://other.example.com" }
  store orders: file("orders")
  store dlq: memory("dlq")
  action Fetch {
    get "/orders"
    store response -> orders { key: .id }
  }
  action Send {
    for order in orders {
      post Other "/copy" { body: order }
      match response {
        { error: _ } -> queue { item: order },
        _ -> jump Refresh then retry
      }
    }
    clear orders
  }
  action Refresh { post "/token" }
  run [Fetch, Refresh] then Send if length(orders) > 0
}
"""


def of(text: str) -> Graph:
    return graph(analyze(parse(text)), 0)


def test_nodes_are_what_the_mission_declares() -> None:
    """Sources show their document, stores their adapter."""
    assert of(MISSION).nodes == (
        Node("source", "Api", "./api.yaml"),
        Node("source", "Other"),
        Node("store", "orders", "file"),
        Node("store", "dlq", "memory"),
        Node("action", "Fetch"),
        Node("action", "Send"),
        Node("action", "Refresh"),
    )


def test_stages_keep_their_order_and_say_what_is_conditional() -> None:
    """A parallel stage has several actions."""
    assert of(MISSION).stages == (Stage(("Fetch", "Refresh")), Stage(("Send",), conditional=True))


def test_edges_include_what_is_used_without_being_named() -> None:
    """A request without a source goes to the first, a `queue` without a store to the letters."""
    assert set(of(MISSION).edges) == {
        Edge("action:Fetch", "source:Api", "requests"),
        Edge("action:Fetch", "store:orders", "writes"),
        Edge("store:orders", "action:Send", "reads"),
        Edge("action:Send", "source:Other", "requests"),
        Edge("action:Send", "store:dlq", "writes"),
        Edge("action:Send", "action:Refresh", "jumps"),
        Edge("action:Send", "store:orders", "removes"),
        Edge("action:Refresh", "source:Api", "requests"),
    }


def test_a_name_that_is_not_declared_is_drawn_as_such() -> None:
    """A program with errors still has a graph."""
    found = of(MISSION.replace("-> orders", "-> ordrs"))
    assert Node("store", "ordrs", declared=False) in found.nodes


def test_only_the_shared_declarations_a_mission_uses_are_its_own() -> None:
    """What stands outside missions is drawn where it is used."""
    text = 'store used: file("u")\nstore idle: file("i")\n' + MISSION.replace("orders {", "used {")
    names = [node.name for node in of(text).nodes if node.kind == "store"]
    assert "used" in names
    assert "idle" not in names


def test_the_parts_of_a_folder_are_one_mission() -> None:
    """An action in a file beside the mission belongs to its graph."""
    root = analyze(parse('mission M { store orders: file("orders") run Load }'))
    part = analyze(parse('action Load { get "/x" store response -> orders { key: .id } }'))
    found = graph(root, 0, [part])
    assert Edge("action:Load", "store:orders", "writes") in found.edges
    assert found.stages == (Stage(("Load",)),)
