"""Messages and bytes: the frames of LSP's base protocol, read on a thread of their own.

pygls reads each header line with a job for a thread pool, so that a message waits three times
for its turn while an analysis runs. Here one thread reads whole messages.
"""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

log = logging.getLogger(__name__)

_CHUNK: Final = 1 << 16
_LONGEST_HEADER: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What came instead of a message, as a phrase."""

    reason: str


@dataclass(frozen=True, slots=True)
class Connection:
    """The bytes to and from an editor. `read` returns at least one byte, none at the end.

    Both work without a lock: one that a reading thread held could not be taken when the
    process ends.
    """

    read: Callable[[int], bytes]
    write: Callable[[bytes], None]
    close: Callable[[], None]


def over_files(source: int, target: int) -> Connection:
    """Return a connection over two file descriptors."""

    def write(data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(target, view) :]

    return Connection(lambda size: os.read(source, size), write, lambda: os.close(target))


def over_socket(peer: socket.socket) -> Connection:
    """Return a connection over a socket."""

    def close() -> None:
        try:
            peer.shutdown(socket.SHUT_RDWR)
        except OSError:
            log.info("the client was gone before the connection was closed")
        peer.close()

    return Connection(peer.recv, peer.sendall, close)


def read_messages(read: Callable[[int], bytes]) -> Iterator[Any]:
    """Yield the messages of a stream: a JSON value each, or `Unreadable`.

    A header without a usable length is passed over, with what follows it up to the next empty
    line: there is no other way to find the next message. The stream may end anywhere.
    """
    buffer = bytearray()

    def more() -> bool:
        chunk = read(_CHUNK)
        buffer.extend(chunk)
        return bool(chunk)

    while True:
        while (end := buffer.find(b"\r\n\r\n")) < 0:
            if len(buffer) > _LONGEST_HEADER:
                del buffer[:-3]
                yield Unreadable("its header does not end")
            if not more():
                return
        length = _length(bytes(buffer[:end]))
        del buffer[: end + 4]
        if length is None:
            yield Unreadable("its header has no `Content-Length`")
            continue
        while len(buffer) < length:
            if not more():
                return
        body = bytes(buffer[:length])
        del buffer[:length]
        yield _decoded(body)


def frame(body: bytes) -> bytes:
    """Return a message ready to be sent."""
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def _length(header: bytes) -> int | None:
    for line in header.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return None


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        return Unreadable(str(error))
