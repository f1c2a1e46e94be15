"""RQ3010, RQ3017 and RQ3023: declarations that are repeated, unused or missing altogether."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from reqon_language.model.file import Body, FileModel
from reqon_language.model.summary import Declaration, DeclarationKind, declared
from reqon_language.rules.bindings import REBOUND, SHADOWS
from reqon_language.rules.declared import dead_letters
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.mission import MissionView
from reqon_language.rules.nearest import nearest
from reqon_language.rules.options import twice
from reqon_language.rules.rule import Rule
from reqon_language.rules.written import value_of
from reqon_language.syntax import ast

DUPLICATE: Final = Rule(
    "RQ3010",
    "error",
    "declared twice",
    what="Reports a mission, source, store, schema, transform or action whose name another one "
    "of its kind already has, and a field that its schema already has.",
    why="Which of the two is meant cannot be told.",
    fix="Rename one of them.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          action Ping { get "/pong" }
          run Ping
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Ping { get "/ping" }
          action Pong { get "/pong" }
          run Ping then Pong
        }
    """,
)

UNUSED: Final = Rule(
    "RQ3017",
    "warning",
    "declared, but never used",
    what="Reports a source, store, schema or transform that nothing in the mission names. The "
    "first source is used by every request that names none.",
    why="It is either left over, or something that should use it does not.",
    fix="Remove it, or use it.",
    bad="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store answers: file("answers")
          action Ping { get "/ping" }
          run Ping
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          store answers: file("answers")
          action Ping {
            get "/ping"
            store response -> answers { key: .id }
          }
          run Ping
        }
    """,
    tags=("unnecessary",),
)

NO_SOURCE: Final = Rule(
    "RQ3023",
    "error",
    "request has no source",
    what="Reports requests of a mission that declares no source. They are reported once.",
    why="There is no address to send them to, and none is ever invented.",
    fix='Declare one: `source Api { auth: none, base: "https://…" }`.',
    bad="""
        mission Example {
          action Fetch { get "/orders" }
          run Fetch
        }
    """,
    good="""
        mission Example {
          source Api { auth: none, base: "https://api.example.com" }
          action Fetch { get "/orders" }
          run Fetch
        }
    """,
)

RULES: Final = (DUPLICATE, UNUSED, NO_SOURCE)

_COUNTED: Final[tuple[DeclarationKind, ...]] = ("source", "store", "schema", "transform")


def check(body: Body) -> Iterator[Diagnostic]:
    """Report fields that a schema declares twice."""
    pending = [body.node.items] if isinstance(body.node, ast.Schema) else []
    while pending:
        first: dict[str, ast.Span] = {}
        for item in pending.pop():
            if not isinstance(item, ast.SchemaField):
                continue
            earlier = first.setdefault(item.name.text, item.name.span)
            if earlier != item.name.span and item.name.text:
                yield DUPLICATE.at(
                    item.name.span,
                    f"field `{item.name.text}` is declared twice",
                    help="rename one of them",
                    related=[Related(earlier, "first declared here")],
                )
            if isinstance(item.type, ast.ObjectType):
                pending.append(item.type.fields)


def check_file(model: FileModel) -> Iterator[Diagnostic]:
    """Report what is declared twice outside missions or hidden in one, and missing sources."""
    outside: dict[tuple[str, str], Declaration] = {}
    yield from _duplicates(_outside(model), outside)
    for section in model.sections[:-1] if model.loose.declarations else ():
        hiding = {(inner.kind, inner.name): inner for inner in reversed(section.node.declarations)}
        for key, inner in hiding.items():
            outer = outside.get(key)
            if outer is not None:
                yield SHADOWS.at(
                    inner.span.shift(section.offset),
                    f"`{inner.name}` hides the {inner.kind} `{inner.name}` of the file",
                    related=[Related(outer.span, "declared here")],
                )
    if not model.missions:
        for body in model.loose.bodies:
            fetch = _homeless(body.node, body.facts.of(ast.Fetch))
            if fetch is not None and not body.names.sources:
                yield _no_source(fetch, body.offset, "no source is declared")
                return


def check_beside(
    model: FileModel, earlier: Mapping[tuple[str, str], tuple[str, Declaration]]
) -> Iterator[Diagnostic]:
    """Report what an earlier file of the mission folder already declares."""
    for declaration in model.summary.declarations if earlier else ():
        place = earlier.get((declaration.kind, declaration.name))
        if place is not None and declaration.kind not in ("mission", "variable"):
            path, first = place
            yield _duplicate(declaration, first, path)


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report what is declared twice or unused, and requests without any source."""
    yield from _duplicates(view.own, {})
    yield from _repeated_options(view)
    yield from _unused(view)
    for body, fetch in view.each(_first_homeless):
        if fetch is not None and not body.names.sources:
            reason = f"mission `{view.node.name.text}` declares none"
            yield _no_source(fetch, body.offset, reason)
            return


def _outside(model: FileModel) -> list[Declaration]:
    """Return what stands outside missions, and the missions themselves, in source order."""
    missions = [
        found
        for mission in model.missions
        for found in declared(mission.node, mission.offset, None)
    ]
    both = [*model.loose.declarations, *missions]
    return sorted(both, key=lambda declaration: declaration.span.start)


def _duplicates(
    declarations: Iterable[Declaration], first: dict[tuple[str, str], Declaration]
) -> Iterator[Diagnostic]:
    """Report names that are declared twice, and collect the `first` declaration of each."""
    for declaration in declarations:
        earlier = first.setdefault((declaration.kind, declaration.name), declaration)
        if earlier is not declaration:
            yield _duplicate(declaration, earlier)


def _duplicate(declaration: Declaration, first: Declaration, path: str | None = None) -> Diagnostic:
    name, related = declaration.name, [Related(first.span, "first declared here", path)]
    if declaration.kind == "variable":
        return REBOUND.at(
            declaration.span,
            f"`{name}` is already bound",
            help="choose another name; variables do not change",
            related=related,
        )
    return DUPLICATE.at(
        declaration.span,
        f"{declaration.kind} `{name}` is declared twice",
        help="rename one of them",
        related=related,
    )


def _repeated_options(view: MissionView) -> Iterator[Diagnostic]:
    first: dict[str, ast.Span] = {}
    for body, option in view.members(ast.Option):
        key = option.entry.key
        span = key.span.shift(body.offset)
        earlier = first.setdefault(key.text, span)
        if earlier != span and key.text:
            yield twice(ast.Identifier(span, key.text), earlier)


def _unused(view: MissionView) -> Iterator[Diagnostic]:
    """Report unused members of a mission whose actions are all written."""
    actions = [action for _, action in view.members(ast.Action)]
    elided = any(True for _ in view.nodes(ast.ElisionStep))
    unfinished = elided or not all(action.body.steps for action in actions)
    if view.broken or unfinished or not actions:
        return
    references = view.together(_names_counted)
    used = references | view.used | _used_by_default(view)
    for kind in _COUNTED:
        declared = [*view.declarations(kind)]
        names = {declaration.name for declaration in declared}
        # A misspelt reference is reported as such; what it means is not unused besides.
        meant = {
            nearest(name, names) for of, name in references if of == kind and name not in names
        }
        for declaration in declared:
            if (kind, declaration.name) not in used and declaration.name not in meant:
                yield UNUSED.at(
                    declaration.span,
                    f"{kind} `{declaration.name}` is never used",
                    help="remove it, or use it",
                )


def _used_by_default(view: MissionView) -> set[tuple[str, str]]:
    """Return what requests and `queue` steps use without naming it (4.3 and 4.10)."""
    used: set[tuple[str, str]] = set()
    if view.together(_takes_first_source):
        used |= {("source", d.name) for d in [*view.declarations("source")][:1]}
    if any(queue.target is None for _, queue in view.nodes(ast.Queue)):
        name = dead_letters(declaration.name for declaration in view.declarations("store"))
        used |= {("store", name)} if name is not None else set()
    return used


def _names_counted(body: Body) -> tuple[tuple[str, str], ...]:
    """Return the kinds and names a body refers to of what is reported when nobody uses it."""
    return tuple(
        {
            (reference.kind, reference.name)
            for reference in body.facts.references
            if reference.kind in _COUNTED
        }
    )


def _takes_first_source(body: Body) -> tuple[bool, ...]:
    """Return whether a body holds a request that names no source, as `(True,)` or `()`."""
    return (True,) if any(_source_of(fetch) is None for fetch in body.facts.of(ast.Fetch)) else ()


def _first_homeless(body: Body) -> ast.Fetch | None:
    return _homeless(body.node, body.facts.of(ast.Fetch))


def _source_of(fetch: ast.Fetch) -> object | None:
    return fetch.source or value_of(fetch.options, "source")


def _homeless(node: ast.FileItem, fetches: tuple[ast.Fetch, ...]) -> ast.Fetch | None:
    """Return the first request that names no source; one with an absolute URL needs one, too."""
    if isinstance(node, ast.Fetch) and not fetches:
        fetches = (node,)
    for fetch in fetches:
        if _source_of(fetch) is None:
            return fetch
    return None


def _no_source(fetch: ast.Fetch, offset: int, reason: str) -> Diagnostic:
    start = fetch.span.start + offset
    return NO_SOURCE.at(
        ast.Span(start, start + len(fetch.method)),
        f"request has no source: {reason}",
        help='declare one: `source Api { auth: none, base: "https://…" }`',
    )
