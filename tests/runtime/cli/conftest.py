"""`reqon` as a call and as a process, in an empty folder, with an API to talk to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reqon.cli import main
from runtime.cli.server import PATIENCE_S, Api, serve

ITEMS = [{"id": number} for number in range(1, 6)]


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    def error(self) -> str:
        """Return the one message on standard error; it may end in one line of help."""
        assert "Traceback" not in self.err
        first, *help_lines = self.err.splitlines()
        assert first.startswith("error: "), self.err
        assert [line.startswith("  help: ") for line in help_lines] in ([], [True]), self.err
        assert self.out == ""
        return self.err


@dataclass
class Reqon:
    """Runs commands in `folder`. `run` calls them here, `start` makes processes of them."""

    folder: Path
    api: Api
    capture: pytest.CaptureFixture[str]

    @property
    def state(self) -> Path:
        return self.folder / ".vague-data"

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def mission(self, name: str = "Sync", file: str = "sync.vague", **options: Any) -> Path:
        return self.write(file, program(self.api.url, name, **options))

    def run(self, *arguments: str | Path) -> Outcome:
        self.capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = self.capture.readouterr()
        return Outcome(int(ended.value.code or 0), printed.out, printed.err)

    @contextmanager
    def start(self, *arguments: str | Path, **options: Any) -> Iterator[subprocess.Popen[str]]:
        """Start a process that is dead at the latest when the block ends."""
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
        with subprocess.Popen(command(*arguments), cwd=self.folder, **pipes) as process:
            try:
                yield process
            finally:
                process.kill()

    def process(self, *arguments: str | Path, **options: Any) -> Outcome:
        with self.start(*arguments, **options) as process:
            return ended(process)

    def record(self, mission: str = "Sync") -> dict[str, Any]:
        """Return the only execution record of a mission, as it is on the disk."""
        (path,) = self.records(mission)
        return json.loads(path.read_text())

    def records(self, mission: str = "Sync") -> list[Path]:
        return sorted((self.state / "execution").glob(f"{mission}-*.json"))

    def stored(self, name: str = "items") -> list[Any]:
        return list(json.loads((self.state / "stores" / f"{name}.json").read_text()).values())


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "reqon", *map(str, arguments)]


def ended(process: subprocess.Popen[str]) -> Outcome:
    """Return what a process came to, which it must within a while."""
    out, err = process.communicate(timeout=PATIENCE_S)
    return Outcome(process.returncode, out or "", err or "")


def program(url: str, name: str = "Sync", *, path: str = "/items", letters: bool = False) -> str:
    """Return a mission that stores what it fetches and, with `letters`, posts each item."""
    steps = 'for item in items { post "/letters" { body: item } }' if letters else ""
    return f"""mission {name} {{
  checkpoint: afterStep
  source Api {{ auth: none, base: "{url}", retry: {{ maxAttempts: 1 }} }}
  store items: file("items")
  action Fetch {{
    get "{path}"
    store response -> items {{ key: .id }}
    {steps}
  }}
  run Fetch
}}
"""


@pytest.fixture(scope="session")
def served() -> Iterator[Api]:
    api = Api()
    server = serve(api)
    yield api
    server.shutdown()
    server.server_close()


@pytest.fixture
def api(served: Api) -> Iterator[Api]:
    served.lines.clear()
    served.tokens.clear()
    served.answers = {"GET /items": (200, ITEMS), "POST /letters": (200, {"sent": True})}
    yield served
    served.release()


@pytest.fixture(scope="session")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the processes keep what they compiled, so that only the first has to."""
    return tmp_path_factory.mktemp("bytecode")


@pytest.fixture
def reqon(
    api: Api,
    bytecode: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Reqon:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("REQON_")]:
        monkeypatch.delenv(name)
    for name in ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(bytecode))
    monkeypatch.setenv("NO_PROXY", "*")
    return Reqon(tmp_path, api, capsys)
