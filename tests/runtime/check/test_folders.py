"""A folder with a `mission.vague` is one project; any other holds single files."""

from __future__ import annotations

from runtime.check.conftest import CLEAN, Check

ROOT = """mission Sync {
  source Api { auth: none, base: "https://api.example.com" }
  store orders: file("orders")
  run Fetch then Send
}
"""
FETCH = 'action Fetch { get "/orders" store response -> orders { key: .id } }'
SEND = 'action Send { for order in orders { post "/copy" { body: order } } }'


def test_parts_of_a_mission_folder_are_checked_together(run: Check) -> None:
    """Sources, stores and actions are known across its files, and used across them."""
    files: dict[str, str | bytes] = {
        "sync/mission.vague": ROOT,
        "sync/fetch.vague": FETCH,
        "sync/actions/send.vague": SEND,
    }
    assert run("sync", files=files).stdout == "No problems in 3 files.\n"


def test_a_part_alone_knows_its_project(run: Check) -> None:
    """An editor opens one file of it; what the others declare is still known."""
    files: dict[str, str | bytes] = {"sync/mission.vague": ROOT, "sync/fetch.vague": FETCH}
    result = run("sync/fetch.vague", files={**files, "sync/send.vague": SEND})
    assert result.stdout == "No problems in 1 file.\n"


def test_a_missing_part_is_missed(run: Check) -> None:
    """The root names an action that no file declares."""
    files: dict[str, str | bytes] = {"sync/mission.vague": ROOT, "sync/fetch.vague": FETCH}
    result = run("sync", files=files)
    assert result.exit_code == 2
    assert "error[RQ3004]: action `Send` is not defined" in result.stdout


def test_missions_of_their_own_share_nothing_with_their_neighbours(run: Check) -> None:
    """A file with a mission does not borrow from the project beside it, and is out of place."""
    stranger = CLEAN.replace('  store orders: file("orders")\n', "")
    files: dict[str, str | bytes] = {
        "mission.vague": ROOT,
        "fetch.vague": FETCH,
        "send.vague": SEND,
        "stranger.vague": stranger,
    }
    result = run(".", files=files)
    assert "error[RQ3003]: store `orders` is not defined" in result.stdout
    assert "error[RQ8002]: this folder is the mission of `mission.vague`" in result.stdout
    assert "2 errors in 4 files." in result.stdout
