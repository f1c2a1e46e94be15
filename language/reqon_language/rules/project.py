"""RQ7016, RQ8002, RQ8005, RQ8009 and RQ8010: a mission as a whole, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reqon_language.durations import in_words
from reqon_language.model.file import Body, FileModel
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.mission import MissionView
from reqon_language.rules.rule import Rule
from reqon_language.rules.schedule import longest_wait
from reqon_language.rules.surroundings import Surroundings
from reqon_language.rules.written import milliseconds_of, value_of
from reqon_language.syntax import ast
from reqon_language.vocabulary.words import RESERVED_WORDS

_WHOLE: Final = """
        mission OrderSync {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          run Ping
        }
    """

RETENTION: Final = Rule(
    "RQ7016",
    "warning",
    "execution records are kept too briefly",
    what="Reports a `stateRetention` shorter than the interval of the `schedule`, or than a "
    "`pause`.",
    why="The record is gone before the next run, or before the mission resumes.",
    fix="Keep records longer.",
    bad="""
        schedule: every 7 days
        stateRetention: 1 day
    """,
    good="""
        schedule: every 7 days
        stateRetention: 30 days
    """,
    frame="members",
)

EXTRA_MISSION: Final = Rule(
    "RQ8002",
    "error",
    "mission in a part of another mission",
    what="Reports a mission in a file beside the `mission.vague` of a mission folder.",
    why="The files of such a folder are the parts of one mission.",
    fix="Move it into a folder of its own.",
    bad=_WHOLE,
    good="""
        schema Order { id: string }
    """,
    surroundings=Surroundings(root="mission.vague"),
)

UNUSED: Final = Rule(
    "RQ8005",
    "warning",
    "no mission uses this",
    what="Reports a source, store, schema, transform or action outside the missions of a file "
    "or a mission folder that none of them names.",
    why="It is either left over, or a mission that should use it does not.",
    fix="Remove it, or use it.",
    bad="""
        store answers: file("answers")
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          run Ping
        }
    """,
    good="""
        store answers: file("answers")
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping {
            get "/ping"
            store response -> answers { key: .id }
          }
          run Ping
        }
    """,
    tags=("unnecessary",),
)

RESERVED: Final = Rule(
    "RQ8009",
    "hint",
    "keyword as the name of a field",
    what="Points out a field of a schema called like a word the 0.2 reference reserves.",
    why="It is fine here, but that engine rejects the whole program.",
    fix="Nothing, unless the program is to run there, too.",
    bad="""
        schema Order { id: string, source: string }
        action Check {
          get "/orders/1"
          validate response { assume response is Order }
        }
        run Fetch then Check
    """,
    good="""
        schema Order { id: string, origin: string }
        action Check {
          get "/orders/1"
          validate response { assume response is Order }
        }
        run Fetch then Check
    """,
    frame="declarations",
)

NAME: Final = Rule(
    "RQ8010",
    "info",
    "mission is not called like its folder",
    what="Points out the mission of a mission folder whose name differs from the folder's, "
    "letter case and hyphens aside.",
    why="Commands and state files go by the mission's name, which one looks for by the folder's.",
    fix="Rename one of them.",
    bad=_WHOLE,
    good=_WHOLE.replace("OrderSync", "InvoiceSync"),
    surroundings=Surroundings(folder="invoice-sync"),
)

RULES: Final = (RETENTION, EXTRA_MISSION, UNUSED, RESERVED, NAME)

_KINDS: Final = ("source", "store", "schema", "transform", "action")


def check(body: Body) -> Iterator[Diagnostic]:
    """Point out fields that older engines reject."""
    if isinstance(body.node, ast.Schema) and not body.facts.names.data:
        yield from _reserved(body.node.items)


def _reserved(items: tuple[ast.SchemaItem, ...]) -> Iterator[Diagnostic]:
    for item in items:
        if isinstance(item, ast.SchemaField):
            if item.name.text in RESERVED_WORDS:
                yield RESERVED.at(
                    item.name.span, f"the 0.2 reference rejects a field called `{item.name.text}`"
                )
            if isinstance(item.type, ast.ObjectType):
                yield from _reserved(item.type.fields)


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report a retention shorter than what has to be remembered."""
    retention, schedule = view.option("stateRetention"), view.option("schedule")
    kept = milliseconds_of(retention) if retention is not None else None
    if kept is None or kept <= 0 or view.broken:
        return
    place = next(
        option.entry.value.span.shift(body.offset)
        for body, option in view.members(ast.Option)
        if option.entry.value is retention
    )
    interval = longest_wait(schedule)
    pauses = [
        milliseconds_of(value_of(pause.options, "duration")) or 0
        for _, pause in view.nodes(ast.Pause)
    ]
    if interval is not None and kept < interval:
        message = f"records are gone before the next scheduled run, {in_words(interval)} later"
        yield RETENTION.at(place, message, help="keep them longer than that")
    elif pauses and kept < max(pauses):
        message = "the record of a paused mission is gone before it resumes"
        yield RETENTION.at(place, message, help="keep records longer than the longest pause")


def check_file(
    model: FileModel, used: frozenset[tuple[str, str]], surroundings: Surroundings
) -> Iterator[Diagnostic]:
    """Report missions in wrong places, and shared declarations nobody uses."""
    for mission in model.missions:
        name = mission.node.name
        span = name.span.shift(mission.offset)
        if surroundings.root is not None:
            yield EXTRA_MISSION.at(
                span,
                f"this folder is the mission of `{surroundings.root}`, which this is not part of",
                help="move the file into a folder of its own",
            )
        elif (
            surroundings.folder is not None
            and len(model.missions) == 1
            and _plain(name.text) not in ("", _plain(surroundings.folder))
        ):
            yield NAME.at(
                span,
                f"mission `{name.text}` stands in the folder `{surroundings.folder}`",
                help="rename one of them",
                suggestion=_pascal(surroundings.folder),
            )
    if (model.lent.folder or model.missions) and not any(model.broken):
        yield from _unused(model, used)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def _pascal(folder: str) -> str | None:
    """Return the name of a folder as missions are written, `OrderSync` for `order-sync`."""
    name = "".join(word[:1].upper() + word[1:] for word in re.split(r"[\W_]+", folder))
    return name if name.isascii() and name.isidentifier() else None


def _unused(model: FileModel, used: frozenset[tuple[str, str]]) -> Iterator[Diagnostic]:
    shared = [declaration for declaration in model.loose.declarations if declaration.kind in _KINDS]
    if not shared:
        return
    named = used | {
        (reference.kind, reference.name)
        for _, body in model.placed()
        for reference in body.facts.references
    }
    loose = any(_is_loose(body.node) for body in model.loose.bodies)
    place = "folder" if model.lent.folder else "file"
    default = next((d.name for d in shared if d.kind == "source"), None)
    for declaration in shared:
        kind, name = declaration.kind, declaration.name
        if (kind, name) in named or loose or (kind == "source" and name == default):
            continue
        yield UNUSED.at(
            declaration.span,
            f"no mission of this {place} uses the {kind} `{name}`",
            help="remove it, or use it",
        )


def _is_loose(node: ast.FileItem) -> bool:
    """Whether a piece outside missions makes the file a snippet."""
    return not isinstance(
        node,
        ast.Source
        | ast.Store
        | ast.Schema
        | ast.Transform
        | ast.Action
        | ast.Let
        | ast.Import
        | ast.Dataset
        | ast.Context
        | ast.Distribution
        | ast.Contract,
    )
