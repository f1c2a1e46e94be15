"""`reqon lsp --tcp`: a server to attach a debugger to, for one editor of this machine."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TIMEOUT = 30
COMMAND = [sys.executable, "-m", "reqon", "lsp"]


def frame(message: object) -> bytes:
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def test_an_editor_connects_and_is_served() -> None:
    """Port 0 takes a free one; the address is printed; `exit` ends the process."""
    server = subprocess.Popen(
        [*COMMAND, "--tcp", "127.0.0.1:0"], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    with server:
        assert server.stderr
        found = re.search(rb"waiting for an editor on 127.0.0.1:(\d+)", server.stderr.readline())
        assert found
        with socket.create_connection(("127.0.0.1", int(found[1])), timeout=TIMEOUT) as peer:
            params = {"processId": None, "capabilities": {}}
            peer.sendall(
                frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params})
                + frame({"jsonrpc": "2.0", "id": 2, "method": "shutdown"})
                + frame({"jsonrpc": "2.0", "method": "exit"})
            )
            received = b""
            while chunk := peer.recv(65536):
                received += chunk
        assert b'"capabilities"' in received
        assert b'"id":2,"jsonrpc":"2.0","result":null' in received
        assert server.wait(TIMEOUT) == 0


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--tcp", "0.0.0.0:9000"], "without a password"),
        (["--tcp", "example.com:9000"], "--allow-remote"),
        (["--tcp", "9000"], "is no HOST:PORT"),
        (["--tcp", "127.0.0.1:port"], "is no HOST:PORT"),
        (["--tcp", "127.0.0.1:70000"], "is no HOST:PORT"),
        (["--tcp", "127.0.0.1:0", "--stdio"], "exclude each other"),
        (["--log-level", "loud"], "loud"),
    ],
)
def test_an_address_others_can_reach_needs_a_second_word(options: list[str], reason: str) -> None:
    """And what is no address is refused before anything is loaded."""
    done = subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    assert done.returncode != 0
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_said_to_be(tmp_path: Path) -> None:
    """With the address and the reason."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = subprocess.run(
            [*COMMAND, "--tcp", address, "--log", str(tmp_path / "log")],
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
    assert done.returncode == 3
    assert f"cannot listen on {address}: Address already in use\n" in done.stderr
