"""`textDocument/codeAction` and `codeAction/resolve`: what can be done about a place.

Quick fixes come with their edits, for finding out that there is one is most of the work. Those of
refactorings, and of fixing a whole file, are made when one is chosen, where the client lets us.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from reqon_language.features.code_actions import Offer, edits_of, refactorings, stops_of
from reqon_language.rules.fixes import fixes
from reqon_language.rules.fixing import one_round
from reqon_language.syntax.ast import Span
from reqon_server.diagnostics.translate import translate
from reqon_server.routes import request
from reqon_server.workspace_edits import guided_edit, workspace_edit

if TYPE_CHECKING:
    from reqon_language.rules.diagnostic import Diagnostic
    from reqon_server.snapshot import Snapshot, View

_FIX_ALL: Final = f"{types.CodeActionKind.SourceFixAll.value}.reqon"
_ALL: Final = "fix all"
_ABOUT: Final = types.Command(
    "About refactorings",
    "reqon.showDocumentation",
    "Open the page that says what each does, and when it is offered",
    [{"page": "editors/refactorings.md"}],
)
_OPTIONS: Final = types.CodeActionOptions(
    code_action_kinds=[
        types.CodeActionKind.QuickFix,
        types.CodeActionKind.RefactorExtract,
        types.CodeActionKind.RefactorInline,
        types.CodeActionKind.RefactorRewrite,
        _FIX_ALL,
    ],
    documentation=[types.CodeActionKindDocumentation(types.CodeActionKind.Refactor, _ABOUT)],
    resolve_provider=True,
)


@request(types.TEXT_DOCUMENT_CODE_ACTION, _OPTIONS)
def code_action(
    snapshot: Snapshot, params: types.CodeActionParams
) -> list[types.CodeAction] | None:
    """Return quick fixes, the preferred one of each finding first, then refactorings.

    A light bulb that shows at every place shows refactorings for selections only. What changes a
    whole file is listed for those who ask for that kind.
    """
    if not snapshot.client.code_actions:
        return None
    file = snapshot.file(params.text_document.uri)
    only = params.context.only
    span = Span(file.offset(params.range.start), file.offset(params.range.end))
    found: list[types.CodeAction] = []
    if _wanted(types.CodeActionKind.QuickFix.value, only):
        found += _quick_fixes(file, span, params.context.diagnostics)
    asked = params.context.trigger_kind != types.CodeActionTriggerKind.Automatic
    if asked or only or span.start < span.end:
        found += [
            _refactoring(file, span, offer)
            for offer in refactorings(file.project, file.path, span)
            if _wanted(offer.kind, only)
        ]
    if only and _wanted(_FIX_ALL, only) and one_round(file.report, file.tree):
        action = types.CodeAction("Fix all that can be fixed safely", kind=_FIX_ALL)
        found.append(_lazily(file, action, span, _ALL, lambda: _all_fixed(file)))
    return found or None


@request(types.CODE_ACTION_RESOLVE)
def code_action_resolve(snapshot: Snapshot, action: types.CodeAction) -> types.CodeAction:
    """Return an action with its edits; one we did not make comes back as it is."""
    data = action.data
    if not isinstance(data, dict) or action.edit is not None:
        return action
    file = snapshot.file(str(data.get("uri")))
    if file.version != data.get("version"):
        raise JsonRpcContentModified("the document was changed meanwhile")
    span, name = Span(int(data.get("start", 0)), int(data.get("end", 0))), data.get("name")
    if name == _ALL:
        action.edit = _all_fixed(file)
        return action
    for offer in refactorings(file.project, file.path, span):
        if offer.name == name:
            action.edit = _edit(file, offer)
    return action


def _wanted(kind: str, only: Any) -> bool:
    """Whether a kind is one of those asked for, or below one of them."""
    wanted = [str(getattr(one, "value", one)) for one in only or ()]
    return not wanted or any(not one or kind == one or kind.startswith(f"{one}.") for one in wanted)


def _quick_fixes(file: View, span: Span, shown: Any) -> Iterator[types.CodeAction]:
    for diagnostic in file.report.diagnostics:
        if diagnostic.span.start > span.end or span.start > diagnostic.span.end:
            continue
        file.snapshot.token.check()
        for number, fix in enumerate(fixes(file.model, file.tree, diagnostic)):
            yield types.CodeAction(
                title=fix.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=_mended(file, diagnostic, shown),
                is_preferred=number == 0 or None,
                edit=guided_edit(file, fix.edits, fix.stops),
            )


def _mended(file: View, diagnostic: Diagnostic, shown: Any) -> list[types.Diagnostic]:
    """Return the finding as the client has it, so that it knows what the fix mends."""
    place = file.range(diagnostic.span)
    known = [one for one in shown if one.code == diagnostic.code and one.range == place]
    return known[:1] or [translate(diagnostic, file)]


def _refactoring(file: View, span: Span, offer: Offer) -> types.CodeAction:
    action = types.CodeAction(offer.title, kind=offer.kind)
    return _lazily(file, action, span, offer.name, lambda: _edit(file, offer))


def _lazily(
    file: View,
    action: types.CodeAction,
    span: Span,
    name: str,
    edit: Callable[[], types.WorkspaceEdit],
) -> types.CodeAction:
    """Note what the edits of an action can be made from later, or make them where they must be."""
    if file.snapshot.client.lazy_actions:
        action.data = {
            "uri": file.uri,
            "version": file.version,
            "start": span.start,
            "end": span.end,
            "name": name,
        }
    else:
        action.edit = edit()
    return action


def _edit(file: View, offer: Offer) -> types.WorkspaceEdit:
    edits = edits_of(file.project, file.path, offer)
    guided = file.snapshot.client.snippet_edits
    stops = stops_of(file.project, file.path, offer, edits) if guided else ()
    return guided_edit(file, edits, stops)


def _all_fixed(file: View) -> types.WorkspaceEdit:
    return workspace_edit(file, {file.path: file.all_fixed})
