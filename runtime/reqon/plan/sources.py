"""`source Name { … }`: which options it has and what they compile to."""

from __future__ import annotations

from reqon.http.policy import RetryPolicy
from reqon.plan import constants
from reqon.plan.declarations import Declared, Locate
from reqon.plan.errors import PlanError, UnsupportedError
from reqon.plan.expressions import Names, compile_expression
from reqon.plan.mission import SourcePlan
from reqon.plan.retry import compile_retry
from reqon_language.syntax import ast

_CREDENTIALS = ("token", "username", "password", "apiKey", "apiKeyHeader")
_KNOWN = ("auth", "base", "headers", "timeout", "retry", "idempotency", *_CREDENTIALS)
_UNSUPPORTED = (
    "validateResponses",
    "validationMode",
    "rateLimit",
    "circuitBreaker",
    "oauth",
    "specAuth",
    "proxy",
)
_AUTH = ("none", "bearer", "basic", "api_key", "oauth2")
DEFAULT_TIMEOUT_MS = 30_000
DEFAULT_IDEMPOTENCY_HEADER = "Idempotency-Key"


def compile_source(declared: Declared[ast.Source], names: Names) -> SourcePlan:
    """Compile a source; its expressions may use `env` and the `let`s of the mission."""
    source, locate = declared.node, declared.locate
    name = source.name.text
    if source.spec is not None:
        raise UnsupportedError(
            f"source `{name}` is declared from an OpenAPI file, which this runtime does not read",
            location=locate(source.spec.span),
            help='Give the source a `base: "https://…"` and write requests with their paths.',
        )
    given = constants.entries(
        source.options, _KNOWN, f"source `{name}`", locate, unsupported=_UNSUPPORTED
    )
    if "base" not in given:
        raise PlanError(
            f"source `{name}` has no base address",
            location=declared.location,
            help='Add `base: "https://…"`.',
        )
    return SourcePlan(
        name=name,
        location=declared.location,
        base=compile_expression(given["base"].value, names),
        headers=compile_expression(given["headers"].value, names) if "headers" in given else None,
        auth=constants.word(given["auth"].value, _AUTH, locate) if "auth" in given else None,
        credentials={
            key: compile_expression(given[key].value, names) for key in _CREDENTIALS if key in given
        },
        timeout_ms=(
            constants.milliseconds(given["timeout"].value, locate)
            if "timeout" in given
            else DEFAULT_TIMEOUT_MS
        ),
        retry=(
            compile_retry(constants.block(given["retry"].value, locate), locate).over(RetryPolicy())
            if "retry" in given
            else RetryPolicy()
        ),
        idempotency_header=_idempotency(given.get("idempotency"), locate),
    )


def _idempotency(entry: ast.Entry | None, locate: Locate) -> str | None:
    """Read `idempotency: { header: "X-Request-Id" }` or `idempotency: none`."""
    match entry:
        case None:
            return DEFAULT_IDEMPOTENCY_HEADER
        case ast.Entry(value=ast.Object() as options):
            given = constants.entries(options, ("header",), "`idempotency`", locate)
            if "header" in given:
                return constants.text(given["header"].value, locate)
            return DEFAULT_IDEMPOTENCY_HEADER
    constants.word(entry.value, ("none",), locate)
    return None
