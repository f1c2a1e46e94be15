"""The JSON-RPC side of the server: exactly one answer to every request, whatever was sent.

pygls 2.1 reads a message with a hook that runs for every nested object, answers neither
malformed nor untimely requests, cannot cancel what runs in a thread, and keeps documents of its
own. This layer takes each message whole, answers what pygls would drop, hands requests to
`answering.py`, and leaves documents to `session.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Final

import attrs
from cattrs import transform_error
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    JsonRPCResponseMessage,
    LanguageServerProtocol,
    lsp_method,
)

from reqon_server.answering import Answering
from reqon_server.capabilities import complete_capabilities
from reqon_server.encoding import encode
from reqon_server.plain import Plain
from reqon_server.transport import Unreadable

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer

log = logging.getLogger(__name__)

_VERSION: Final = "2.0"
_LONGEST: Final = 500
_NOT_FROM_PYGLS: Final = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS,
    types.WORKSPACE_EXECUTE_COMMAND,
    types.WINDOW_WORK_DONE_PROGRESS_CANCEL,
)


class GuardedProtocol(LanguageServerProtocol):
    """pygls' protocol with every message checked before it is handled."""

    _server: ReqonServer
    started = False

    def __init__(self, server: ReqonServer, converter: Any) -> None:
        super().__init__(server, converter)
        self.answering = Answering(server, self._write_answer)

    def _register_builtin_features(self) -> None:
        """Take pygls' handlers except those for what we keep ourselves."""
        super()._register_builtin_features()  # type: ignore[no-untyped-call]
        for method in _NOT_FROM_PYGLS:
            self.fm.builtin_features.pop(method, None)

    @property
    def shut_down(self) -> bool:
        """Whether the client asked the server to shut down."""
        return self._shutdown

    def structure_message(self, data: dict[str, Any]) -> dict[str, Any]:
        """Leave nested objects alone; `handle_message` reads the message as a whole."""
        return data

    def handle_message(self, message: Any) -> None:
        """Handle one message, which may be any JSON value or something unreadable."""
        if isinstance(message, Unreadable):
            self._refuse(None, JsonRpcParseError(f"cannot read the message: {message.reason}"))
        elif not isinstance(message, dict):
            self._refuse(None, JsonRpcInvalidRequest("a message must be an object"))
        elif "method" in message:
            self._handle_call(message)
        else:
            self._handle_reply(message)

    def _handle_call(self, message: dict[str, Any]) -> None:
        is_request = "id" in message
        method, number = message["method"], message.get("id")
        try:
            self._check(message, is_request=is_request)
            structured = self._read(message, is_request=is_request)
        except JsonRpcException as error:
            if is_request:
                self._refuse(number if _is_id(number) else None, error)
            else:
                log.info("ignored notification %.100s: %s", method, error.message)
            return
        if is_request and (route := self._server.routes.get(method)) is not None:
            self.answering.begin(message["id"], route, structured.params)
        elif method == types.CANCEL_REQUEST:
            if _is_id(structured.params.id):
                self.answering.cancel(structured.params.id)
        elif (handler := self._server.handlers.get(method)) is not None:
            handler(self._server, structured.params)
        else:
            super().handle_message(structured)
        if method == types.INITIALIZE:
            self._server.begin()
            self.started = True

    def _check(self, message: dict[str, Any], *, is_request: bool) -> None:
        method = message["method"]
        if not isinstance(method, str) or message.get("jsonrpc") != _VERSION:
            raise JsonRpcInvalidRequest('a message needs `jsonrpc`: "2.0" and a `method`')
        if is_request and not _is_id(message["id"]):
            raise JsonRpcInvalidRequest("an `id` must be a whole number or a string")
        if method == types.EXIT:
            return
        if self._shutdown:
            raise JsonRpcInvalidRequest("the server was asked to shut down")
        if self.started == (method == types.INITIALIZE):
            if self.started:
                raise JsonRpcInvalidRequest("the server is initialized already")
            raise JsonRpcServerNotInitialized("the first request must be `initialize`")
        known = method in self.fm.features or method in self.fm.builtin_features
        if not known and method != types.CANCEL_REQUEST:
            raise JsonRpcMethodNotFound.of(method)
        if is_request and message["id"] in self.answering:
            raise JsonRpcInvalidRequest("another request with this `id` is not answered yet")

    def _read(self, message: dict[str, Any], *, is_request: bool) -> Any:
        expected = self.get_message_type(message["method"])
        if expected is None:
            return _untyped(message, is_request=is_request)
        try:
            structured = self._converter.structure(message, expected)
        except Exception as error:
            reasons = "; ".join(transform_error(error))
            raise JsonRpcInvalidParams(f"invalid params: {reasons[:_LONGEST]}") from error
        if is_request and not hasattr(structured, "id"):
            raise JsonRpcInvalidRequest("a notification has no `id`")
        if not is_request and hasattr(structured, "id"):
            raise JsonRpcInvalidRequest("a request has an `id`")
        return structured

    def _handle_reply(self, message: dict[str, Any]) -> None:
        """Take an answer to a request of ours."""
        number = message.get("id")
        if not _is_id(number) or number not in self._request_futures:
            log.info("ignored an answer to no request")
            return
        try:
            super().handle_message(super().structure_message(message))
        except JsonRpcException as error:
            log.exception("cannot read the answer to request %s", number)
            future = self._request_futures.pop(number, None)
            if future is not None and not future.done():
                future.set_exception(error)

    def _refuse(self, number: Any, error: JsonRpcException) -> None:
        log.info("refused request %s: %s", number, error.message)
        self._write_answer(number, error)

    def _send_response(
        self, msg_id: str | int, result: Any = None, error: types.ResponseError | None = None
    ) -> None:
        """Send pygls' answer; the traceback of an internal error stays in the log."""
        if error is not None:
            self._write_answer(msg_id, JsonRpcException(error.message, error.code))
        else:
            self._result_types.pop(msg_id, None)
            self._send_data(self.structured_answer("", msg_id, result))

    def structured_answer(self, method: str, number: str | int, result: Any) -> Any:
        """Return an answer as a value of the protocol's own types. Safe on any thread."""
        if isinstance(result, Plain):
            return {"jsonrpc": _VERSION, "id": number, "result": result.value}
        answer = self.get_result_type(method) or JsonRPCResponseMessage
        return self._converter.unstructure(answer(id=number, result=result, jsonrpc=_VERSION))

    def _write_answer(self, number: Any, outcome: bytes | JsonRpcException) -> None:
        """Send an answer: one that was encoded before, or an error."""
        if isinstance(outcome, bytes):
            self._write(outcome)
            return
        error: dict[str, Any] = {"code": outcome.code, "message": outcome.message}
        if outcome.data is not None:
            error["data"] = outcome.data
        self._send_data({"jsonrpc": _VERSION, "id": number, "error": error})

    def _send_data(self, data: Any) -> None:
        """Send a message, a dict or a value of the protocol's types."""
        plain = self._converter.unstructure(data) if attrs.has(type(data)) else data
        self._write(encode(plain))

    def _write(self, body: bytes) -> None:
        self._server.write(body)

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """Answer `initialize`; pygls writes the capabilities, we add what it does not know."""
        result = yield from super().lsp_initialize(params)
        complete_capabilities(self._server, result.capabilities)
        return result

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *_: Any) -> None:  # type: ignore[override]
        """Answer what is still open as cancelled and refuse what comes; `exit` ends it all."""
        self.answering.cancel_all()
        self._shutdown = True

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> None:  # type: ignore[override]
        """Leave; the exit code says whether `shutdown` came before."""
        self._server.leave()


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _untyped(message: dict[str, Any], *, is_request: bool) -> Any:
    """Return a message of a method the protocol does not define, its params as they came."""
    method, params = message["method"], message.get("params")
    if is_request:
        return JsonRPCRequestMessage(message["id"], method, _VERSION, params)
    return JsonRPCNotification(method, _VERSION, params)
