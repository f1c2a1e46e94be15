"""A server of ready-made pages, so that a pipeline waits for itself and not for its API.

`python -m benchmarks.pages ITEMS SIZE` prints its port and serves `/items?page=N` on loopback.
"""

from __future__ import annotations

import asyncio
import re
import sys

import orjson

_PAGE = re.compile(rb"[?&]page=(\d+)")


def page_body(page: int, size: int, items: int) -> bytes:
    """Return page `page` (from 1) of `items` records of some 300 bytes."""
    first = (page - 1) * size
    return orjson.dumps(
        [
            {
                "id": f"item-{number:07}",
                "name": f"Item number {number}",
                "status": "active" if number % 3 else "closed",
                "amount": number * 1.25,
                "tags": ["alpha", "beta", "gamma"],
                "note": "x" * 150,
            }
            for number in range(first, min(first + size, items))
        ]
    )


async def serve(items: int, size: int) -> None:
    """Serve until the process is ended."""
    pages = items // size + 2
    answers = []
    for page in range(1, pages + 1):
        body = page_body(page, size, items)
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
        answers.append(head.encode() + b"\r\n\r\n" + body)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                match = _PAGE.search(request.split(b"\r\n", 1)[0])
                number = int(match[1]) if match else 1
                writer.write(answers[min(number, pages) - 1])
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
