"""A real Neovim with a ten-line configuration: the server does what a person expects of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NEOVIM = shutil.which("nvim", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
MISSION = """\
mission Copy {
  source Api { auth: none, base: "https://api.example.com" }
  store orders: file("orders")
  action Fetch {
    get "/orders" { allow: [404] }
    store response -> ordrs { key: .id }
  }
  run Fetch
}
"""


@pytest.mark.skipif(NEOVIM is None, reason="Neovim is not installed")
def test_neovim_shows_completes_jumps_renames_and_formats(tmp_path: Path) -> None:
    """Started headless, it edits a mission by the answers of the server alone."""
    assert NEOVIM
    path = tmp_path / "copy.vague"
    path.write_text(MISSION, encoding="utf-8")
    command = [NEOVIM, "--headless", "--clean", "-u", str(HERE / "init.lua"), str(path)]
    environment = {
        **os.environ,
        "REQON_COMMAND": f"{sys.executable} -m reqon lsp",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    done = subprocess.run(
        [*command, "-c", f"luafile {HERE / 'session.lua'}", "-c", "cquit"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert said == {
        "diagnostics": "RQ3003@6",
        "completion": "orders",
        "clean": "true",
        "definition": 'store orders: file("orders")',
        "rename": "true",
        "format": '    get "/orders" { allow: [404] }',
    }, done.stderr
