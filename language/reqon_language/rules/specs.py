"""RQ6015 and RQ6016: the OpenAPI documents that sources name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.model.file import FileModel
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.rule import Rule
from reqon_language.rules.surroundings import SpecFailure, Surroundings
from reqon_language.syntax import ast

UNUSABLE: Final = Rule(
    "RQ6015",
    "error",
    "OpenAPI document cannot be used",
    what="Reports a source whose document does not exist, cannot be read, or is neither "
    "OpenAPI 3 nor Swagger 2.",
    why="Its operations cannot be called.",
    fix="Correct the path, which is relative to this file, or mend the document.",
    bad="""
        source Crm from "./cmr.yaml" { auth: none, base: "https://crm.example.com" }
    """,
    good="""
        source Crm from "./crm.yaml" { auth: none, base: "https://crm.example.com" }
    """,
    surroundings=Surroundings(spec_failures={"./cmr.yaml": SpecFailure("there is no such file")}),
)

NO_SERVER: Final = Rule(
    "RQ6016",
    "warning",
    "source has no address",
    what="Reports a source without `base` whose document names no absolute server URL.",
    why="There is no address to send requests to.",
    fix="Give the source a `base`, or the document a server.",
    bad="""
        source Crm from "./crm.yaml" { auth: none }
    """,
    good="""
        source Crm from "./crm.yaml" { auth: none, base: "https://crm.example.com" }
    """,
    surroundings=Surroundings(specs={"./crm.yaml": {"openapi": "3.0.3", "paths": {}}}),
)

RULES: Final = (UNUSABLE, NO_SERVER)


def check_surrounded(model: FileModel, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """Report sources whose documents do not serve them."""
    failures = surroundings.spec_failures or {}
    for section, body in model.placed():
        source = body.node
        if isinstance(source, ast.Source) and source.spec is not None:
            place = source.spec.span.shift(section.offset + body.offset)
            yield from _check(model, source, str(source.spec.value), place, failures)


def _check(
    model: FileModel,
    source: ast.Source,
    name: str,
    place: ast.Span,
    failures: Mapping[str, SpecFailure],
) -> Iterator[Diagnostic]:
    failure = failures.get(name)
    root, document = model.types.documents.get(name, (None, None))
    if failure is None and root is not None and document is None:
        failure = SpecFailure("it is neither OpenAPI 3 nor Swagger 2")
    if failure is not None:
        related = []
        if failure.path is not None:
            at = ast.Span(failure.offset, failure.offset)
            related = [Related(at, "this is where reading it ended", failure.path)]
        way_out = "paths are relative to this file" if failure.path is None else "mend the document"
        if failure.earlier:
            way_out += "; until then this file is checked against what it said before"
        yield UNUSABLE.at(
            place,
            f"`{name}` cannot be used: {failure.reason}",
            help=way_out,
            related=related,
        )
    elif document is not None and not _is_absolute(document.base) and not _has_base(source):
        reason = (
            f"its server is `{document.base}`, which is no absolute URL"
            if document.base
            else "it names no server"
        )
        yield NO_SERVER.at(
            place,
            f"source `{source.name.text}` has no `base`, and `{name}` does not help: {reason}",
            help='add `base: "https://…"`',
        )


def _is_absolute(base: str | None) -> bool:
    return base is not None and base.startswith(("http://", "https://"))


def _has_base(source: ast.Source) -> bool:
    return source.options is not None and source.options.get("base") is not None
