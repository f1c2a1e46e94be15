"""`reqon lsp`: start the language server on standard input and output, or on a socket."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    import socket

LEVELS: Final = ("error", "warning", "info", "debug")
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


@click.command(short_help="Start the language server for an editor.")
@click.option("--stdio", is_flag=True, help="Talk over standard input and output (default).")
@click.option(
    "--tcp",
    metavar="HOST:PORT",
    help="Wait for one editor on a socket instead, to debug the server; port 0 takes a free one.",
)
@click.option(
    "--allow-remote",
    is_flag=True,
    help="Let --tcp listen on an address other machines can reach. There is no password.",
)
@click.option(
    "--log",
    "log_file",
    type=click.Path(dir_okay=False, writable=True),
    metavar="FILE",
    help="Append the log to FILE instead of writing it to standard error; three files of 5 MB "
    "are kept.",
)
@click.option(
    "--log-level",
    type=click.Choice(LEVELS),
    help="How much to log; by default info with --log, else warning.",
)
def lsp(
    stdio: bool, tcp: str | None, allow_remote: bool, log_file: str | None, log_level: str | None
) -> None:
    """Start the language server. Editors run this; see docs/editors/lsp.md."""
    if stdio and tcp is not None:
        raise click.UsageError("--stdio and --tcp exclude each other: give one.")
    address = None if tcp is None else _address(tcp, allow_remote=allow_remote)
    # lsprotocol takes half a second to import: no other command may pay for it.
    from reqon_server.logs import start_log
    from reqon_server.server import ReqonServer
    from reqon_server.transport import over_files, over_socket

    start_log(log_file, log_level)
    # A thread waits for input: only the default action ends the process at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if address is not None:
        connection = over_socket(_accept(*address))
    else:
        connection = over_files(sys.stdin.fileno(), os.dup(sys.stdout.fileno()))
        # Standard output belongs to the protocol: a stray print must not end up between messages.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.exit(ReqonServer().serve(connection))


def _address(text: str, *, allow_remote: bool) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    host = host.strip("[]")
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise click.BadParameter(
            f"{text} is no HOST:PORT, such as 127.0.0.1:9257", param_hint="--tcp"
        )
    if host not in _LOOPBACK and not allow_remote:
        raise click.UsageError(
            f"--tcp {text} would let other machines read your files through this server, "
            "without a password. Use 127.0.0.1, or add --allow-remote if you mean it."
        )
    return host, int(port)


def _accept(host: str, port: int) -> socket.socket:
    """Wait for one editor. Its address is printed, since a port of 0 means any free one."""
    import socket

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.create_server((host, port), family=family) as listener:
            bound = listener.getsockname()
            click.echo(f"waiting for an editor on {bound[0]}:{bound[1]}", err=True)
            peer, _ = listener.accept()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise click.ClickException(f"cannot listen on {host}:{port}: {reason}") from error
    return peer
