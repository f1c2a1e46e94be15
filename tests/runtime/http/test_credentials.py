"""Where credentials are found, which place wins, and what is said when they are not right."""

from __future__ import annotations

import logging

import orjson
import pytest

from reqon.credentials import (
    AuthFile,
    credentials_for,
    default_env_files,
    interpolate,
    load_auth_file,
    load_env,
)
from reqon.errors import ConfigurationError
from reqon.http import ApiKeyAuth, BasicAuth, BearerAuth, NoAuth
from reqon.values import MISSING


def find(declared=None, *, file=None, options=None, environ=None, source="API"):
    auth_file = None if file is None else AuthFile("auth.json", {"API": file})
    return credentials_for(source, declared, auth_file, options or {}, environ or {})


@pytest.mark.parametrize(
    ("entry", "auth"),
    [
        ({"type": "none"}, NoAuth()),
        ({"type": "bearer", "token": "t"}, BearerAuth("t")),
        ({"token": "t"}, BearerAuth("t")),
        ({"type": "basic", "username": "u", "password": "p"}, BasicAuth("u", "p")),
        ({"username": "u", "password": "p"}, BasicAuth("u", "p")),
        ({"type": "api_key", "key": "k"}, ApiKeyAuth("k", "X-API-Key")),
        ({"apiKey": "k", "headerName": "X-K"}, ApiKeyAuth("k", "X-K")),
        ({"key": "k", "header": "X-K", "prefix": "Token"}, ApiKeyAuth("k", "X-K", prefix="Token")),
        ({"key": "k", "query": "api_key"}, ApiKeyAuth("k", query_name="api_key")),
        (
            {"key": "k", "additionalHeaders": {"X-App": "${APP}"}},
            ApiKeyAuth("k", additional_headers={"X-App": "app-1"}),
        ),
        (
            {
                "type": "oauth2",
                "accessToken": "t",
                "refreshToken": "r",
                "clientId": "c",
                "clientSecret": "s",
                "tokenEndpoint": "https://a.com/token",
                "scopes": ["read"],
                "expiresAt": 1767225600,
            },
            BearerAuth("t"),
        ),
        ({"token": "$TOKEN"}, BearerAuth("from-env")),
        ({"token": "x-${TOKEN}-${NONE:-default}"}, BearerAuth("x-from-env-default")),
    ],
)
def test_every_kind_in_the_file(entry, auth):
    assert find(file=entry, environ={"TOKEN": "from-env", "APP": "app-1"}) == auth


@pytest.mark.parametrize(
    ("declared", "options", "auth"),
    [
        ("bearer", {"token": "t"}, BearerAuth("t")),
        (None, {"token": "t"}, BearerAuth("t")),
        ("basic", {"username": "u", "password": "p"}, BasicAuth("u", "p")),
        ("api_key", {"apiKey": "k"}, ApiKeyAuth("k")),
        ("api_key", {"apiKey": "k", "apiKeyHeader": "X-K"}, ApiKeyAuth("k", "X-K")),
        ("oauth2", {"token": "t"}, BearerAuth("t")),
    ],
)
def test_options_of_the_source(declared, options, auth):
    assert find(declared, options=options) == auth


@pytest.mark.parametrize(
    ("declared", "environ", "auth"),
    [
        ("bearer", {"TOKEN": "t"}, BearerAuth("t")),
        (None, {"TOKEN": "t"}, BearerAuth("t")),
        (None, {"ACCESS_TOKEN": "t", "REFRESH_TOKEN": "r"}, BearerAuth("t")),
        ("oauth2", {"ACCESS_TOKEN": "t", "CLIENT_ID": "c"}, BearerAuth("t")),
        (None, {"API_KEY": "k", "HEADER_NAME": "X-K"}, ApiKeyAuth("k", "X-K")),
        (None, {"USERNAME": "u", "PASSWORD": "p"}, BasicAuth("u", "p")),
        (None, {"TYPE": "basic", "TOKEN": "t", "USERNAME": "u", "PASSWORD": "p"},
         BasicAuth("u", "p")),
        ("basic", {"TOKEN": "t", "USERNAME": "u", "PASSWORD": "p"}, BasicAuth("u", "p")),
        ("none", {"TOKEN": "t"}, NoAuth()),
        (None, {"TOKEN": ""}, NoAuth()),
        (None, {"HEADER_NAME": "X-K"}, NoAuth()),
    ],
)  # fmt: skip
def test_variables_named_after_the_source(declared, environ, auth):
    named = {f"REQON_MY_API_2_{name}": value for name, value in environ.items()}
    assert find(declared, environ=named, source="My-Api.2") == auth


def test_the_first_place_that_knows_the_source_is_used_alone():
    options, environ = {"token": "option"}, {"REQON_API_TOKEN": "variable"}
    assert find("bearer", environ=environ) == BearerAuth("variable")
    assert find("bearer", options=options, environ=environ) == BearerAuth("option")
    assert find("bearer", options={"token": None}, environ=environ) == BearerAuth("variable")
    assert find("bearer", options={"token": MISSING}, environ=environ) == BearerAuth("variable")
    found = find("bearer", file={"token": "file"}, options=options, environ=environ)
    assert found == BearerAuth("file")


@pytest.mark.parametrize(
    ("declared", "file", "options", "said"),
    [
        ("bearer", None, {}, "`auth: bearer`, but no credentials are given"),
        ("bearer", None, {}, "--auth FILE, or set REQON_API_TOKEN"),
        ("api_key", None, {}, "REQON_API_API_KEY"),
        ("bearer", None, {"token": ""}, "its `token` is empty"),
        ("brearer", None, {}, "source API, `auth:`: `brearer` is not a kind of credentials"),
        ("brearer", None, {}, "Did you mean `bearer`?"),
        ("digest", None, {}, "The kinds are none, bearer, oauth2, basic, api_key."),
        (None, {"type": "bearre", "token": "t"}, "", "auth.json: API: the type is not a kind"),
        (None, {"type": 7}, "", "auth.json: API: a number is not a kind"),
        ("bearer", {"type": "basic", "username": "u", "password": "p"}, "",
         "the type is `basic`, but the source declares `auth: bearer`"),
        (None, {"type": "bearer"}, "", "auth.json: API: bearer credentials need `token`"),
        (None, {"username": "u"}, "", "basic credentials need `password`"),
        ("basic", {"username": "u"}, "", "basic credentials need `password`"),
        ("oauth2", {"refreshToken": "r"}, "", "oauth2 credentials need `accessToken`"),
        (None, {"type": "bearer", "tokn": "t"}, "", "`tokn` is no field of bearer credentials"),
        (None, {"type": "bearer", "tokn": "t"}, "", "Did you mean `token`?"),
        (None, {"token": 12345}, "", "auth.json: API.token is a number, not text"),
        (None, {"token": None}, "", "auth.json: API.token is null, not text"),
        (None, {"key": "k", "additionalHeaders": {"a": 1}}, "", "must be an object of texts"),
        (None, {"key": "k", "apiKey": "k"}, "", "`apiKey` is given twice"),
        (None, {"token": "${TOKEN}"}, "", "auth.json: API.token: the variable TOKEN is not set"),
        (None, {"token": "$TOKEN"}, "", "auth.json: API.token: the variable it is read from is"),
        (None, {}, "", "no kind of credentials is recognised"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place_and_a_way_out(declared, file, options, said):
    with pytest.raises(ConfigurationError) as caught:
        find(declared, file=file, options=options or {})
    assert said in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_name_of_another_case_is_pointed_out():
    with pytest.raises(ConfigurationError, match=r"has no `Api` \(it has `API`"):
        find("bearer", file={"token": "t"}, source="Api")


def test_a_variable_that_is_not_set_is_warned_about(caplog):
    caplog.set_level(logging.WARNING)
    assert find(file={"key": "k", "prefix": "${NONE}"}) == ApiKeyAuth("k")
    assert "auth.json: API.prefix: the variable NONE is not set" in caplog.text


def test_a_source_that_declares_none_sends_none_whatever_is_given(caplog):
    """Which entry is not used is said, without its values; one that says `none` is right."""
    options, environ = {"token": "canary"}, {"REQON_API_TOKEN": "canary"}
    assert find("none", file={"type": "none"}, options=options, environ=environ) == NoAuth()
    assert caplog.text == ""
    for entry in ({"token": "canary"}, {"type": "basic", "password": "canary"}, {"tokn": "canary"}):
        caplog.clear()
        assert find("none", file=entry, options=options, environ=environ) == NoAuth()
        assert "auth.json: API is not used: the source declares `auth: none`" in caplog.text
        assert "canary" not in caplog.text


@pytest.mark.parametrize(
    "entry",
    [
        {"token": "$canary"},
        {"username": "u", "password": "$canary"},
        {"key": "k", "additionalHeaders": {"X-App": "$canary"}},
        {"key": "k", "prefix": "a$canary${NONE}"},
        {"type": "canary", "token": "t"},
        {"type": "$canary", "token": "t"},
    ],
)
def test_a_secret_that_reads_as_a_variable_or_a_type_is_not_told(caplog, entry):
    """The file, the entry and the field are said instead."""
    said = ""
    try:
        find(file=entry)
    except ConfigurationError as error:
        said = f"{error} {error.help}"
    assert "auth.json: API" in caplog.text + said
    assert "canary" not in caplog.text + said


@pytest.mark.parametrize(
    ("text", "bare", "result"),
    [
        ("a $X ${X} b", True, ("a 1 1 b", ())),
        ("a $X ${X} b", False, ("a $X 1 b", ())),
        ("${Y} $Y", True, (" ", ("Y", "Y"))),
        ("${Y:-d}${Y:-}${E:-e}${X:-d}", True, ("de1", ())),
        ("${E}", True, ("", ())),
        ("$5 $ ${} ${a b} {X}", True, ("$5 $ ${} ${a b} {X}", ())),
    ],
)
def test_variables_in_a_text(text, bare, result):
    assert interpolate(text, {"X": "1", "E": ""}, bare=bare) == result


def test_a_file_of_credentials_is_read_as_written(tmp_path):
    path = tmp_path / "auth.json"
    path.write_bytes(orjson.dumps({"API": {"token": "$T"}}))
    auth_file = load_auth_file(path)
    assert auth_file == AuthFile(str(path), {"API": {"token": "$T"}})
    assert "$T" not in repr(auth_file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"\xff\xfe", "cannot be read: it is not UTF-8 text"),
        (b'{\n  "API": {"token": canary}\n}', ":2:20: the credentials file is not valid JSON"),
        (b"[]", "holds an array, not an object of sources"),
        (b'{"API": "canary"}', "`API` is a string, not an object"),
        (b'{"API": {"token": "canary", "token": "b"}}', "`token` is there twice"),
    ],
)
def test_a_file_that_is_not_right_is_named_and_not_quoted(tmp_path, content, said):
    path = tmp_path / "auth.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        load_auth_file(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "canary" not in str(caught.value)


def test_env_files_extend_the_environment_and_never_override_it(tmp_path):
    (tmp_path / ".env").write_text('A=1\nB="two words"\nexport C=3\n# comment\nD=4\n')
    (tmp_path / ".env.local").write_text("B=local\nE\n")
    files = default_env_files(tmp_path)
    assert [path.name for path in files] == [".env", ".env.local"]
    assert load_env(files, {"D": "real"}) == {"A": "1", "B": "local", "C": "3", "D": "real"}
    assert default_env_files(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file"),
        ("A=1\nB='canary\n", ":2:1: this line is no assignment"),
    ],
)
def test_an_env_file_that_is_not_right_is_an_error_with_its_line(tmp_path, content, said):
    path = tmp_path / "my.env"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigurationError) as caught:
        load_env([path], {})
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "canary" not in str(caught.value)
