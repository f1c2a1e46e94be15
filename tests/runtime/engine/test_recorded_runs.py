"""Missions run against a real API, and what an editor knows of them afterwards."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reqon.project.workspace import Workspace
from reqon_language.features.completion import complete
from reqon_language.features.inlay_hints import inlay_hints
from reqon_language.model import FileModel
from reqon_language.rules import report_in
from reqon_language.syntax.ast import Span
from runtime.engine.conftest import Api, Missions

CUSTOMERS = [{"id": number, "name": f"n{number}", "vip": True} for number in range(1, 6)]
BODY = """
  store customers: file("customers")
  action Load {
    get "/customers" { paginate: page(p, 2), until: length(response) == 0 }
    store response -> customers { key: .id }
  }
  action Visit {
    for customer in customers {
      get "/orders/{customer.id}"
      match response {
        { code: 404 } -> skip,
        _ -> let total = response.total
      }
    }
  }
  run Load then Visit"""
VISIT = 'get "/orders/{customer.id}"'
CANARY = "canarytokenvalue"


def orders(call: Any) -> Any:
    number = int(call.path.rpartition("/")[2])
    if number == 3:
        return 404, {"code": 404, "reason": "no such customer"}
    return {"total": number, "lines": [{"sku": "a"}], "note": None} | (
        {"gift": 1} if number == 2 else {}
    )


@pytest.fixture
def served(api: Api) -> Api:
    api.list_at("/customers", CUSTOMERS)
    api.routes["GET /orders/*"] = orders
    return api


def seen(missions: Missions, mission: str = "Test") -> dict[str, Any]:
    return steps_in((missions.state / "shapes" / f"{mission}.json").read_bytes())


def steps_in(content: bytes) -> dict[str, Any]:
    """Return what a file says of the only program in it."""
    (program,) = json.loads(content)["programs"].values()
    steps: dict[str, Any] = program["steps"]
    return steps


def told(missions: Missions, text: str, folder: Path) -> FileModel:
    """Return the model of a text as an editor has it, in a file of its own."""
    path = folder / "mission.txt.vague"
    path.write_text(text)
    workspace = Workspace(state_dirs=lambda _: [missions.state])
    assert not workspace.load([path])
    return workspace.told(path)


def fields(missions: Missions, marked: str, folder: Path) -> list[str]:
    """Return the fields that are proposed at `$0`."""
    offset = marked.index("$0")
    text = marked.replace("$0", "")
    found = complete(told(missions, text, folder), text, offset)
    return [item.label for item in found.items if item.kind == "field"]


async def test_after_a_run_its_fields_are_completed(
    missions: Missions, served: Api, tmp_path: Path
) -> None:
    """Of answers, of items, and of records that answers became; not those of error bodies."""
    await missions.completes(BODY)
    text = missions.program(BODY)
    after = text.replace(VISIT, f"{VISIT}\n      let x = response.$0")
    assert fields(missions, after, tmp_path) == ["total", "lines", "note", "gift"]
    arm = text.replace("response.total", "response.lines.$0")
    assert [one for one in fields(missions, arm, tmp_path) if one != "length"] == ["sku"]
    item = text.replace(VISIT, f"let y = customer.$0\n      {VISIT}")
    assert fields(missions, item, tmp_path) == ["id", "name", "vip"]


async def test_after_a_run_its_steps_show_what_they_did(
    missions: Missions, served: Api, tmp_path: Path
) -> None:
    """Pages and items, iterations, records, requests that were answered well."""
    await missions.completes(BODY)
    text = missions.program(BODY)
    found = inlay_hints(told(missions, text, tmp_path), Span(0, len(text)))
    assert [hint.label for hint in found if hint.kind == "last run"] == [
        "5 items, 3 pages",
        "5 records",
        "5 items",
        "4 requests",
    ]


async def test_a_check_finds_the_same_after_a_run(
    missions: Missions, served: Api, tmp_path: Path
) -> None:
    """Also where the last run contradicts the mission."""
    await missions.completes(BODY)
    text = missions.program(BODY).replace("response.total", "response.totle")
    path = tmp_path / "wrong.vague"
    path.write_text(text)
    workspace = Workspace(state_dirs=lambda _: [missions.state])
    workspace.load([path])
    before = report_in(workspace.project_of(path), str(path)).diagnostics
    assert workspace.told(path).last_run.missions
    assert report_in(workspace.project_of(path), str(path)).diagnostics == before


async def test_a_secret_is_in_no_file(missions: Missions, api: Api) -> None:
    """Neither as a value nor as the name of a member."""
    body = {"echo": CANARY, CANARY: 1, f"of_{CANARY}": {CANARY: 1}, "ok": 1}
    api.routes["GET /me"] = lambda _: body
    await missions.completes(
        """
  action Main {
    get "/me" { headers: { "X-Token": env("API_TOKEN") } }
    let kept = response.ok
  }
  run Main""",
        environ={"API_TOKEN": CANARY},
    )
    assert list(seen(missions)["Main.0"]["response"]["properties"]) == ["echo", "ok"]
    for path in missions.state.rglob("*"):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("options", [{"dry_run": True}, {"keep_state": False}], ids=str)
async def test_runs_that_leave_nothing_leave_no_shapes(
    missions: Missions, served: Api, options: dict[str, Any]
) -> None:
    """A dry run imagines its answers, and who keeps no state wants none."""
    await missions.completes(BODY, **options)
    assert not (missions.state / "shapes").exists()


async def test_a_failed_run_tells_what_it_saw_until_then(missions: Missions, served: Api) -> None:
    """That is when its author looks."""
    body = BODY.replace("let total = response.total", 'abort "no"')
    result = await missions.run(body)
    assert result.status == "failed"
    steps = seen(missions)
    assert steps["Load.0"]["counts"] == {"pages": 3, "items": 5}
    assert steps["Visit.0.0"]["response"]["properties"].keys() == {"total", "lines", "note"}


async def test_a_folder_that_cannot_be_written_fails_nothing(
    missions: Missions, served: Api
) -> None:
    """It is a convenience; the run says what is amiss."""
    missions.state.mkdir(parents=True, exist_ok=True)
    (missions.state / "shapes").write_text("in the way")
    await missions.completes(BODY)
    warnings = [event.payload["message"] for event in missions.events if event.type == "warning"]
    assert any(message.startswith("editors will not know this run") for message in warnings)


async def test_a_killed_run_leaves_the_file_of_the_run_before_it(
    missions: Missions, served: Api, tmp_path: Path
) -> None:
    """And its resume counts what was done before the kill."""
    body = BODY.replace("\n  store", "\n  checkpoint: afterStep\n  store", 1)
    await missions.completes(body)
    before = (missions.state / "shapes" / "Test.json").read_bytes()
    path = tmp_path / "mission.vague"
    path.write_text(missions.program(body))
    command = [sys.executable, "-m", "reqon", str(path), "--state-dir", str(missions.state)]
    running: list[asyncio.subprocess.Process] = []

    def kill(call: Any) -> Any:
        if call.path.endswith("/4") and running:
            running.pop().kill()
        return orders(call)

    served.routes["GET /orders/*"] = kill
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    killed = await asyncio.create_subprocess_exec(*command, **quiet)
    running.append(killed)
    assert await killed.wait() == -signal.SIGKILL
    assert (missions.state / "shapes" / "Test.json").read_bytes() == before
    resumed = await asyncio.create_subprocess_exec(*command, "--resume", **quiet)
    assert await resumed.wait() == 0
    assert seen(missions)["Visit.0"]["counts"] == {"items": 5}
    assert seen(missions)["Load.0"] == steps_in(before)["Load.0"]


WRITER = """
import sys
from pathlib import Path
from reqon.journal import shapes
from reqon.journal.layout import Layout
from reqon.journal.shapes import StepRecord
layout = Layout(Path(sys.argv[1]))
steps = {f"A.{n}": StepRecord({"type": "string"}, counts={"items": n}) for n in range(500)}
for number in range(10**6):
    shapes.keep(layout, "M", Path("a.vague"), f"exec_{number}", dict.fromkeys(steps, "x"), steps)
    print(number, flush=True)
"""


def test_a_kill_while_the_file_is_written_leaves_it_whole(tmp_path: Path) -> None:
    """At random moments."""
    moments = random.Random("shapes")
    for _ in range(3):
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for _ in range(moments.randrange(2, 20)):
                writer.stdout.readline()
            os.kill(writer.pid, signal.SIGKILL)
        assert len(steps_in((tmp_path / "shapes" / "M.json").read_bytes())) == 500
