"""The demo API as a process: where it listens, what it says, when it ends."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from reqon.demo.process import running_api
from reqon.errors import ReqonError

SERVER = [sys.executable, "-m", "reqon.demo.server", "--customers", "10", "--orders", "10"]


def test_the_first_line_is_the_url_and_the_end_of_input_is_the_end():
    """A parent reads where the API is; when the parent goes, the API goes."""
    with subprocess.Popen(
        [*SERVER, "--port", "0", "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stdout.readline().startswith("http://127.0.0.1:")
        server.stdin.close()
        assert server.wait(timeout=60) == 0


def test_a_port_in_use_is_an_error_with_a_way_out():
    """The message names the port and what to do; there is no traceback."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*SERVER, "--port", port], capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 1
    assert f"port {port} cannot be used" in done.stderr
    assert "--port 0 takes a free one" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_api_that_does_not_start_is_reported(capfd):
    """Without its first line the parent gives up and says so."""
    with (
        pytest.raises(ReqonError, match="the demo API did not start"),
        running_api(token="t", customers=-1),
    ):
        pass
    assert "-1 is not in the range" in capfd.readouterr().err
