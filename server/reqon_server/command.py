"""`reqon lsp`: start the language server on standard input and output."""

from __future__ import annotations

import signal
import sys

import click


@click.command(short_help="Start the language server for an editor.")
@click.option("--stdio", is_flag=True, help="Talk over standard input and output (default).")
@click.option(
    "--log",
    "log_file",
    type=click.Path(dir_okay=False, writable=True),
    metavar="FILE",
    help="Append the log to FILE instead of writing it to standard error.",
)
def lsp(stdio: bool, log_file: str | None) -> None:  # noqa: ARG001  the one way there is
    """Start the language server. Editors run this; see docs/editors/lsp.md."""
    # lsprotocol takes half a second to import: no other command may pay for it.
    from reqon_server.logs import start_log
    from reqon_server.server import create_server

    start_log(log_file)
    # A thread waits for input: only the default action ends the process at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    # Standard output belongs to the protocol: a stray print must not end up between messages.
    sys.stdout = sys.stderr
    sys.exit(create_server().serve(stdin, stdout))
