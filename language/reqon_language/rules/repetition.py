"""RQ7014, RQ7015 and RQ7018: what may happen twice when a run is resumed or repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from reqon_language.model.file import Body, FileModel
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.mission import MissionView
from reqon_language.rules.nesting import around, option, word_span
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import call_of, flag_of, text_of, value_of, word_of
from reqon_language.syntax import ast
from reqon_language.vocabulary.words import LAST_SYNC

REPEATED: Final = Rule(
    "RQ7014",
    "warning",
    "request in a resumable loop may be repeated",
    what="Reports a `post` or `patch` in a loop of a mission that can be resumed, to a source "
    "that does not declare `idempotency` and without an `Idempotency-Key` header.",
    why="A run that was killed while the answer was under way sends the request again. Reqon "
    "sends the same key with it, but only an API that honours keys does it once.",
    fix='Declare what the API honours: `idempotency: { header: "Idempotency-Key" }`, or use `put`.',
    bad="""
        for order in orders checkpoint every 100 {
          post "/copies" { body: order }
        }
    """,
    good="""
        for order in orders checkpoint every 100 {
          put "/copies/{order.id}" { body: order }
        }
    """,
    frame="steps",
)

UNKEYED: Final = Rule(
    "RQ7015",
    "info",
    "loop with checkpoints over `response`",
    what="Points out `checkpoint every` on a loop over `response`.",
    why="Its items have no keys: all of them are kept with the position, and a resumed run works "
    "on those copies. Of a loop over a store only the keys are kept.",
    fix="Store the items first, and loop over the store.",
    bad="""
        get "/orders"
        for order in response checkpoint every 100 {
          put "/copies/{order.id}" { body: order }
        }
    """,
    good="""
        get "/orders"
        store response -> orders { key: .id }
        for order in orders checkpoint every 100 {
          put "/copies/{order.id}" { body: order }
        }
    """,
    frame="steps",
)

SHARED_KEY: Final = Rule(
    "RQ7018",
    "warning",
    "missions share a sync key",
    what="Reports a `syncKey`, or a key given to `lastSync`, that another mission of the file "
    "has, too.",
    why="A key that is given counts as it stands: each mission moves the other one's watermark, "
    "and what the other has not read yet is left out.",
    fix="Give each mission a key of its own.",
    bad="""
        mission Orders {
          source Api { auth: none, base: "https://api.example.com" }
          action Fetch { get "/orders" { since: lastSync("orders") } }
          run Fetch
        }
        mission Archive {
          source Api { auth: none, base: "https://api.example.com" }
          action Fetch { get "/archive" { since: lastSync("orders") } }
          run Fetch
        }
    """,
    good="""
        mission Orders {
          source Api { auth: none, base: "https://api.example.com" }
          action Fetch { get "/orders" { since: lastSync("orders") } }
          run Fetch
        }
        mission Archive {
          source Api { auth: none, base: "https://api.example.com" }
          action Fetch { get "/archive" { since: lastSync("archive") } }
          run Fetch
        }
    """,
)

RULES: Final = (REPEATED, UNKEYED, SHARED_KEY)


def check(body: Body) -> Iterator[Diagnostic]:
    """Point out loops whose items are kept in full."""
    for loop in body.facts.of(ast.For):
        collection = loop.collection
        if (
            loop.checkpoint_every is not None
            and isinstance(collection, ast.Name)
            and collection.text == "response"
        ):
            yield UNKEYED.at(
                collection.span,
                "the items of this loop are kept with the position, not just their keys",
                help="store them first, and loop over the store",
            )


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report requests that a resumed run may send a second time."""
    if flag_of(view.option("enableState")) is False:
        return
    everywhere = view.option("checkpoint") is not None
    answers: Mapping[str, bool] | None = None
    repeated = partial(_repeated, everywhere=everywhere)
    for body, fetches in view.given(_repeated, everywhere, repeated):
        for fetch in fetches:
            answers = answers if answers is not None else _honours(view)
            if not _is_safe(fetch, answers):
                yield REPEATED.at(
                    word_span(fetch, fetch.method).shift(body.offset),
                    f"this {fetch.method.upper()} may be sent again when the run is resumed",
                    help="say what its source honours: "
                    '`idempotency: { header: "Idempotency-Key" }`',
                )


def _repeated(body: Body, *, everywhere: bool) -> tuple[ast.Fetch, ...]:
    """Return what an action writes in loops whose position is kept, `everywhere` or by each."""
    writes = [fetch for fetch in body.facts.of(ast.Fetch) if fetch.method in ("post", "patch")]
    if not writes or not isinstance(body.node, ast.Action):
        return ()
    loops = [
        loop.body
        for loop in body.facts.of(ast.For)
        if everywhere or loop.checkpoint_every is not None
    ]
    return tuple(fetch for fetch, stands_in in around(writes, loops) if stands_in)


def _honours(view: MissionView) -> dict[str, bool]:
    """Return, in order of declaration, whether each source honours idempotency keys."""
    sources = [
        body.node for body in (*view.bodies, *view.shared) if isinstance(body.node, ast.Source)
    ]
    honours: dict[str, bool] = {}
    for source in sources:
        declared = value_of(source.options, "idempotency")
        honours.setdefault(source.name.text, declared is not None and word_of(declared) is None)
    return honours


def _is_safe(fetch: ast.Fetch, honours: Mapping[str, bool]) -> bool:
    """Whether sending the request twice has no second effect, as far as can be told."""
    headers, doubt = option(fetch, "headers"), option(fetch, "onInDoubt")
    if doubt is not None and word_of(doubt.value) in ("skip", "fail"):
        return True
    if headers is not None and isinstance(headers.value, ast.Object):
        for header in headers.value.entries:
            if not isinstance(header, ast.Entry) or "idempotency" in header.key.text.lower():
                return True
    chosen = option(fetch, "source")
    name = fetch.source.text if fetch.source is not None else None
    if name is None and chosen is not None:
        name = word_of(chosen.value)
        if name is None:
            return True
    if name is None:
        name = next(iter(honours), None)
    return name is None or honours.get(name, True)


def check_file(model: FileModel) -> Iterator[Diagnostic]:
    """Report sync keys that several missions of a file give."""
    if len(model.missions) < 2:
        return
    owners: dict[str, tuple[int | None, ast.Span]] = {}
    for section in model.sections:
        keys = section.node.kept.each(_sync_keys)
        given = zip(section.node.bodies, keys, strict=True) if any(keys) else ()
        for body, key, place in ((body, *one) for body, own in given for one in own):
            span = place.shift(section.offset + body.offset)
            mission, first = owners.setdefault(key, (body.mission, span))
            if mission != body.mission:
                yield SHARED_KEY.at(
                    span,
                    f"another mission has the sync key `{key}`, too",
                    help="give each mission a key of its own",
                    related=[Related(first, "first given here")],
                )


def _sync_keys(body: Body) -> tuple[tuple[str, ast.Span], ...]:
    """Return the keys that a member gives for its progress, with their places."""
    return tuple(_given_keys(body))


def _given_keys(body: Body) -> Iterator[tuple[str, ast.Span]]:
    for block in body.facts.blocks:
        for entry in block.entries if block.block == "fetch" else ():
            if not isinstance(entry, ast.Entry):
                continue
            value: ast.Expression | ast.Spread | None = None
            if entry.key.text == "syncKey":
                value = entry.value
            elif entry.key.text == "since" and (call := call_of(entry.value, LAST_SYNC)):
                value = call.arguments[0] if call.arguments else None
            text = text_of(value)
            if value is not None and text is not None:
                yield text, value.span
