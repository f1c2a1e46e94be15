"""What code actions have to do to the projects of `marked`: extract, inline, and fix all."""

from __future__ import annotations

from lsprotocol import types

from server.every_method.asking import Asking
from server.every_method.rows import errors, row

KINDS = types.CodeActionKind


async def after(asking: Asking, kind: KINDS, title: str, start: int, end: int) -> str | None:
    """Return the file of the marked action after a code action on a part of it.

    None where it is not offered. No action may break what can be read.
    """
    file = asking.mark("action").file
    place = types.Range(asking.place(file, start), asking.place(file, end))
    context = types.CodeActionContext([], only=[kind])
    params = types.CodeActionParams(range=place, context=context, **asking.document(file))
    found = await asking.ask(types.TEXT_DOCUMENT_CODE_ACTION, params) or ()
    named = [one for one in found if one.title == title]
    if not named:
        return None
    action = await asking.ask(types.CODE_ACTION_RESOLVE, named[0])
    ((changed, text),) = asking.edited(action.edit).items()
    assert changed == file
    assert errors(text) == errors(asking.texts.files[file])
    return text


@row(types.TEXT_DOCUMENT_CODE_ACTION, "extract an action")
async def extract_action(asking: Asking) -> None:
    """Not from a part of a folder, where a mission's members are not beside it."""
    file = asking.mark("action").file
    text = asking.texts.files[file]
    start = text.rindex("call Crm", 0, asking.mark("operation").start)
    end = text.rindex("}", 0, asking.mark("constant").start) + 1
    title = "Extract into action `Extracted`"
    made = await after(asking, KINDS.RefactorExtract, title, start, end)
    if asking.half_typed or "mission" not in text:
        assert made is None
        return
    assert made is not None
    fetch, extracted = made.index("run Extracted"), made.index("action Extracted {")
    assert asking.mark("action").start < fetch < made.index("let least", fetch) < extracted
    for line in text[start:end].split("\n"):
        assert line.strip() in made[extracted:]


@row(types.TEXT_DOCUMENT_CODE_ACTION, "inline a variable")
async def inline_variable(asking: Asking) -> None:
    mark = asking.mark("constant")
    text = asking.texts.files[mark.file]
    title = "Inline variable `least`"
    made = await after(asking, KINDS.RefactorInline, title, mark.start, mark.start)
    if asking.half_typed:
        assert made is None
        return
    assert made is not None
    declared = text.rindex("let least = 0", 0, mark.start)
    assert "let least" not in made[declared:]
    assert "let bound = 0 + 1" in made[declared:]


@row(types.TEXT_DOCUMENT_CODE_ACTION, "fix all")
async def fix_all(asking: Asking) -> None:
    """What is half-typed is left as it is, and all else is fixed."""
    text = asking.texts.files[asking.mark("bare").file]
    made = await after(asking, KINDS.SourceFixAll, "Fix all that can be fixed safely", 0, 0)
    assert made == text.replace("key: id", "key: .id")
