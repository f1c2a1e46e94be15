"""Items per second from the pages of an API into SQLite: a mission against a plain loop.

The plain loop is what people write by hand: httpx, `json`, `sqlite3`, one transaction a page. It
keeps no position, so a crash costs it everything; the mission can be resumed at any page.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.measure import Rate
from reqon.engine.mission import Engine
from reqon.engine.settings import Settings
from reqon.plan.program import compile_program
from reqon_language import parse

ITEMS, SIZE = 100_000, 1_000
MISSION = """
mission Copy {
  CHECKPOINT
  source Api { auth: none, base: "URL" }
  store items: sql("items")
  action Pull {
    get "/items" { paginate: page(page, SIZE), until: length(response) == 0 }
    store response -> items { key: .id }
  }
  run Pull
}
"""


def report() -> None:
    """Print items per second of both, and of the mission with a power-safe checkpoint a page."""
    with _server() as url:
        plain = _timed("plain httpx + sqlite3 loop", lambda folder: _plain(url, folder))
        loose = _timed("mission, process durability", lambda folder: _mission(url, folder, ""))
        safe = _timed(
            "mission, checkpoint: afterStep (power-safe)",
            lambda folder: _mission(url, folder, "checkpoint: afterStep"),
        )
    print(f"\npipeline: {ITEMS:,} items of 300 B, {SIZE} a page, loopback API → SQLite")
    for rate in (plain, loose, safe):
        print(rate.against(plain))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory of this process: {peak:.0f} MB")


def _timed(name: str, work: object, runs: int = 2) -> Rate:
    """Return the best rate of a few runs by the wall clock, each in a fresh folder."""
    shortest = float("inf")
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            begin = time.perf_counter()
            count = work(Path(folder))  # type: ignore[operator]
            shortest = min(shortest, time.perf_counter() - begin)
            if count != ITEMS:
                sys.exit(f"{name}: {count} items arrived instead of {ITEMS}")
    return Rate(name, ITEMS / shortest)


def _plain(url: str, folder: Path) -> int:
    database = sqlite3.connect(folder / "plain.sqlite")
    database.execute("pragma journal_mode=wal")
    database.execute("create table items (key text primary key, record text)")
    with httpx.Client(base_url=url) as client:
        page = 1
        while rows := client.get("/items", params={"page": page}).json():
            with database:
                database.executemany(
                    "insert or replace into items values (?, ?)",
                    [(row["id"], json.dumps(row)) for row in rows],
                )
            page += 1
    (count,) = database.execute("select count(*) from items").fetchone()
    database.close()
    return int(count)


def _mission(url: str, folder: Path, checkpoint: str) -> int:
    text = MISSION.replace("URL", url).replace("SIZE", str(SIZE)).replace("CHECKPOINT", checkpoint)
    (plan,) = compile_program(parse(text), "copy.vague")
    result = asyncio.run(Engine(plan, Settings(state_dir=folder)).run())
    if not result.success:
        sys.exit(str(result.errors[0]))
    return result.stores["items"].count


@contextmanager
def _server() -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.pages", str(ITEMS), str(SIZE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
