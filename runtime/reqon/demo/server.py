"""The demo API as a process of its own: `python -m reqon.demo.server --port 8642`.

It listens on 127.0.0.1 only. The first line it prints is its base URL.
"""

from __future__ import annotations

import socket
import sys
import threading

import click
import uvicorn

from reqon.demo.api import create_api
from reqon.demo.data import generate


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8642,
    show_default=True,
    help="Port on 127.0.0.1; 0 takes a free one.",
)
@click.option("--customers", type=click.IntRange(0), default=2000, show_default=True)
@click.option("--orders", type=click.IntRange(0), default=5000, show_default=True)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Same seed and sizes, same records."
)
@click.option(
    "--latency-ms",
    type=click.FloatRange(0),
    default=0.0,
    show_default=True,
    help="Hold back every answer to a POST this long.",
)
@click.option(
    "--token",
    envvar="DEMO_TOKEN",
    default="demo",
    show_default=True,
    help="Bearer token the customer routes want; read from DEMO_TOKEN.",
)
@click.option(
    "--until-stdin-closes",
    is_flag=True,
    help="Stop when standard input ends, so that no parent leaves it behind.",
)
def serve(
    *,
    port: int,
    customers: int,
    orders: int,
    seed: int,
    latency_ms: float,
    token: str,
    until_stdin_closes: bool,
) -> None:
    """Serve sample customers, orders, payments and a warehouse on 127.0.0.1."""
    api = create_api(
        generate(customers=customers, orders=orders, seed=seed),
        token=token,
        latency=latency_ms / 1000,
    )
    # asyncio turns off Nagle's delay only for sockets that name their protocol.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise click.ClickException(
                f"port {port} cannot be used: {error.strerror}; --port 0 takes a free one"
            ) from error
        listener.listen(128)
        server = uvicorn.Server(
            uvicorn.Config(api, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
        )
        if until_stdin_closes:
            threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
        # Connections queue from here on, so whoever reads the line may connect at once.
        click.echo(f"http://127.0.0.1:{listener.getsockname()[1]}")
        server.run(sockets=[listener])


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    sys.stdin.read()
    server.should_exit = True


if __name__ == "__main__":
    serve()
