"""What goes over the wire: address, query, headers, body (specification 4.3)."""

from __future__ import annotations

import pytest

from reqon.errors import EvaluationError
from reqon.http import (
    BearerAuth,
    InvalidRequest,
    Request,
    SourceClient,
    SourceConfig,
    encode_body,
)
from reqon.http.address import AddressError, base_of, join, parse
from reqon.values import MISSING, Duration, ItemsView

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def received(server, request, **config):
    server.answers(server.reply(200, {}))
    async with SourceClient(SourceConfig("API", **{"base": server.url, **config})) as client:
        await client.send(request)
    return server.received[-1]


@pytest.mark.parametrize(
    ("base", "path", "url"),
    [
        ("https://api.example.com", "/items", "https://api.example.com/items"),
        ("https://api.example.com/v1/", "/items", "https://api.example.com/v1/items"),
        ("https://api.example.com/v1", "items", "https://api.example.com/v1/items"),
        ("https://api.example.com/v1", "/", "https://api.example.com/v1/"),
        ("https://api.example.com/v1", "", "https://api.example.com/v1"),
        ("https://api.example.com", "?a=1", "https://api.example.com?a=1"),
        ("https://api.example.com/?k=1", "/x?a=2", "https://api.example.com/x?k=1&a=2"),
        ("https://a.com/v1", "https://b.com/x?y=1#z", "https://b.com/x?y=1"),
        ("https://a.com/v1", "HTTPS://b.com/x", "https://b.com/x"),
        ("https://a.com", "//b.com/x", "https://a.com/b.com/x"),
        ("https://a.com", "/@b.com/x", "https://a.com/@b.com/x"),
        ("https://a.com", "/a b/ü", "https://a.com/a%20b/%C3%BC"),
        ("https://a.com", "/a%2Fb:c", "https://a.com/a%2Fb:c"),
        ("https://user:pw@a.com:443/v1", "/x", "https://a.com/v1/x"),
    ],
)
def test_a_path_is_joined_to_the_base(base, path, url):
    assert str(join(base_of(parse(base)), path)) == url


@pytest.mark.parametrize(
    "path",
    ["/../admin", "/a/%2e%2E/b", "/a/./b", "/a%2f..%2fb", "file:///etc/passwd", "ftp://x/y", "/\0"],
)
def test_a_path_that_would_lead_elsewhere_is_no_address(path):
    with pytest.raises(AddressError):
        join(base_of(parse("https://a.com/v1")), path)


async def test_the_query_says_what_the_values_say(server):
    params = {
        "none": None,
        "missing": MISSING,
        "yes": True,
        "no": False,
        "zero": 0,
        "whole": 2.0,
        "half": 0.5,
        "empty": "",
        "odd": "a&b=c d+ü/?#",
        "many": ["x", None, 2, True],
        "items": ItemsView([1, 2]),
        "nothing": [],
        "object": {"b": [1], "a": "x"},
        "time": Duration(1500),
    }
    request = await received(server, Request("GET", "/items?kept=1&kept=2", params))
    assert request.query == [
        ("kept", "1"),
        ("kept", "2"),
        ("yes", "true"),
        ("no", "false"),
        ("zero", "0"),
        ("whole", "2"),
        ("half", "0.5"),
        ("empty", ""),
        ("odd", "a&b=c d+ü/?#"),
        ("many", "x"),
        ("many", "2"),
        ("many", "true"),
        ("items", "1"),
        ("items", "2"),
        ("object", '{"b":[1],"a":"x"}'),
        ("time", "1500"),
    ]


async def test_the_nearest_header_wins(server):
    """Defaults, then the source, then its credentials, then the request; names of any case."""
    request = await received(
        server,
        Request("GET", "/", headers={"x-three": "request", "AUTHORIZATION": "Own it"}),
        headers={"Accept": "text/csv", "X-Two": "source", "X-Three": "source", "X-None": None},
        auth=BearerAuth("token"),
    )
    sent = {name: request.headers.get(name) for name in ("accept", "x-two", "x-three", "x-none")}
    assert sent == {"accept": "text/csv", "x-two": "source", "x-three": "request", "x-none": None}
    assert request.headers["authorization"] == "Own it"


async def test_without_a_body_there_is_no_content_type(server):
    request = await received(server, Request("DELETE", "/x"), headers={"Content-Type": "text/csv"})
    assert "content-type" not in request.headers
    assert request.headers["accept"] == "application/json"


@pytest.mark.parametrize("headers", [{"X-A": "b\r\nX-C: d"}, {"X A": "b"}, {"X-A": "\0"}])
async def test_a_header_that_would_add_another_is_not_sent(server, headers):
    """The error names the header and does not show its value."""
    with pytest.raises(InvalidRequest, match="`X") as caught:
        await received(server, Request("GET", "/", headers=headers))
    assert "X-C" not in str(caught.value)
    assert server.received == []


@pytest.mark.parametrize(
    ("body", "headers", "content_type", "sent"),
    [
        ({"b": 1, "a": [None, True]}, {}, "application/json", b'{"a":[null,true],"b":1}'),
        (0, {}, "application/json", b"0"),
        (False, {}, "application/json", b"false"),
        (None, {}, "application/json", b"null"),
        ([], {}, "application/json", b"[]"),
        (ItemsView([{"id": 1}]), {}, "application/json", b'[{"id":1}]'),
        ("", {}, "text/plain; charset=utf-8", b""),
        ("<é/>", {"Content-Type": "text/xml"}, "text/xml", "<é/>".encode()),
        ({"a": "x&y z", "b": [1, 2], "c": None, "d": True}, FORM, FORM["Content-Type"],
         b"a=x%26y+z&b=1&b=2&d=true"),
        ("a=1", FORM, FORM["Content-Type"], b"a=1"),
        ({"a": 1}, {"content-type": "application/vnd.api+json"}, "application/vnd.api+json",
         b'{"a":1}'),
    ],
)  # fmt: skip
async def test_a_body_is_encoded_as_its_content_type_says(
    server, body, headers, content_type, sent
):
    request = Request("POST", "/", body=body, headers=headers)
    arrived = await received(server, request)
    assert (arrived.headers["content-type"], arrived.body) == (content_type, sent)
    assert encode_body(request) == sent


async def test_the_source_may_declare_forms_for_all_its_requests(server):
    config = SourceConfig("API", server.url, headers=FORM)
    request = Request("POST", "/", body={"a": 1})
    assert (await received(server, request, headers=FORM)).body == b"a=1"
    assert encode_body(request, config) == b"a=1"


@pytest.mark.parametrize("body", [MISSING, {"a": 1}])
async def test_get_and_missing_bodies_send_none(server, body):
    method = "GET" if body else "POST"
    request = await received(server, Request(method, "/", body=body))
    assert request.body == b""
    assert "content-type" not in request.headers


def test_equal_bodies_are_equal_bytes():
    """The journal compares the hash of a body with the one before a crash."""
    one, other = {"b": {"y": 1, "x": 2}, "a": 0}, {"a": 0, "b": {"x": 2, "y": 1}}
    assert encode_body(Request("POST", "/", body=one)) == encode_body(
        Request("POST", "/", body=other)
    )


def test_a_form_of_anything_but_fields_is_an_error():
    with pytest.raises(EvaluationError, match="a form needs an object of fields or a text, got an"):
        encode_body(Request("POST", "/", body=[1], headers=FORM))


async def test_a_body_of_megabytes_arrives(server):
    text = "x" * 3_000_000
    assert (await received(server, Request("PUT", "/", body=text))).body == text.encode()


@pytest.mark.parametrize("base", ["api.example.com", "ftp://example.com", "http://", "http://[::1"])
def test_a_base_that_is_no_address_is_a_configuration_error(base):
    from reqon.errors import ConfigurationError

    with pytest.raises(ConfigurationError, match="the base of source API cannot be used"):
        SourceClient(SourceConfig("API", base))


async def test_a_relative_path_needs_a_base(server):
    with pytest.raises(InvalidRequest, match="the source has no base"):
        await received(server, Request("GET", "/items"), base="")
