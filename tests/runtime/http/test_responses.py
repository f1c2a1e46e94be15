"""What an answer becomes: body, headers, size, and answers that cannot be read."""

from __future__ import annotations

import asyncio
import gzip
from datetime import UTC

import pytest

from reqon.http import (
    BodyTooLarge,
    HttpStatusError,
    MalformedBody,
    Request,
    RetryPolicy,
    SourceClient,
    SourceConfig,
)

ONCE = RetryPolicy(max_attempts=1)


async def answer(server, *script, method="GET", **config):
    server.answers(*script)
    source = SourceConfig("API", server.url, **{"retry": ONCE, **config})
    async with SourceClient(source) as client:
        return await client.send(Request(method, "/items"))


@pytest.mark.parametrize(
    ("content_type", "data", "body"),
    [
        ("application/json", b'{"a": [1, null]}', {"a": [1, None]}),
        ("application/json; charset=utf-8", "\ufeff[1]".encode(), [1]),
        ("application/json; charset=latin-1", '"é"'.encode("latin-1"), "é"),
        ("application/problem+json", b"{}", {}),
        ("text/plain", b"[1]", [1]),
        ("text/plain", b"12 apples", "12 apples"),
        ("text/html", b"<h1>Maintenance</h1>", "<h1>Maintenance</h1>"),
        ("text/csv; charset=iso-8859-1", "é;1".encode("latin-1"), "é;1"),
        ("application/json", b"", None),
        ("application/json", b" \n", None),
    ],
)
async def test_a_body_is_json_when_it_can_be_and_text_otherwise(server, content_type, data, body):
    response = await answer(server, server.reply(200, data, content_type=content_type))
    assert response.body == body


@pytest.mark.parametrize("status", [204, 205, 304])
async def test_an_answer_without_body_is_null_and_sent_for_once(server, status):
    response = await answer(server, server.reply(status), method="DELETE", retry=RetryPolicy())
    assert (response.status, response.body, len(server.received)) == (status, None, 1)


async def test_a_head_answer_has_no_body_whatever_its_length_says(server):
    huge = server.reply(200, content_length="99999999999")
    response = await answer(server, huge, method="HEAD")
    assert (response.body, response.headers["content-length"]) == (None, "99999999999")


async def test_headers_have_lower_case_names_and_are_joined(server):
    raw = b"HTTP/1.1 200 OK\r\nX-Two: a\r\nX-TWO: b\r\nContent-Length: 0\r\n\r\n"
    response = await answer(server, raw)
    assert response.headers == {"x-two": "a, b", "content-length": "0"}


async def test_the_response_knows_when_its_attempt_began(server, pauses):
    server.answers(server.reply(200, {}))
    async with SourceClient(SourceConfig("API", server.url), clockwork=pauses.clockwork) as client:
        response = await client.send(Request("GET", "/items", {"q": "a b"}))
    assert response.started_at == pauses.today
    assert response.started_at.tzinfo is UTC
    assert response.url == f"{server.url}/items?q=a%20b"


async def test_compressed_bodies_are_read(server):
    packed = gzip.compress(b'{"a": 1}')
    response = await answer(server, server.reply(200, packed, content_encoding="gzip"))
    assert response.body == {"a": 1}


@pytest.mark.parametrize(
    ("data", "content_type", "reason"),
    [
        (b'{"items": [1, 2', "application/json", r"not valid JSON \(line 1, column 16"),
        (b"<html>\n</html>", "application/json", r"not valid JSON \(line 1, column 1"),
        (b'{"a": NaN}', "application/json", "not valid JSON"),
        (b"[" * 5000 + b"]" * 5000, "application/json", "not valid JSON"),
        (b"\xff\xfe\x00", "text/plain", r"not utf-8 text \(byte 0\)"),
        (b"\xff", "text/plain; charset=klingon", "unknown charset"),
    ],
)
async def test_a_body_that_is_not_what_it_says_is_tried_again_then_an_error(
    server, pauses, data, content_type, reason
):
    server.answers(server.reply(200, data, content_type=content_type))
    config = SourceConfig("API", server.url)
    async with SourceClient(config, clockwork=pauses.clockwork) as client:
        with pytest.raises(MalformedBody, match=reason):
            await client.send(Request("GET", "/"))
    assert len(server.received) == 3


async def test_half_a_json_then_a_whole_one_is_an_answer(server, pauses):
    server.answers(server.reply(200, b'[{"id": 1}, {"i'), server.reply(200, [{"id": 1}]))
    async with SourceClient(SourceConfig("API", server.url), clockwork=pauses.clockwork) as client:
        assert (await client.send(Request("GET", "/"))).body == [{"id": 1}]


@pytest.mark.parametrize("data", [b"<html>", b"{half", b"\xff\xfe"])
async def test_an_error_answer_is_taken_as_it_comes(server, data):
    """Its status says enough; a page of HTML labelled JSON must not hide it."""
    response = await answer(server, server.reply(500, data))
    assert (response.status, response.body) == (500, data.decode(errors="replace"))


@pytest.mark.parametrize(
    ("headers", "data"),
    [
        ({}, b"[" + b"1," * 5000 + b"1]"),
        ({"content_length": "10000000000"}, b"["),
        ({"content_encoding": "gzip"}, gzip.compress(b" " * 5_000_000)),
    ],
    ids=["too long", "announced", "gzip bomb"],
)  # fmt: skip
async def test_a_body_beyond_the_limit_is_not_read_to_its_end(server, headers, data):
    """One request, no retry, and the way out in the error."""
    big = server.reply(200, data, **headers)
    with pytest.raises(BodyTooLarge, match=r"larger than 0\.01 MB") as caught:
        await answer(server, big, max_body_bytes=10_000, retry=RetryPolicy())
    assert "smaller pages" in str(caught.value)
    assert len(server.received) == 1


async def test_a_body_at_the_limit_is_read(server):
    data = b'"' + b"x" * 998 + b'"'
    assert len((await answer(server, server.reply(200, data), max_body_bytes=1000)).body) == 998


async def test_a_connection_serves_many_requests(server):
    server.answers(server.reply(200, []))
    async with SourceClient(SourceConfig("API", server.url)) as client:
        for _ in range(5):
            await client.send(Request("GET", "/"))
    assert (len(server.received), server.connections) == (5, 1)


async def test_concurrent_callers_get_their_own_answers(server):
    server.answers(lambda request: server.reply(200, request.target))
    async with SourceClient(SourceConfig("API", server.url)) as client:
        paths = [f"/items/{number}" for number in range(64)]
        responses = await asyncio.gather(*(client.send(Request("GET", path)) for path in paths))
    assert [response.body for response in responses] == paths


async def test_a_cancelled_request_leaves_the_client_usable(server):
    """The next request gets its own answer, not the one the cancelled request was to have."""
    arrived = asyncio.Event()

    async def fault(writer):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n[")
        arrived.set()
        await server.stopping.wait()

    server.answers(fault, server.reply(200, "mine"))
    async with SourceClient(SourceConfig("API", server.url)) as client:
        task = asyncio.create_task(client.send(Request("GET", "/slow")))
        await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await client.send(Request("GET", "/next"))).body == "mine"


async def test_a_status_nobody_expects_becomes_an_error_with_an_excerpt(server):
    server.answers(server.reply(404, {"error": "no such item", "trace": "x" * 500}))
    async with SourceClient(SourceConfig("API", server.url)) as client:
        request = Request("GET", "/items/7")
        error = client.status_error(request, await client.send(request))
    assert isinstance(error, HttpStatusError)
    assert error.status == 404
    assert str(error).startswith(f'GET {server.url}/items/7: status 404: {{"error":"no such item"')
    assert len(str(error)) < 400
    assert "match response" in str(error)
