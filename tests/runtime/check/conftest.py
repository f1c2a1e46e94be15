"""Missions on disk, and `reqon check` run on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reqon.cli.check import check

CLEAN = """mission Clean {
  source Api { auth: none, base: "https://api.example.com" }
  store orders: file("orders")
  action Fetch {
    get "/orders" { allow: [404] }
    store response -> orders { key: .id }
  }
  run Fetch
}
"""
WARNED = CLEAN.replace("https://api.example.com", "https://api.example.com/")
WRONG = CLEAN.replace("-> orders", "-> ordres")

Check = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in an empty folder, so that paths in the output are short and the same everywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Check:
    """Write files, given as keywords or `{name: text}`, and check paths."""

    def run_check(*arguments: str, files: dict[str, str | bytes] | None = None) -> Result:
        for name, text in (files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return CliRunner().invoke(check, list(arguments))

    return run_check
