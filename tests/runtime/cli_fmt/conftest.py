"""Missions on disk, and `reqon fmt` run on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reqon.cli.fmt import fmt

Format = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in an empty folder, so that paths in the output are short and the same everywhere."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Format:
    """Write files and format paths."""

    def run_fmt(
        *arguments: str, files: dict[str, bytes] | None = None, stdin: bytes | None = None
    ) -> Result:
        for name, data in (files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return CliRunner().invoke(fmt, list(arguments), input=stdin)

    return run_fmt
