"""The wire: httpx over aiohttp, and what the exceptions of both mean.

Nothing here knows of sources, secrets or retries. The transport is used without
`httpx.AsyncClient`: its redirects, cookies and logging of addresses are not wanted, and going
without it nearly doubles the rate of small requests.
"""

from __future__ import annotations

import os
import ssl
from functools import cache
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from reqon.http.outcome import Failure

_LARGE_BODY = 1 << 20
_CONNECT_SECONDS = 10
_TIMEOUT = {"timeout": {"connect": _CONNECT_SECONDS}}


class Wire:
    """Connections, kept open for the next request; how many at once is the caller's concern.

    When a connection closes before any answer, aiohttp sends an idempotent request once more at
    once, as RFC 9112, 9.3.1 allows: the server may just have closed an idle connection.
    Proxies are taken from the environment (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY). Cookies
    are not kept: a resumed run would not have them, so no run has.
    """

    def __init__(self) -> None:
        self._proxies = getproxies()
        self._transports: dict[str | None, AiohttpTransport] = {}

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the response is to be closed. Redirects are not followed."""
        proxy = self._proxy(request.url) if self._proxies else None
        transport = self._transports.get(proxy)
        if transport is None:
            transport = self._transports[proxy] = AiohttpTransport(
                verify=_tls(), proxy=httpx.Proxy(proxy) if proxy else None, client=_session
            )
        return await transport.handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._transports.values():
            await transport.aclose()
        self._transports.clear()

    def _proxy(self, url: httpx.URL) -> str | None:
        address = self._proxies.get(url.scheme) or self._proxies.get("all")
        if not address or proxy_bypass(url.host):
            return None
        return address if "://" in address else f"http://{address}"


def wire_request(
    method: str, url: httpx.URL, headers: dict[str, str], body: bytes
) -> httpx.Request:
    """Return the request as it goes out.

    A large body is handed over as a stream, which spares a copy; its length is still announced.
    """
    encoded = [(name.encode("ascii"), value.encode()) for name, value in headers.items()]
    if len(body) > _LARGE_BODY:
        encoded.append((b"content-length", str(len(body)).encode("ascii")))
        stream = httpx.ByteStream(body)
        return httpx.Request(method, url, headers=encoded, stream=stream, extensions=_TIMEOUT)
    return httpx.Request(method, url, headers=encoded, content=body or None, extensions=_TIMEOUT)


class BodyLimitError(Exception):
    """A body grew past the limit; the rest was not read."""


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """Return the decoded body, of at most `limit` bytes. Raises BodyLimitError.

    A body announced to be larger is not read at all.
    """
    if int(response.headers.get("content-length", "0")) > limit:
        raise BodyLimitError
    chunks: list[bytes] = []
    size = 0
    encoded = "content-encoding" in response.headers
    async for chunk in response.aiter_bytes() if encoded else response.aiter_raw():
        size += len(chunk)
        if size > limit:
            raise BodyLimitError
        chunks.append(chunk)
    return b"".join(chunks)


def classify(error: Exception) -> Failure:
    """Return what an exception of httpx or aiohttp means for the request.

    httpx-aiohttp reports a connection lost after sending as `ConnectTimeout`, so the aiohttp
    exception behind it decides: only it tells whether the request was ever sent.
    """
    cause = error.__cause__ if isinstance(error, httpx.TransportError) else error
    match cause:
        case aiohttp.ConnectionTimeoutError():
            return Failure("not-connected", f"no connection within {_CONNECT_SECONDS} s")
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            return Failure("not-connected", "the proxy named by the environment does not connect")
        case aiohttp.ClientConnectorCertificateError():
            return Failure("certificate", "the certificate of the server is not trusted")
        case aiohttp.ClientConnectorDNSError():
            return Failure("not-connected", "the name of the server cannot be resolved")
        case aiohttp.ClientConnectorSSLError():
            return Failure("not-connected", "no TLS connection could be made")
        case aiohttp.ClientConnectorError():
            return Failure("not-connected", f"no connection ({_reason(cause.os_error)})")
        case aiohttp.ServerDisconnectedError():
            return Failure("broken", "the server closed the connection without an answer")
        case aiohttp.ClientPayloadError():
            return Failure("broken", "the connection ended in the middle of the body")
        case aiohttp.ServerTimeoutError():
            return Failure("timeout", "no answer")
        case aiohttp.ClientResponseError():
            return Failure("broken", "the answer is not valid HTTP")
        case httpx.DecodingError():
            return Failure("broken", "the compressed body is damaged")
        case _:
            reason = _reason(cause) if isinstance(cause, OSError) else type(cause).__name__
            return Failure("broken", f"the connection broke ({reason})")


def _reason(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else type(error).__name__


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, ssl=_tls()),
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=["Content-Type"],
    )


@cache
def _tls() -> ssl.SSLContext:
    # Reading the certificates takes longer than a request; all sources share them.
    return httpx.create_ssl_context()
