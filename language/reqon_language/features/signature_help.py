"""Signature help: what the call under the cursor takes, and which argument is being written.

The text behind the cursor is not looked at: a call that is not closed is the normal case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reqon_language.features.cursor import Cursor, Part, look
from reqon_language.features.enclosing import head, key, opening
from reqon_language.functions import FUNCTIONS, Function
from reqon_language.model import FileModel
from reqon_language.syntax.ast import Span
from reqon_language.syntax.brackets import CLOSING, OPENING, names
from reqon_language.vocabulary.enumerations import ADAPTERS, PAGINATION_KINDS
from reqon_language.vocabulary.words import LAST_SYNC

_OPENING: Final = names(OPENING)
_CLOSING: Final = names(CLOSING)
_CALLS: Final = {"LPAR", "NL_LPAR"}
_NUMBER: Final = re.compile(r"(?<![\w.])\d[\w.]*\Z")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its place in the label of its signature, and a sentence, if any."""

    place: Span
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One form of a call."""

    label: str
    parameters: tuple[Parameter, ...]
    doc: str


@dataclass(frozen=True, slots=True)
class SignatureHelp:
    """The forms of a call; `parameter` is the one being written, None where there is none."""

    signatures: tuple[Signature, ...]
    signature: int
    parameter: int | None


def signature_help(model: FileModel, text: str, offset: int) -> SignatureHelp | None:
    """Return the signatures of the innermost call around `offset`, None outside of calls."""
    number = _NUMBER.search(text, text.rfind("\n", 0, offset) + 1, offset)
    cursor = look(model, text, number.start() if number else offset)
    if cursor is None:
        return None
    index = opening(cursor.parts)
    while index >= 0:
        if cursor.parts[index].name in _CALLS:
            found = _of_call(cursor, index)
            if found is not None:
                return found
        index = opening(cursor.parts, index)
    return None


def _of_call(cursor: Cursor, index: int) -> SignatureHelp | None:
    parts = cursor.parts
    name = parts[index - 1].end if index else ""
    argument = _argument(parts, index)
    option = parts[key(parts, index)] if key(parts, index) >= 0 else None
    if option is not None and option.text == "paginate" and name in PAGINATION_KINDS:
        return _pagination(name, argument)
    first = head(parts, index)
    if first >= 0 and parts[first].name == "STORE" and parts[first + 1].name == "KEY":
        return _one(_ADAPTERS[name], argument) if name in _ADAPTERS else None
    if name == LAST_SYNC:
        return _one(_LAST_SYNC, argument)
    if option is not None and option.text == "schedule" and name == "cron":
        return _one(_CRON, argument)
    function = FUNCTIONS.get(name)
    if function is None:
        return None
    before = parts[index - 2].name if index > 1 else ""
    given = parts[index - 1].name == "member" or before in {"DOT", "VBAR"}
    return _function(function, argument + given)


def _argument(parts: Sequence[Part], index: int) -> int:
    """Return which argument is being written: the number of commas since the bracket."""
    count = depth = 0
    for part in parts[index + 1 :]:
        if part.name in _OPENING:
            depth += 1
        elif part.name in _CLOSING:
            depth -= 1
        elif part.name == "COMMA" and not depth:
            count += 1
    return count


def _function(function: Function, argument: int) -> SignatureHelp:
    texts = function.signature.partition("(")[2].rpartition(")")[0]
    docs = [_ELEMENT if item.per_element else "" for item in function.parameters]
    shown = _signature(function.name, _split(texts), function.doc, f": {function.returns}", docs)
    known = function.parameter(argument)
    active = function.parameters.index(known) if known is not None else None
    return SignatureHelp((shown,), 0, active)


_ELEMENT: Final = "Computed for each element; `.field` reads from it. A lambda may stand for it."


def _split(texts: str) -> list[str]:
    """Split parameters at their commas; those inside of a type's `<…>` are part of it."""
    return [text for text in re.split(r", (?![^<]*>)", texts) if text]


def _signature(
    name: str, texts: Sequence[str], doc: str, after: str = "", docs: Sequence[str] = ()
) -> Signature:
    label = f"{name}("
    parameters = []
    for number, text in enumerate(texts):
        label += ", " if number else ""
        place = Span(len(label), len(label) + len(text))
        parameters.append(Parameter(place, docs[number] if docs else ""))
        label += text
    return Signature(f"{label}){after}", tuple(parameters), doc)


def _one(signature: Signature, argument: int) -> SignatureHelp:
    active = argument if argument < len(signature.parameters) else None
    return SignatureHelp((signature,), 0, active)


def _pagination(name: str, argument: int) -> SignatureHelp:
    """Show every form, the one that is written first; a client switches between them."""
    forms = [form for form in _PAGINATIONS if form.label.startswith(f"{name}(")]
    fitting = [form for form in forms if argument < len(form.parameters)] or forms
    active = argument if argument < len(fitting[0].parameters) else None
    return SignatureHelp(tuple(_PAGINATIONS), _PAGINATIONS.index(fitting[0]), active)


_NAME: Final = "The query parameter that is sent; a name or text."
_SIZE: Final = "How many items a full page has. A shorter page is the last one."
_PATH: Final = "Where the response holds the cursor of the next page."
_PAGINATIONS: Final = (
    _signature("offset", ("name", "size"), PAGINATION_KINDS["offset"], docs=(_NAME, _SIZE)),
    _signature("page", ("name", "size"), PAGINATION_KINDS["page"], docs=(_NAME, _SIZE)),
    _signature(
        "cursor", ("name", "size", '"path"'), PAGINATION_KINDS["cursor"], docs=(_NAME, _SIZE, _PATH)
    ),
    _signature(
        "cursor", (".path",), "The same with a parameter called `cursor` and pages of 100.",
        docs=(_PATH,),
    ),
    _signature("link", (), PAGINATION_KINDS["link"]),
)  # fmt: skip
_LAST_SYNC: Final = _signature(
    LAST_SYNC,
    ('key: "…"',),
    "The start of the last successful sync. The key is shared by all requests that name it.",
    docs=("What the watermark is kept under; by default the source and the path.",),
)
_CRON: Final = _signature(
    "cron",
    ('"minute hour day month weekday"',),
    "When to run. Each field is `*`, a number, a list `1,2`, a range `1-5` or a step `*/15`.",
)
_ADAPTERS: Final = {
    name: _signature(name, ('"target"', "options?"), doc, docs=(
        "What the records are kept under: the name of a file, a table or a collection.",
        "Options of the adapter, such as `{ dir: \"./data\" }`.",
    ))
    for name, doc in ADAPTERS.items()
}  # fmt: skip
