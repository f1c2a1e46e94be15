"""Bodies as bytes: encoding what a mission sends, decoding what a server answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson

from reqon.errors import EvaluationError
from reqon.http.config import SourceConfig
from reqon.http.encoding import query_pairs
from reqon.http.headers import charset, content_type, media_type
from reqon.http.message import NO_BODY, Request
from reqon.values import MISSING, describe, json_default

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
TEXT = "text/plain; charset=utf-8"
_BODILESS = frozenset({"GET", "HEAD"})
_EMPTY_STATUSES = frozenset({204, 205, 304})


class BodyDecodeError(ValueError):
    """A body that is not what its content type says; the text says where it goes wrong."""


def has_body(request: Request) -> bool:
    """Whether a body goes out: GET and HEAD have none, a missing value sends none."""
    if request.method in _BODILESS or request.body is NO_BODY:
        return False
    return request.body is not MISSING


def encode_body(request: Request, config: SourceConfig | None = None) -> bytes:
    """Return the bytes of the body; equal requests give equal bytes, so the journal may hash them.

    A text goes out as it is; a form when Content-Type says so, in the request or in the headers
    of its source; else JSON, its members sorted by name. Falsy bodies are bodies. Raises
    EvaluationError.
    """
    if not has_body(request):
        return b""
    if isinstance(request.body, str):
        return request.body.encode()
    if _declared_type(request, config) == FORM:
        if not isinstance(request.body, dict):
            raise EvaluationError(
                f"a form needs an object of fields or a text, got {describe(request.body)}",
                help=f"Change the body, or leave out `Content-Type: {FORM}` to send JSON.",
            )
        return urlencode(query_pairs(request.body)).encode("ascii")
    try:
        return orjson.dumps(request.body, default=json_default, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        raise EvaluationError(f"the body cannot be sent as JSON: {error}") from None


def default_content_type(request: Request) -> str | None:
    """Return the Content-Type of a request that names none, None when it has no body."""
    if not has_body(request):
        return None
    return TEXT if isinstance(request.body, str) else JSON


def decode_body(status: int, content_type_text: str, data: bytes) -> Any:
    """Return the body as a value: None, what its JSON says, or text (specification 4.3, 7).

    Below status 400, raises BodyDecodeError for JSON that is not and for bytes that are no text;
    an error page is taken as it comes, for its status already says what it is.
    """
    if status in _EMPTY_STATUSES or not data or data.isspace():
        return None
    encoding = charset(content_type_text)
    kind = media_type(content_type_text)
    try:
        return _decode(kind == JSON or kind.endswith("+json"), encoding, data)
    except BodyDecodeError:
        if status < 400:
            raise
        return data.decode("utf-8", errors="replace")


def _declared_type(request: Request, config: SourceConfig | None) -> str | None:
    return content_type(request.headers) or (content_type(config.headers) if config else None)


def _decode(json_declared: bool, encoding: str | None, data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        problem = error
    text = _text(encoding, data)
    try:
        return orjson.loads(text.removeprefix("\ufeff"))
    except orjson.JSONDecodeError:
        pass
    if json_declared:
        raise BodyDecodeError(
            f"the body is not valid JSON (line {problem.lineno}, column {problem.colno}: "
            f"{problem.msg})"
        )
    return text


def _text(encoding: str | None, data: bytes) -> str:
    try:
        return data.decode(encoding or "utf-8")
    except LookupError:
        raise BodyDecodeError(f"the body is in an unknown charset, {encoding!r}") from None
    except UnicodeDecodeError as error:
        raise BodyDecodeError(
            f"the body is not {error.encoding} text (byte {error.start})"
        ) from None
