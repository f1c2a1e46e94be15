"""A mission that writes letters, the API it writes them to, and the files that it leaves."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types

from server.editor import Editor

LIMIT = 30
STORES = """store people: file("people")
store letters: file("letters")
"""
LOAD = """action Load {
  get "/people"
  store response -> people { key: .id }
}
"""
WRITE = """action Write {
  for person in people {
    post "/letters" { body: { to: person.id } }
    store response -> letters { key: .id }
  }
}
"""
HEAD = """mission Letters {
  checkpoint: afterStep
  source Api { auth: none, base: "URL" }
"""


def indented(text: str) -> str:
    return "".join(f"  {line}" for line in text.splitlines(keepends=True))


MISSION = f"{HEAD}{indented(STORES + LOAD + WRITE)}  run Load then Write\n}}\n"
OTHER = """mission Other {
  store notes: file("notes")
  action Note {
    store { id: 1 } -> notes { key: .id }
  }
  run Note
}
"""
PROJECTS = {
    "a file": {"letters.vague": MISSION},
    "a file of several missions": {"all.vague": OTHER + "\n" + MISSION},
    "a folder": {
        "post/mission.vague": f"{HEAD}  run Load then Write\n}}\n",
        "post/stores.vague": STORES,
        "post/load.vague": LOAD,
        "post/actions/write.vague": WRITE,
    },
}
"""Programs with the mission `Letters`, by path; `URL` is where the API is."""


def program_of(kind: str) -> str:
    """Return what is run of a project, as it is named at the command line."""
    return "post" if kind == "a folder" else next(iter(PROJECTS[kind]))


def write_project(kind: str, folder: Path, url: str) -> Path:
    """Write a project; return the file with its mission."""
    for name, text in PROJECTS[kind].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.replace("URL", url), encoding="utf-8")
    return folder / next(iter(PROJECTS[kind]))


@dataclass
class Api:
    """Ten people, and letters to them.

    The letter to `held` waits until it is released, that to `refused` is refused.
    """

    url: str = ""
    held: int = 0
    refused: int = 0
    letters: list[int] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def until_reached(self) -> None:
        """Return when the letter to `held` is on its way."""
        async with asyncio.timeout(LIMIT):
            await self.reached.wait()

    async def answer(self, head: str, body: str) -> tuple[int, Any]:
        if head.startswith("GET"):
            return 200, [{"id": number} for number in range(1, 11)]
        to = json.loads(body)["to"]
        if to == self.refused:
            return 422, {"error": "no such person"}
        if to == self.held and not self.released.is_set():
            self.reached.set()
            await self.released.wait()
        self.letters.append(to)
        return 200, {"id": to}


@asynccontextmanager
async def serving(api: Api, port: int = 0) -> AsyncIterator[Api]:
    """Serve an API, on the port of an earlier one where the files are to be compared."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
                body = (await reader.readexactly(int(length[1]))).decode() if length else ""
                status, value = await api.answer(head, body)
                answer = json.dumps(value).encode()
                kind = b"content-type: application/json"
                size = b"content-length: %d" % len(answer)
                line = b"HTTP/1.1 %d Answer" % status
                writer.write(b"\r\n".join((line, kind, size, b"", answer)))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", port)
    api.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield api
    finally:
        api.released.set()
        server.close()


def about(path: Path, **more: str) -> dict[str, str]:
    """Return the argument of a command about the mission `Letters`."""
    return {"uri": path.as_uri(), "mission": "Letters", **more}


async def do(editor: Editor, command: str, path: Path, **request: str) -> Any:
    """Send a command about the mission `Letters`, and wait for what it says.

    `request` is as for `Editor.execute`.
    """
    return await editor.execute(command, about(path), **request)


async def begun(
    editor: Editor, path: Path, api: Api, command: str = "reqon.run", **request: str
) -> asyncio.Future[Any]:
    """Begin a run, and wait until the letter that is held is on its way."""
    running = asyncio.ensure_future(do(editor, command, path, **request))
    await api.until_reached()
    return running


async def at_the_command_line(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    """Run `reqon` in a folder, silently."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "reqon", *arguments, "--quiet"),
        cwd=folder,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def failures(editor: Editor, path: Path) -> list[types.Diagnostic]:
    """Return the errors of runs that stand on the steps of a file."""
    found = await editor.diagnostics(path.as_uri())
    return [one for one in found if one.source == "reqon run"]


def record(folder: Path) -> Any:
    """Return the record of the only execution."""
    (path,) = (folder / ".vague-data" / "execution").glob("Letters-*.json")
    return json.loads(path.read_text(encoding="utf-8"))


def stored(folder: Path, name: str) -> list[int]:
    """Return the ids of what a store holds."""
    text = (folder / ".vague-data" / "stores" / f"{name}.json").read_text(encoding="utf-8")
    return [entry["id"] for entry in json.loads(text).values()]


def owner(folder: Path) -> int:
    """Return the process that runs the only execution."""
    (lock,) = (folder / ".vague-data" / "execution" / "journal").glob("*/lock")
    return int(json.loads(lock.read_text())["pid"])


_VARYING = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d[:-]\d\d[:-]\d\d(?:\.\d+)?Z?"), "TIME"),
    (re.compile(r"\b1\d{12}\b"), "TIME"),
    (re.compile(r"exec_[0-9a-z]+"), "EXECUTION"),
    (re.compile(r'"key": ?"[a-z2-7]{32}"'), '"key":"IDEMPOTENCY"'),
    (re.compile(r'"pid":\d+'), '"pid":PROCESS'),
    (re.compile(r'^[0-9a-f]{8} |(?<="crc32":")[0-9a-f]{8}', re.MULTILINE), "CHECKSUM "),
    (re.compile(r'"digest": ?"[0-9a-f]+"'), '"digest":"CHECKSUM"'),
)
"""What is another for each run: times, names of executions, and what is made from those."""


def files_of(folder: Path) -> dict[str, str]:
    """Return all that runs left in a folder, without what differs from run to run."""
    found = {}
    for path in sorted((folder / ".vague-data").rglob("*")):
        if path.is_file():
            name, text = str(path.relative_to(folder)), path.read_text(encoding="utf-8")
            for pattern, same in _VARYING:
                name, text = pattern.sub(same, name), pattern.sub(same, text)
            found[name] = text.replace(str(folder), "FOLDER")
    return found
