"""What is tried again, how often, and how long that waits (specification 4.4)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reqon.http import (
    ConnectionFailed,
    Request,
    RequestTimeout,
    RetryAfterTooLong,
    RetryNotice,
    RetryPolicy,
    SourceClient,
    SourceConfig,
)
from reqon.http.retry import backoff_ms

POLICY = RetryPolicy(max_attempts=3, initial_delay_ms=100)


async def send(server, pauses, request, on_retry=None, **config):
    source = SourceConfig("API", server.url, **{"retry": POLICY, **config})
    async with SourceClient(source, clockwork=pauses.clockwork) as client:
        return await client.send(request, on_retry)


@pytest.mark.parametrize(
    ("policy", "delays"),
    [
        (RetryPolicy(), [1000, 2000, 4000, 8000, 16000, 30000, 30000]),
        (RetryPolicy(backoff="linear", initial_delay_ms=10, max_delay_ms=45), [10, 20, 30, 40, 45]),
        (RetryPolicy(backoff="constant", initial_delay_ms=7), [7, 7, 7]),
        (RetryPolicy(delay_ms=90_000), [90_000, 90_000]),
    ],
)
def test_the_back_off_follows_the_policy(policy, delays):
    assert [backoff_ms(policy, attempt + 1, 0.5) for attempt in range(len(delays))] == delays


@pytest.mark.parametrize(("chance", "delay"), [(0.0, 900), (0.25, 950), (0.5, 1000), (1.0, 1100)])
def test_jitter_is_ten_percent_either_way(chance, delay):
    assert backoff_ms(RetryPolicy(), 1, chance) == delay


def test_the_cap_holds_after_jitter_and_however_many_attempts():
    assert backoff_ms(RetryPolicy(max_delay_ms=1000), 1, 1.0) == 1000
    assert backoff_ms(RetryPolicy(), 5000, 0.0) == 30_000


async def test_two_errors_then_an_answer_are_one_answer(server, pauses):
    """The delays are the computed ones, and every coming attempt is announced."""
    server.answers(server.reply(500), server.reply(502), server.reply(200, {"ok": True}))
    notices: list[RetryNotice] = []
    response = await send(server, pauses, Request("GET", "/items"), notices.append)
    assert (response.status, response.body, response.attempts) == (200, {"ok": True}, 3)
    assert pauses.seconds == [0.1, 0.2]
    assert [(n.attempt, n.max_attempts, n.delay_ms, n.status, n.reason) for n in notices] == [
        (1, 3, 100, 500, "status 500"),
        (2, 3, 200, 502, "status 502"),
    ]


async def test_an_error_that_stays_is_returned_after_the_last_attempt(server, pauses):
    server.answers(server.reply(503, {"error": "down"}))
    response = await send(server, pauses, Request("GET", "/"))
    assert (response.status, response.body, response.ok) == (503, {"error": "down"}, False)
    assert (response.attempts, len(server.received), len(pauses.seconds)) == (3, 3, 2)


@pytest.mark.parametrize(
    ("method", "status", "key", "sent"),
    [
        ("GET", 500, None, 3),
        ("HEAD", 500, None, 3),
        ("PUT", 500, None, 3),
        ("DELETE", 504, None, 3),
        ("GET", 408, None, 3),
        ("GET", 429, None, 3),
        ("GET", 400, None, 1),
        ("GET", 401, None, 1),
        ("GET", 404, None, 1),
        ("POST", 500, None, 1),
        ("PATCH", 500, None, 1),
        ("POST", 408, None, 1),
        ("POST", 429, None, 3),
        ("POST", 503, None, 3),
        ("POST", 500, "key-1", 3),
        ("PATCH", 408, "key-1", 3),
        ("POST", 422, "key-1", 1),
        ("DELETE", 204, None, 1),
    ],
)
async def test_only_what_is_safe_to_repeat_is_repeated(server, pauses, method, status, key, sent):
    server.answers(server.reply(status))
    body = {"body": {"id": 1}} if method in ("POST", "PATCH") else {}
    request = Request(method, "/things", idempotency_key=key, **body)
    assert (await send(server, pauses, request)).attempts == sent
    assert [r.headers.get("idempotency-key") for r in server.received] == [key] * sent
    assert len({r.body for r in server.received}) == 1


async def test_a_key_written_by_hand_makes_a_post_repeatable(server, pauses):
    server.answers(server.reply(500))
    request = Request("POST", "/", body=1, headers={"idempotency-key": "mine"})
    assert (await send(server, pauses, request)).attempts == 3


async def test_without_a_key_header_a_post_is_not_repeatable(server, pauses):
    """`idempotency: none`: the key is not sent, so it promises nothing."""
    server.answers(server.reply(500))
    request = Request("POST", "/", body=1, idempotency_key="key-1")
    response = await send(server, pauses, request, idempotency_header=None)
    assert (response.attempts, "idempotency-key" in server.received[0].headers) == (1, False)


@pytest.mark.parametrize(
    ("retry_after", "waited"),
    [
        ("7", 7),
        ("300", 300),
        ("Thu, 01 Jan 2026 12:00:40 GMT", 40),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.1),
        ("0", 0.1),
        ("-5", 0.1),
        ("soon", 0.1),
        ("", 0.1),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_replaces_the_delay(server, pauses, status, retry_after, waited):
    """Nonsense, zero and the past mean the computed delay, never an immediate second try."""
    server.answers(server.reply(status, retry_after=retry_after), server.reply(200, []))
    assert (await send(server, pauses, Request("GET", "/"))).ok
    assert pauses.seconds == [waited]


async def test_a_retry_after_date_is_read_by_the_clock_of_the_server(server, pauses):
    pauses.today = datetime(2031, 5, 5, tzinfo=UTC)
    limited = server.reply(
        429, retry_after="Thu, 01 Jan 2026 12:00:40 GMT", date="Thu, 01 Jan 2026 12:00:10 GMT"
    )
    server.answers(limited, server.reply(200, []))
    await send(server, pauses, Request("GET", "/"))
    assert pauses.seconds == [30]


@pytest.mark.parametrize("retry_after", ["864000", "9" * 400, "Sun, 11 Jan 2026 12:00:00 GMT"])
async def test_a_retry_after_of_days_ends_the_request(server, pauses, retry_after):
    """Nothing is waited for and nothing sent again; the answer is in the error."""
    server.answers(server.reply(429, {"error": "quota"}, retry_after=retry_after))
    with pytest.raises(RetryAfterTooLong) as caught:
        await send(server, pauses, Request("POST", "/", body=1))
    assert caught.value.response.body == {"error": "quota"}
    assert caught.value.retry_after_seconds >= 864000
    assert "longer than the 300 s allowed" in str(caught.value)
    assert (len(server.received), pauses.seconds) == (1, [])


async def test_the_last_answer_is_returned_whatever_it_asks_for(server, pauses):
    server.answers(server.reply(429, retry_after="864000"))
    request = Request("GET", "/", retry=RetryPolicy(max_attempts=1))
    assert (await send(server, pauses, request)).status == 429


async def test_the_policy_of_the_request_wins(server, pauses):
    server.answers(server.reply(500))
    request = Request("GET", "/", retry=RetryPolicy(max_attempts=5, delay_ms=40))
    assert (await send(server, pauses, request)).attempts == 5
    assert pauses.seconds == [0.04] * 4


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_refused_connection_is_tried_again_by_any_method(refused_port, pauses, method):
    async with SourceClient(
        SourceConfig("API", refused_port, retry=POLICY), clockwork=pauses.clockwork
    ) as client:
        with pytest.raises(ConnectionFailed) as caught:
            await client.send(Request(method, "/items"))
    assert pauses.seconds == [0.1, 0.2]
    assert caught.value.attempts == 3
    assert str(caught.value) == (
        f"{method} {refused_port}/items: no connection (connection refused) (3 attempts)\n"
        f"  help: Is the server at {refused_port} running?"
    )


@pytest.mark.parametrize(
    "fault",
    [
        lambda server: server.reset(),
        lambda server: server.cut(b""),
        lambda server: server.cut(b"HTTP/1.1 nonsense\r\n\r\n"),
        lambda server: server.cut(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n[1, 2"),
        lambda server: server.reset(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n[1, 2"),
        lambda server: server.reply(200, b"not gzip", content_encoding="gzip"),
    ],
    ids=["reset", "closed", "garbage", "truncated", "reset in the body", "damaged gzip"],
)
class TestBrokenConnection:
    async def test_a_get_is_repeated_and_succeeds(self, server, pauses, fault):
        """aiohttp reconnects once by itself when a connection closes before any answer."""
        server.answers(*[fault(server)] * 3, server.reply(200, [1]))
        response = await send(server, pauses, Request("GET", "/"), retry=RetryPolicy(4))
        assert (response.body, len(server.received)) == ([1], 4)
        assert response.attempts == len(pauses.seconds) + 1 >= 2

    async def test_a_post_without_key_is_sent_once(self, server, pauses, fault):
        """It may have had an effect, and the error says so."""
        server.answers(fault(server))
        with pytest.raises(ConnectionFailed, match="may have had an effect"):
            await send(server, pauses, Request("POST", "/", body={}))
        assert len(server.received) == 1

    async def test_a_post_with_key_is_repeated_with_the_same_key(self, server, pauses, fault):
        server.answers(fault(server), server.reply(201, {"id": 1}))
        response = await send(server, pauses, Request("POST", "/", body={}, idempotency_key="k1"))
        assert (response.status, response.attempts) == (201, 2)
        assert {r.headers["idempotency-key"] for r in server.received} == {"k1"}


async def test_a_silent_server_runs_into_the_timeout(server, pauses):
    server.answers(server.silence())
    with pytest.raises(RequestTimeout) as caught:
        await send(server, pauses, Request("GET", "/slow", timeout_ms=50))
    assert (caught.value.attempts, len(server.received)) == (3, 3)
    assert "no complete answer within 0.05 s (3 attempts)" in str(caught.value)
    assert "Raise `timeout` of source API" in str(caught.value)


async def test_the_timeout_covers_the_body(server, pauses):
    """A server that sends its body for ever, a little at a time, is stopped all the same."""

    async def fault(writer):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
        await writer.drain()
        await server.stopping.wait()

    server.answers(fault)
    with pytest.raises(RequestTimeout):
        await send(server, pauses, Request("POST", "/", body=1), timeout_ms=50)
    assert len(server.received) == 1
