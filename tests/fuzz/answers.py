"""What holds for every answer an editor gets, whatever the text and wherever the cursor.

Places lie in the text and around the cursor, what is nested is nested, and an edit that is
offered brings no syntax error. As in `laws`, a broken law is an AssertionError.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from reqon_language.edits import apply_edits
from reqon_language.features.code_actions import edits_of, refactorings
from reqon_language.features.code_lenses import code_lenses
from reqon_language.features.completion import complete, resolve
from reqon_language.features.definition import definition
from reqon_language.features.document_highlights import document_highlights
from reqon_language.features.document_links import document_links
from reqon_language.features.document_symbols import Symbol, document_symbols
from reqon_language.features.folding import folds
from reqon_language.features.formatting import format_edits, format_text
from reqon_language.features.hover import hover
from reqon_language.features.inlay_hints import inlay_hints
from reqon_language.features.references import references
from reqon_language.features.rename import Renamable, prepare_rename
from reqon_language.features.selection_ranges import selection_ranges
from reqon_language.features.semantic_tokens import semantic_tokens
from reqon_language.features.signature_help import signature_help
from reqon_language.model import FileModel, Project
from reqon_language.rules.checking import report_in
from reqon_language.rules.fixes import fixes
from reqon_language.syntax import Tree, parse
from reqon_language.syntax.ast import Span
from reqon_language.text import LineIndex

PATH = "a.vague"
OF_THE_PARSER = frozenset(
    {"RQ1001", "RQ1002", "RQ1004", "RQ2001", "RQ2002", "RQ2003", "RQ2004", "RQ2010"}
)
"""What is found in a text the parser could not read: with that mended, it finds more."""


def project_of(text: str) -> Project:
    """Return a project whose only file is `PATH`."""
    return Project(None).with_files({PATH: parse(text)}, {})


def assert_answers_for_a_file(text: str) -> None:
    """Assert what holds for the answers about a whole file."""
    project = project_of(text)
    tree, model = project.files[PATH].tree, project.files[PATH].model
    _assert_tokens(tree, model)
    _assert_nested(document_symbols(model), Span(0, len(text)))
    _assert_folds(tree)
    for lens in code_lenses(model):
        _assert_inside(lens.span, text)
    for link in document_links(tree, model):
        _assert_inside(link.span, text)
        assert link.target, "a link leads nowhere"
    for hint in inlay_hints(model, Span(0, len(text))):
        assert 0 <= hint.offset <= len(text), "a hint is out of the text"
        assert hint.label, "a hint says nothing"
    formatted = apply_edits(text, format_edits(text))
    assert formatted == format_text(text), "the edits do not give the formatted text"


def assert_answers_at(text: str, offset: int) -> None:
    """Assert what holds for the answers about a place."""
    project = project_of(text)
    tree, model = project.files[PATH].tree, project.files[PATH].model
    shown = hover(tree, model, offset)
    if shown is not None:
        _assert_around(shown.span, offset, text)
    selections = selection_ranges(tree, offset)
    assert selections, "nothing can be selected"
    _assert_around(selections[0], offset, text, empty=True)
    for inner, outer in pairwise(selections):
        assert outer != inner, "a selection does not grow"
        assert _holds(outer, inner), "a selection leaves its inner one"
    _assert_inside(selections[-1], text)
    _assert_named(project, text, offset)
    helped = signature_help(model, text, offset)
    if helped is not None:
        assert 0 <= helped.signature < len(helped.signatures), "no such signature"
        for signature in helped.signatures:
            for parameter in signature.parameters:
                assert 0 <= parameter.place.start < parameter.place.end <= len(signature.label)
    _assert_proposals(tree, model, offset)


def assert_fixes(text: str) -> None:
    """Assert that fixes change the text, and bring no syntax error into it."""
    project = project_of(text)
    found, tree = report_in(project, PATH), project.files[PATH].tree
    for diagnostic in found.diagnostics:
        for fix in fixes(found.model, tree, diagnostic):
            mended = apply_edits(text, fix.edits)
            assert mended != text, f"{fix.title} changes nothing"
            if not tree.errors and diagnostic.code not in OF_THE_PARSER:
                assert parse(mended).errors == (), f"{fix.title} breaks the text"


def assert_refactorings(text: str, span: Span) -> None:
    """Assert that refactorings change the text and bring neither syntax errors nor others."""
    project = project_of(text)
    tree = project.files[PATH].tree
    before = _errors(project)
    for offer in refactorings(project, PATH, span):
        changed = apply_edits(text, edits_of(project, PATH, offer))
        assert changed != text, f"{offer.title} changes nothing"
        assert len(parse(changed).errors) <= len(tree.errors), f"{offer.title} breaks the text"
        if not tree.errors:
            assert _errors(project_of(changed)) <= before, f"{offer.title} brings an error"


def _errors(project: Project) -> set[str]:
    found = report_in(project, PATH).diagnostics
    return {one.code for one in found if one.severity == "error"}


def _assert_tokens(tree: Tree, model: FileModel) -> None:
    text, end = tree.lines.text, 0
    for token in semantic_tokens(tree, model):
        assert end <= token.span.start, "tokens overlap, or are out of order"
        assert token.span.start < token.span.end <= len(text), "a token is empty or out of the text"
        assert tree.lines.position(token.span.start).line == _last_line(tree.lines, token.span)
        end = token.span.end


def _assert_nested(symbols: Iterable[Symbol], around: Span) -> None:
    end = around.start
    for symbol in symbols:
        assert symbol.name.strip(), "a symbol has no name"
        assert _holds(around, symbol.extent), f"{symbol.name} is not in what it is part of"
        assert _holds(symbol.extent, symbol.name_span), f"the name of {symbol.name} is outside"
        assert end <= symbol.extent.start, f"{symbol.name} overlaps what stands before it"
        end = symbol.extent.end
        _assert_nested(symbol.children, symbol.extent)


def _assert_folds(tree: Tree) -> None:
    for fold in folds(tree):
        _assert_inside(fold.span, tree.lines.text)
        first, last = tree.lines.position(fold.span.start).line, _last_line(tree.lines, fold.span)
        assert first == fold.first_line, "a fold begins on another line"
        assert fold.first_line < fold.last_line, "a fold hides nothing"
        assert last in (fold.last_line, fold.last_line + 1), "a fold ends on another line"


def _assert_named(project: Project, text: str, offset: int) -> None:
    """Assert what holds for the answers about a name; a dot or quotes around it belong to it."""
    near = offset + 1 if text[offset : offset + 1] == "." else offset
    quoted = (offset, near, offset + 1, offset - 1)
    marked = document_highlights(project, PATH, offset)
    if marked:
        assert any(_touches(one.span, quoted) for one in marked), "not highlighted itself"
    for one in marked:
        _assert_inside(one.span, text)
        assert one.span.start < one.span.end, "nothing is highlighted"
    found = definition(project, PATH, offset)
    if found is not None:
        assert _touches(found.origin, quoted), "a definition is that of something else"
    for places in references(project, PATH, offset, declared=True).values():
        for place in places:
            _assert_inside(place.span, text)
    name = prepare_rename(project, PATH, offset)
    if isinstance(name, Renamable):
        assert _touches(name.span, (offset, near)), "another name is renamed"
        assert text[name.span.start : name.span.end].strip("\"'") == name.placeholder


def _assert_proposals(tree: Tree, model: FileModel, offset: int) -> None:
    text = tree.lines.text
    found = complete(model, text, offset)
    _assert_around(found.replace, offset, text, empty=True)
    assert "\n" not in text[found.replace.start : found.replace.end], "lines are replaced"
    labels = [item.label for item in found.items]
    assert len(labels) == len(set(labels)), "something is proposed twice"
    for item in found.items:
        for edit in item.edits:
            _assert_inside(edit.span, text)
        resolve(tree, model, found.replace.start, item.kind, item.label)
    before = text[: found.replace.start]
    if parse(before).errors:
        return
    for item in found.items:
        if item.snippet is None:
            after = before + item.text
            strange = [one for one in parse(after).errors if one.span.end < len(after)]
            assert not [one for one in strange if "found" in one.message], (
                f"{item.text!r} does not fit behind {before[-20:]!r}"
            )


def _assert_inside(span: Span, text: str) -> None:
    assert 0 <= span.start <= span.end <= len(text), "a place is out of the text"


def _assert_around(span: Span, offset: int, text: str, *, empty: bool = False) -> None:
    _assert_inside(span, text)
    assert span.start <= offset <= span.end, "an answer is about another place"
    assert empty or span.start < span.end, "an answer is about nothing"


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end


def _touches(span: Span, offsets: Iterable[int]) -> bool:
    return any(span.start <= offset <= span.end for offset in offsets)


def _last_line(lines: LineIndex, span: Span) -> int:
    return lines.position(span.end).line
