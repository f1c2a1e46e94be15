"""The JSON-RPC side of the server: exactly one answer to every request, whatever was sent.

pygls 2.1 reads a message with a hook that runs for every nested object, answers neither
malformed nor untimely requests, and keeps documents of its own. This layer takes the message
whole, answers what pygls would drop, and leaves documents to `session.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from typing import Any, Final

from cattrs import transform_error
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    LanguageServerProtocol,
    lsp_method,
)

from reqon_server.output import PatientWriter
from reqon_server.positions import choose_encoding

log = logging.getLogger(__name__)

_VERSION: Final = "2.0"
_LONGEST: Final = 500
_OWN_DOCUMENTS: Final = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
)


class GuardedProtocol(LanguageServerProtocol):
    """pygls' protocol with every message checked before it is handled."""

    started = False

    def _register_builtin_features(self) -> None:
        """Take pygls' handlers except those that keep documents."""
        super()._register_builtin_features()  # type: ignore[no-untyped-call]
        for method in _OWN_DOCUMENTS:
            self.fm.builtin_features.pop(method, None)

    @property
    def shut_down(self) -> bool:
        """Whether the client asked the server to shut down."""
        return self._shutdown

    def set_writer(self, writer: Any, include_headers: bool = True) -> None:
        """Write to `writer` for as long as the client reads."""
        super().set_writer(PatientWriter(writer), include_headers)

    def structure_message(self, data: dict[str, Any]) -> dict[str, Any]:
        """Leave nested objects alone; `handle_message` reads the message as a whole."""
        return data

    def handle_message(self, message: Any) -> None:
        """Handle one message, which may be any JSON value."""
        if not isinstance(message, dict):
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
                self._refuse(number if isinstance(number, str | int) else None, error)
            else:
                log.info("ignored notification %.100s: %s", method, error.message)
            return
        if method == types.INITIALIZE:
            self.started = True
        super().handle_message(structured)

    def _check(self, message: dict[str, Any], *, is_request: bool) -> None:
        method = message["method"]
        if not isinstance(method, str) or message.get("jsonrpc") != _VERSION:
            raise JsonRpcInvalidRequest('a message needs `jsonrpc`: "2.0" and a `method`')
        if is_request and not isinstance(message["id"], str | int):
            raise JsonRpcInvalidRequest("an `id` must be a number or a string")
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

    def _read(self, message: dict[str, Any], *, is_request: bool) -> Any:
        fallback = JsonRPCRequestMessage if is_request else JsonRPCNotification
        expected = self.get_message_type(message["method"]) or fallback
        try:
            structured = self._converter.structure(message, expected)
        except Exception as error:
            reasons = "; ".join(transform_error(error))
            raise JsonRpcInvalidParams(f"invalid params: {reasons[:_LONGEST]}") from error
        if is_request and not hasattr(structured, "id"):
            raise JsonRpcInvalidRequest("a notification has no `id`")
        return structured

    def _handle_reply(self, message: dict[str, Any]) -> None:
        """Take an answer to a request of ours."""
        number = message.get("id")
        if not isinstance(number, str | int) or number not in self._request_futures:
            log.info("ignored an answer to no request")
            return
        try:
            super().handle_message(super().structure_message(message))
        except JsonRpcException:
            log.exception("cannot read the answer to request %s", number)

    def _refuse(self, number: str | int | None, error: JsonRpcException) -> None:
        log.info("refused request %s: %s", number, error.message)
        # Written out: the typed message leaves out an `id` that is null, which must be there.
        self._send_data(
            {
                "jsonrpc": _VERSION,
                "id": number,
                "error": {"code": error.code, "message": error.message},
            }
        )

    def _send_response(
        self, msg_id: str | int, result: Any = None, error: types.ResponseError | None = None
    ) -> None:
        """Send an answer; the traceback of an internal error stays in the log."""
        if error is not None:
            error.data = None
        super()._send_response(msg_id, result, error)

    def refuse_text(self, reason: str) -> None:
        """Answer a message that is not JSON."""
        error = JsonRpcException(f"cannot read the message: {reason}", code=-32700)
        self._refuse(None, error)

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """Answer `initialize` with the encoding we prefer of those the client offers."""
        result = yield from super().lsp_initialize(params)
        general = params.capabilities.general
        offered = general.position_encodings if general else None
        encoding = choose_encoding(offered or ())
        result.capabilities.position_encoding = types.PositionEncodingKind(encoding)
        return result
