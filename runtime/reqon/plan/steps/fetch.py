"""`get "/path" { … }` and its siblings: one request, or a listing of many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reqon.plan import constants
from reqon.plan.context import Context
from reqon.plan.errors import MissingDeclarationError, PlanError, nearest
from reqon.plan.expressions import Evaluate
from reqon.plan.mission import Step
from reqon.plan.retry import RetryOptions, compile_retry
from reqon.plan.steps.paginate import Paging, compile_paging
from reqon.plan.steps.since import Since, compile_since
from reqon.plan.templates import compile_path
from reqon.plan.walk import mentions, walk
from reqon_language.syntax import ast

InDoubt = Literal["retry", "skip", "fail"]
_IN_DOUBT: tuple[InDoubt, ...] = ("retry", "skip", "fail")
_KNOWN = (
    "params",
    "query",
    "body",
    "headers",
    "source",
    "paginate",
    "until",
    "retry",
    "since",
    "sinceParam",
    "sinceFormat",
    "syncKey",
    "timeout",
    "allow",
    "onInDoubt",
)
_UNSUPPORTED = ("rateLimit", "backfill")


@dataclass(frozen=True, slots=True)
class Fetch:
    """A request before its expressions are evaluated.

    `source` is a name or gives one; None stands for the first source declared. `expects_status`:
    the next step matches on `response`, so any status is data (ruling D27). `in_doubt` says what
    a resume does with a call whose outcome is unknown; None is the default of durability 1.4.
    `asks_status`: that match also asks for status or headers, so a resume must know them.
    `reads_last_sync` binds `lastSync` while the options are evaluated. `sink` is the store step
    that takes each page as it comes, where nothing reads the listing afterwards.
    """

    method: str
    path: Evaluate
    template: str
    source: str | Evaluate
    params: tuple[Evaluate, ...]
    headers: Evaluate | None
    body: Evaluate | None
    timeout_ms: int | None
    retry: RetryOptions | None
    allow: frozenset[int]
    expects_status: bool
    asks_status: bool
    paging: Paging | None
    since: Since | None
    reads_last_sync: bool
    in_doubt: InDoubt | None
    sink: Step | None = None


def compile_fetch(step: ast.Fetch, context: Context) -> Fetch:
    """Compile a request."""
    locate = context.locate
    given = constants.entries(
        step.options, _KNOWN, f"`{step.method}`", locate, unsupported=_UNSUPPORTED
    )
    method = step.method.upper()
    if "until" in given and "paginate" not in given:
        raise PlanError(
            "`until` ends a listing, but the request has no `paginate`",
            location=locate(given["until"].span),
            help="Add e.g. `paginate: page(page, 100)`.",
        )
    template = _template(step.path)
    return Fetch(
        method=method,
        path=compile_path(step.path, context.names),
        template=template,
        source=_source(step, given.get("source"), context),
        params=tuple(
            context.expression(given[key].value) for key in ("query", "params") if key in given
        ),
        headers=context.optional(given.get("headers")),
        # The checker warns of a body on a GET (RQ5010); it is not sent (specification 4.3).
        body=None if method == "GET" else context.optional(given.get("body")),
        timeout_ms=(
            constants.milliseconds(given["timeout"].value, locate) if "timeout" in given else None
        ),
        retry=(
            compile_retry(constants.block(given["retry"].value, locate), locate)
            if "retry" in given
            else None
        ),
        allow=_allow(given.get("allow"), context),
        expects_status=matches_response(context.following),
        asks_status=asks_status(context.following),
        paging=(
            compile_paging(given["paginate"], given.get("until"), context)
            if "paginate" in given
            else None
        ),
        since=compile_since(given, context) if "since" in given else None,
        reads_last_sync=any(
            mentions(given[key].value, "lastSync")
            for key in ("params", "query", "body", "headers")
            if key in given
        ),
        in_doubt=(
            constants.word(given["onInDoubt"].value, _IN_DOUBT, locate)
            if "onInDoubt" in given
            else None
        ),
    )


def matches_response(step: ast.Step | None) -> bool:
    """Whether a step is a `match` that may tell a failed response from a good one."""
    if not isinstance(step, ast.Match):
        return False
    return step.subject is None or mentions(step.subject, "response")


def asks_status(step: ast.Step | None) -> bool:
    """Whether the patterns of a `match` may look at status or headers (ruling D27)."""
    if not isinstance(step, ast.Match):
        return False
    for node in walk(tuple((arm.pattern, arm.guard) for arm in step.arms)):
        match node:
            case ast.PatternEntry(key=key) if key.text in {"code", "status", "headers"}:
                return True
            case ast.LiteralPattern(value=int()):
                return True
    return False


def before_request(options: ast.Object | None) -> tuple[object, ...]:
    """Return the options that are evaluated before the request: all but `until`."""
    entries = options.entries if options else ()
    return tuple(
        entry
        for entry in entries
        if not (isinstance(entry, ast.Entry) and entry.key.text == "until")
    )


def _template(path: ast.Expression) -> str:
    """Return the path as written, for the key of a sync checkpoint and for messages."""
    if isinstance(path, ast.Literal) and isinstance(path.value, str):
        return path.value
    return "{…}"


def _source(step: ast.Fetch, option: ast.Entry | None, context: Context) -> str | Evaluate:
    if step.source is not None:
        return context.source(step.source)
    match option:
        case ast.Entry(value=ast.Name(span=span, text=name)) if name in context.sources:
            return context.source(ast.Identifier(span, name))
        case ast.Entry(value=ast.Literal(span=span, value=str() as name)):
            return context.source(ast.Identifier(span, name))
        case ast.Entry():
            return context.expression(option.value)
    if not context.sources:
        raise MissingDeclarationError(
            "the request has no source: the mission declares none",
            location=context.at(step.span),
            help='Add `source Api { auth: none, base: "https://…" }` to the mission.',
        )
    return next(iter(context.sources))


def _allow(entry: ast.Entry | None, context: Context) -> frozenset[int]:
    if entry is None:
        return frozenset()
    if not isinstance(entry.value, ast.Array):
        raise PlanError(
            "`allow` takes a list of statuses",
            location=context.at(entry.value.span),
            help="Write e.g. `allow: [404]`.",
        )
    return frozenset(
        constants.integer(item, context.locate, least=100)
        for item in entry.value.items
        if not isinstance(item, ast.Spread)
    )


def unknown_source(name: str, known: tuple[str, ...]) -> PlanError:
    """Return the error for a `source:` that gave a name nobody declared."""
    return PlanError(f"source `{name}` is not declared", help=nearest(name, known))
