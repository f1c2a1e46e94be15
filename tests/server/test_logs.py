"""Where the server's log goes, how much of it is kept, and what is not in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TIMEOUT = 30
LOG = """
import logging, sys
from reqon_server import logs

logs._LARGEST = 1_000
logs.start_log(sys.argv[1], sys.argv[2])
logging.getLogger("pygls.protocol").info("Sending data: secret")
logging.getLogger("pygls.protocol").debug("secret")
for number in range(100):
    logging.getLogger("reqon_server.test").error("message %d", number)
"""


@pytest.mark.parametrize("level", ["error", "warning", "info", "debug"])
def test_a_log_file_does_not_grow_without_end(tmp_path: Path, level: str) -> None:
    """A full one is kept as the one before, and the oldest goes.

    What pygls says of messages stays out at any level: it repeats the user's files whole.
    """
    path = tmp_path / "lsp.log"
    subprocess.run([sys.executable, "-c", LOG, str(path), level], timeout=TIMEOUT, check=True)
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files == ["lsp.log", "lsp.log.1", "lsp.log.2"]
    assert all(file.stat().st_size <= 1_000 for file in tmp_path.iterdir())
    assert "message 99" in path.read_text()
    assert "secret" not in "".join(file.read_text() for file in tmp_path.iterdir())
