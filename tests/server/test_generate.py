"""What is generated from the server's own methods is what they are now."""

from __future__ import annotations

import subprocess
import sys

from reqon_server import advertised
from reqon_server.generate import PAGE, methods, updated

# Prints the modules of the language that are imported by a server that waits for `initialize`.
IMPORTED = """
import sys
from reqon_server.server import ReqonServer
ReqonServer()
print([name for name in sys.modules if name.startswith("reqon_language")])
"""


def test_the_page_says_what_the_server_says_of_itself() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert updated(page) == page


def test_what_is_advertised_is_what_is_answered() -> None:
    assert advertised.FILE.read_bytes() == methods()


def test_initialize_is_answered_without_importing_the_language() -> None:
    """The answer would take twice as long."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
