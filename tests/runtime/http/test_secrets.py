"""Credentials reach their own origin, whole, and nothing else: no other server, no text."""

from __future__ import annotations

import logging
import traceback

import pytest

from reqon.errors import ConfigurationError
from reqon.http import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    HttpError,
    InvalidRequest,
    OriginRefused,
    RedirectRefused,
    Request,
    RetryPolicy,
    SourceClient,
    SourceConfig,
)

CANARY = "canary/+ 42&é"
AUTHS = [
    BearerAuth(CANARY),
    BasicAuth("me", CANARY),
    ApiKeyAuth(CANARY, query_name="api_key"),
    ApiKeyAuth(CANARY, header="X-Key", prefix="Key", additional_headers={"X-App": CANARY + "2"}),
]
FAST = RetryPolicy(max_attempts=2, delay_ms=0)


@pytest.mark.parametrize(
    ("auth", "headers", "query"),
    [
        (BearerAuth("t-1"), {"authorization": "Bearer t-1"}, []),
        (BasicAuth("üser", "p:w"), {"authorization": "Basic w7xzZXI6cDp3"}, []),
        (ApiKeyAuth("k-1"), {"x-api-key": "k-1"}, []),
        (ApiKeyAuth("k-1", header="X-Key", prefix="Token"), {"x-key": "Token k-1"}, []),
        (
            ApiKeyAuth("k-1", additional_headers={"X-App": "a"}),
            {"x-api-key": "k-1", "x-app": "a"},
            [],
        ),
        (ApiKeyAuth("k &1", query_name="key"), {"x-api-key": None}, [("key", "k &1")]),
    ],
)
async def test_each_kind_of_credentials_arrives(server, auth, headers, query):
    server.answers(server.reply(200, {}))
    async with SourceClient(SourceConfig("API", server.url, auth=auth)) as client:
        await client.send(Request("GET", "/items", {"a": 1}))
    [request] = server.received
    assert {name: request.headers.get(name) for name in headers} == headers
    assert request.query == [("a", "1"), *query]


async def test_a_password_in_the_base_is_sent_as_basic_credentials_and_never_shown(server):
    base = server.url.replace("//", "//me:canary%2F1@")
    server.answers(server.reply(404, {}))
    async with SourceClient(SourceConfig("API", base)) as client:
        response = await client.send(Request("GET", "/"))
    assert server.received[0].headers["authorization"] == "Basic bWU6Y2FuYXJ5LzE="
    assert "canary" not in response.url
    with pytest.raises(ConfigurationError) as caught:
        SourceClient(SourceConfig("API", "ftp://me:canary@example.com"))
    assert "canary" not in str(caught.value)


def everything_said(error: BaseException) -> str:
    """All text an exception can lead to: itself, its chain, its attributes."""
    said = "".join(traceback.format_exception(error))
    while error is not None:
        said += repr(error) + repr(vars(error)) + repr(error.args)
        error = error.__cause__ or error.__context__
    return said


@pytest.mark.parametrize("auth", AUTHS, ids=["bearer", "basic", "query", "header"])
@pytest.mark.parametrize("fault", ["refused", "reset", "silence", "half", "big", "away", "header"])
async def test_no_error_and_no_log_holds_a_secret(server, serve, refused_port, caplog, auth, fault):
    other = await serve()
    answers = {
        "refused": None,
        "reset": server.reset(),
        "silence": server.silence(),
        "half": server.reply(200, b"{"),
        "big": server.reply(200, b"1" * 2000),
        "away": lambda request: server.reply(302, location=f"{other.url}{request.target}"),
        "header": server.reply(200),
    }
    server.answers(answers[fault])
    caplog.set_level(logging.DEBUG)
    config = SourceConfig(
        "API",
        refused_port if fault == "refused" else server.url,
        headers={"X-Auth-Token": CANARY},
        auth=auth,
        retry=FAST,
        max_body_bytes=1000,
        timeout_ms=50 if fault == "silence" else 30_000,
    )
    headers = {"X-Line": f"{CANARY}\nx"} if fault == "header" else {}
    request = Request("GET", "/x", {"access_token": CANARY, "q": CANARY}, headers)
    notices = []
    async with SourceClient(config) as client:
        with pytest.raises(HttpError) as caught:
            await client.send(request, notices.append)
    said = everything_said(caught.value) + caplog.text + repr([notices, config, request])
    assert "canary" not in said
    assert other.received == []


async def test_the_address_of_a_response_is_masked(server):
    server.answers(server.reply(200, {}))
    auth = ApiKeyAuth(CANARY, query_name="api_key")
    config = SourceConfig("API", server.url, auth=auth, secrets=("from-env",))
    async with SourceClient(config) as client:
        response = await client.send(
            Request(
                "GET", "/", {"q": f"x{CANARY}y", "sig": "abc", "page_token": "p2", "e": "from-env"}
            )
        )
    assert response.url == f"{server.url}/?q=x***y&sig=***&page_token=p2&e=***"


async def test_an_echoed_secret_is_masked_in_the_excerpt(server):
    server.answers(lambda request: server.reply(403, {"got": dict(request.headers)}))
    config = SourceConfig("API", server.url, auth=BasicAuth("me", "canary-1"))
    request = Request("GET", "/", headers={"X-Session-Token": "canary-2"})
    async with SourceClient(config) as client:
        error = client.status_error(request, await client.send(request))
        assert client.mask("is canary-1 here") == "is *** here"
    assert "***" in str(error)
    assert "canary" not in str(error)
    assert "bWU6Y2FuYXJ5LTE" not in str(error)


@pytest.mark.parametrize("auth", AUTHS, ids=["bearer", "basic", "query", "header"])
class TestOtherOrigins:
    async def test_an_absolute_path_elsewhere_gets_no_credentials(self, server, serve, auth):
        """Nor the headers of the source; the response says so, and so does the error."""
        other = await serve()
        other.answers(other.reply(401, {}))
        config = SourceConfig("API", server.url, headers={"X-Own": "1"}, auth=auth)
        async with SourceClient(config) as client:
            request = Request("GET", f"{other.url}/x", headers={"X-Mine": "1"})
            response = await client.send(request)
            error = client.status_error(request, response)
        [seen] = other.received
        assert {"authorization", "x-key", "x-app", "x-own"}.isdisjoint(seen.headers)
        assert (seen.target, seen.headers["x-mine"]) == ("/x", "1")
        assert response.credentials_withheld
        assert "were not sent" in str(error)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    async def test_a_redirect_elsewhere_is_refused(self, server, serve, auth, status):
        other = await serve()
        server.answers(server.reply(status, location=f"{other.url}/login?next=canary"))
        async with SourceClient(SourceConfig("API", server.url, auth=auth)) as client:
            with pytest.raises(RedirectRefused, match=f"another origin, {other.url}") as caught:
                await client.send(Request("GET", "/"))
        assert "canary" not in str(caught.value)
        assert (other.received, len(server.received)) == ([], 1)

    async def test_an_allowed_origin_is_followed_without_credentials(self, server, serve, auth):
        other = await serve()
        other.answers(other.reply(200, {"ok": 1}))
        server.answers(server.reply(302, location=f"{other.url}/file"))
        config = SourceConfig(
            "API", server.url, headers={"X-Own": "1"}, auth=auth, allow_origins=(other.url,)
        )
        async with SourceClient(config) as client:
            response = await client.send(Request("GET", "/"))
        [seen] = other.received
        assert {"authorization", "x-key", "x-app", "x-own"}.isdisjoint(seen.headers)
        assert (seen.target, response.url) == ("/file", f"{other.url}/file")

    async def test_a_redirect_at_home_keeps_the_credentials(self, server, auth):
        server.answers(
            server.reply(302, location="/v2?x=1"), lambda request: server.reply(200, request.target)
        )
        async with SourceClient(SourceConfig("API", server.url, auth=auth)) as client:
            await client.send(Request("GET", "/v1"))
        first, second = server.received
        for name in ("authorization", "x-key", "x-app"):
            assert first.headers.get(name) == second.headers.get(name)
        assert second.query == [("x", "1"), *first.query]


async def test_a_computed_address_must_stay_on_the_origin(server, serve):
    other = await serve()
    server.answers(server.reply(200, {}))
    async with SourceClient(SourceConfig("API", server.url)) as client:
        with pytest.raises(OriginRefused, match=f"does not allow requests to {other.url}"):
            await client.send(Request("GET", f"{other.url}/x", stay_on_origin=True))
        await client.send(Request("GET", f"{server.url}/x", stay_on_origin=True))
    assert (len(server.received), other.received) == (1, [])


async def test_credentials_need_a_base_to_belong_to(server):
    with pytest.raises(ConfigurationError, match="has credentials but no base"):
        SourceClient(SourceConfig("API", auth=BearerAuth("t-1")))
    server.answers(server.reply(200, {}))
    async with SourceClient(SourceConfig("API", headers={"X-Own": "1"})) as client:
        response = await client.send(Request("GET", f"{server.url}/x"))
    assert server.received[0].headers["x-own"] == "1"
    assert not response.credentials_withheld


async def test_a_password_in_a_path_is_refused_and_not_shown(server):
    async with SourceClient(SourceConfig("API", server.url)) as client:
        with pytest.raises(InvalidRequest, match="does not belong in a path") as caught:
            await client.send(Request("GET", "http://me:canary@127.0.0.1/x"))
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("method", "status", "then"),
    [
        ("GET", 301, "GET"),
        ("HEAD", 302, "HEAD"),
        ("POST", 302, "GET"),
        ("POST", 303, "GET"),
        ("POST", 307, "POST"),
        ("PUT", 308, "PUT"),
    ],
)
async def test_a_redirect_keeps_or_drops_the_body_as_its_status_says(server, method, status, then):
    server.answers(server.reply(status, location="there?x=1"), server.reply(200))
    body = {} if method in ("GET", "HEAD") else {"body": {"a": 1}}
    async with SourceClient(SourceConfig("API", f"{server.url}/v1")) as client:
        response = await client.send(Request(method, "/here", idempotency_key="k1", **body))
    first, second = server.received
    kept = method == then
    assert (second.method, second.target) == (then, "/v1/there?x=1")
    assert second.body == (first.body if kept else b"")
    assert second.headers.get("content-type") == (
        first.headers.get("content-type") if kept else None
    )
    assert (response.url, response.attempts) == (f"{server.url}/v1/there?x=1", 1)


async def test_a_post_to_a_moved_address_is_an_error_and_not_a_get(server):
    server.answers(server.reply(301, location="/orders/"))
    async with SourceClient(SourceConfig("API", server.url)) as client:
        with pytest.raises(RedirectRefused, match="did not carry out the POST"):
            await client.send(Request("POST", "/orders", body={}))
    assert len(server.received) == 1


async def test_redirects_in_a_circle_end(server):
    server.answers(server.reply(302, location="/again"))
    async with SourceClient(SourceConfig("API", server.url)) as client:
        with pytest.raises(RedirectRefused, match="more than 10 redirects"):
            await client.send(Request("GET", "/"))
    assert len(server.received) == 11


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://[", "//169.254.169.254/x"])
async def test_a_redirect_to_anything_else_is_refused(server, location):
    server.answers(server.reply(302, location=location))
    async with SourceClient(SourceConfig("API", server.url)) as client:
        with pytest.raises(RedirectRefused):
            await client.send(Request("GET", "/"))


async def test_cookies_are_not_kept(server):
    server.answers(server.reply(200, {}, set_cookie="session=canary; Path=/"))
    async with SourceClient(SourceConfig("API", server.url.replace("127.0.0.1", "localhost"))) as c:
        await c.send(Request("GET", "/"))
        await c.send(Request("GET", "/"))
    assert ["cookie" in request.headers for request in server.received] == [False, False]


async def test_a_proxy_named_by_the_environment_is_used(server, serve, monkeypatch):
    """NO_PROXY takes a host out of it."""
    direct = await serve()
    direct.answers(direct.reply(200, "direct"))
    server.answers(server.reply(200, "proxied"))
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    async with SourceClient(SourceConfig("API", "http://api.example.test")) as client:
        assert (await client.send(Request("GET", "/x"))).body == "proxied"
        assert (await client.send(Request("GET", f"{direct.url}/x"))).body == "direct"
    assert [request.target for request in server.received] == ["http://api.example.test/x"]
