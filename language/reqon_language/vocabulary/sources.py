"""The options of sources: whom they speak to, how fast, and how patiently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reqon_language.vocabulary.enumerations import (
    AUTH_KINDS,
    BACKOFFS,
    RATE_STRATEGIES,
    VALIDATION_MODES,
)
from reqon_language.vocabulary.specs import BlockSpec, OptionSpec, block

RETRY: Final = OptionSpec(
    "retry", ("block",), "How often and how patiently a failed request is repeated.", block="retry"
)
RATE_LIMIT: Final = OptionSpec(
    "rateLimit", ("block",), "How fast requests may be sent.", block="rateLimit"
)
"""These two are options of a request as well."""
_TIMEOUT = OptionSpec(
    "timeout",
    ("duration",),
    "How long one request may take.",
    default="`30s`",
)

SOURCES: Final[Mapping[str, BlockSpec]] = {
    "source": block(
        "source",
        OptionSpec("auth", ("word",), "How requests are authenticated.", words=AUTH_KINDS),
        OptionSpec("base", ("text",), "The URL that request paths are appended to."),
        OptionSpec("headers", ("fields",), "Headers sent with every request."),
        OptionSpec(
            "validateResponses", ("flag",), "Check responses against the OpenAPI description."
        ),
        OptionSpec(
            "validationMode",
            ("word",),
            "What happens to a response that does not match.",
            words=VALIDATION_MODES,
            default="`warn`",
        ),
        _TIMEOUT,
        RETRY,
        RATE_LIMIT,
        OptionSpec(
            "circuitBreaker",
            ("block",),
            "Stop sending for a while after repeated failures.",
            block="circuitBreaker",
        ),
        OptionSpec("token", ("value",), 'The bearer token, best from `env("NAME")`.'),
        OptionSpec("username", ("value",), "The user name of `auth: basic`."),
        OptionSpec("password", ("value",), 'The password, best from `env("NAME")`.'),
        OptionSpec("apiKey", ("value",), 'The API key, best from `env("NAME")`.'),
        OptionSpec(
            "apiKeyHeader", ("value",), "The header the API key is sent in.", default="`X-API-Key`"
        ),
        OptionSpec("oauth", ("block",), "Where and how tokens are obtained.", block="oauth"),
        OptionSpec(
            "specAuth",
            ("block",),
            "Credentials for downloading the OpenAPI description.",
            block="specAuth",
        ),
        OptionSpec("proxy", ("value",), "The proxy requests go through, or a list of them."),
        OptionSpec(
            "idempotency",
            ("word", "block"),
            "The header that carries idempotency keys, or none.",
            words={"none": "Send no idempotency keys."},
            block="idempotency",
            default="the header `Idempotency-Key`",
        ),
    ),
    "oauth": block(
        "oauth",
        OptionSpec("tokenUrl", ("text",), "The URL tokens are requested from."),
        OptionSpec("clientId", ("value",), "The client's identifier."),
        OptionSpec("clientSecret", ("value",), 'The secret, best from `env("NAME")`.'),
        OptionSpec("scopes", ("value",), "The scopes to ask for: a list or a string."),
    ),
    "specAuth": block(
        "specAuth",
        OptionSpec("type", ("word",), "How the download is authenticated.", words=AUTH_KINDS),
        OptionSpec("token", ("value",), 'The token, best from `env("NAME")`.'),
    ),
    "idempotency": block(
        "idempotency", OptionSpec("header", ("text",), "The header's name.", required=True)
    ),
    "rateLimit": block(
        "rateLimit",
        OptionSpec(
            "strategy",
            ("word",),
            "What to do when the limit is reached.",
            words=RATE_STRATEGIES,
        ),
        OptionSpec(
            "maxWait",
            ("duration",),
            "The longest wait.",
            default="300 s",
            unit="s",
        ),
        OptionSpec(
            "fallbackRpm",
            ("number",),
            "Requests per minute until a limit is known.",
            default="`60`",
        ),
        OptionSpec("requestsPerMinute", ("number",), "The most requests sent per minute."),
        OptionSpec("adaptive", ("flag",), "Let the server's limit headers overrule."),
        OptionSpec("model", ("block",), "The server's limit, described.", block="rate model"),
    ),
    "rate model": block(
        "rate model",
        OptionSpec("type", ("value",), "The kind of limit."),
        OptionSpec("capacity", ("number",), "How many requests may be sent at once."),
        OptionSpec("refill", ("number",), "How many requests are refilled per second."),
        OptionSpec("safety", ("number",), "The share of the limit to use."),
    ),
    "circuitBreaker": block(
        "circuitBreaker",
        OptionSpec(
            "failureThreshold", ("count",), "Failures that open the circuit.", default="`5`"
        ),
        OptionSpec(
            "resetTimeout", ("duration",), "How long the circuit stays open.", default="`30s`"
        ),
        OptionSpec(
            "successThreshold", ("count",), "Successes that close the circuit.", default="`2`"
        ),
        OptionSpec(
            "failureWindow",
            ("duration",),
            "The time in which failures are counted.",
            default="`60s`",
        ),
        OptionSpec("failureRate", ("number",), "The share of failures that opens the circuit."),
        OptionSpec(
            "minimumRequests", ("count",), "Requests needed before the rate counts.", default="`20`"
        ),
    ),
    "retry": block(
        "retry",
        OptionSpec(
            "maxAttempts",
            ("count",),
            "How often to try, the first attempt included.",
            default="`3`",
        ),
        OptionSpec(
            "backoff", ("word",), "How the waits grow.", words=BACKOFFS, default="`exponential`"
        ),
        OptionSpec(
            "initialDelay",
            ("duration",),
            "The first wait.",
            default="`1s`",
        ),
        OptionSpec("maxDelay", ("duration",), "The longest wait.", default="`30s`"),
        OptionSpec("delay", ("value",), "The wait before the next attempt, computed."),
        OptionSpec("timeout", ("duration",), "How long one attempt may take."),
    ),
}
