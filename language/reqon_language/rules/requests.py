"""RQ5010, RQ5106, RQ7019 and RQ8008: requests whose options do not go with their method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.nesting import REQUESTS, around, option, requests, word_span
from reqon_language.rules.options import TWICE
from reqon_language.rules.rule import Rule
from reqon_language.syntax import ast

BODY: Final = Rule(
    "RQ5010",
    "warning",
    "GET or DELETE with a body",
    what="Reports a `get` or `delete` with a `body`.",
    why="Most servers ignore it, and a GET is sent without it.",
    fix="Use `params`.",
    bad='get "/orders" { body: { status: "open" } }',
    good='get "/orders" { params: { status: "open" } }',
    frame="steps",
)

PAGED_WRITE: Final = Rule(
    "RQ5106",
    "warning",
    "pagination of a request that writes",
    what="Reports `paginate` on a `post`, `put`, `patch` or `delete`.",
    why="The request is sent once per page, and its effect happens as often.",
    fix="Read the listing with `get`.",
    bad='post "/orders" { paginate: page(page, 100), until: length(response) == 0 }',
    good='get "/orders" { paginate: page(page, 100), until: length(response) == 0 }',
    frame="steps",
)

SINCE: Final = Rule(
    "RQ7019",
    "warning",
    "`since` on a request that is not a plain GET",
    what="Reports `since` on a request with another method, or with a `body`.",
    why="A watermark says what was already read; a request that writes has none.",
    fix="Read what changed with `get`, and send it with another request.",
    bad='post "/orders" { since: lastSync }',
    good='get "/orders" { since: lastSync }',
    frame="steps",
)

UNHANDLED: Final = Rule(
    "RQ8008",
    "hint",
    "nothing handles an error answer",
    what="Points out the first request of an action that no `match`, `try` or `allow` follows.",
    why="An answer with a status of 400 or more stops the mission.",
    fix="Add a `match` on `response` behind the request.",
    bad='get "/orders"',
    good="""
        get "/orders"
        match response {
          { error: reason } -> abort reason,
          _ -> continue
        }
    """,
    frame="steps",
)

RULES: Final = (BODY, PAGED_WRITE, SINCE, UNHANDLED)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report requests with options that do not fit."""
    facts = body.facts
    for fetch in facts.of(ast.Fetch):
        yield from _check_fetch(fetch)
    asks = bool({*REQUESTS} & facts.nodes.keys())
    if asks and isinstance(body.node, ast.Action) and not body.broken:
        yield from _unhandled(body, body.node.name.text)


def _check_fetch(fetch: ast.Fetch) -> Iterator[Diagnostic]:
    sent, paginate = option(fetch, "body"), option(fetch, "paginate")
    since = option(fetch, "since")
    yield from _sources(fetch)
    method = fetch.method.upper()
    if sent is not None and fetch.method in ("get", "delete"):
        fields = isinstance(sent.value, ast.Object) and option(fetch, "params") is None
        yield BODY.at(
            sent.key.span,
            f"a {method} request has no use for a body; did you mean `params`?",
            suggestion="params" if fields else None,
        )
    if paginate is not None and fetch.method != "get":
        yield PAGED_WRITE.at(
            paginate.key.span,
            f"this {method} request is sent once per page",
            help="read the listing with `get`",
        )
    if since is not None and fetch.method != "get":
        yield SINCE.at(
            since.key.span,
            f"a {method} request has nothing to continue from",
            help="read what changed with `get`",
        )
    elif since is not None and sent is not None:
        yield SINCE.at(since.key.span, "a request with a `body` has nothing to continue from")


def _sources(fetch: ast.Fetch) -> Iterator[Diagnostic]:
    """Report a source that is named beside the one that counts, which stands at the path."""
    counts, named = fetch.source, option(fetch, "source")
    if counts is None:
        return
    message = f"the source is given twice; only `{counts.text}` counts"
    way_out = "name the source once"
    if fetch.overruled is not None:
        first = [Related(fetch.overruled.span, "first given here")]
        yield TWICE.at(counts.span, message, help=way_out, related=first)
    if named is not None:
        first = [Related(counts.span, "first given here")]
        yield TWICE.at(named.key.span, message, help=way_out, related=first)


def _unhandled(body: Body, action: str) -> Iterator[Diagnostic]:
    """Point out the first request whose failure stops the mission (rulings D27 and D38)."""
    facts = body.facts
    handled: set[ast.Span] = set()
    for block in facts.of(ast.Block):
        for step, after in zip(block.steps, block.steps[1:], strict=False):
            if isinstance(step, REQUESTS) and isinstance(after, ast.Match):
                handled.add(step.span)
    guards: list[ast.Block | ast.Match | ast.For] = [
        *(attempt.body for attempt in facts.of(ast.Try)),
        *(match for match in facts.of(ast.Match) if match.catch is not None),
        *(
            loop
            for loop in facts.of(ast.For)
            if loop.on_error is not None and loop.on_error.policy.text != "abort"
        ),
    ]
    for request, stands_in in around(requests(facts), guards):
        if not stands_in and request.span not in handled and option(request, "allow") is None:
            word = request.method if isinstance(request, ast.Fetch) else "call"
            yield UNHANDLED.at(
                word_span(request, word),
                f"nothing in `{action}` handles an error answer to this request",
                help="add a `match` on `response` behind it",
            )
            return
