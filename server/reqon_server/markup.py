"""Prose for the client: Markdown, or plain text for a client that shows text as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lsprotocol import types

if TYPE_CHECKING:
    from reqon_server.client import Client, Shown

_FENCE: Final = re.compile(r"^```\w*\n?", re.MULTILINE)
_MARKS: Final = re.compile(r"\*\*|(?<!\w)`|`(?!\w)")


def markup(markdown: str, shown: Shown, client: Client) -> types.MarkupContent | str:
    """Return Markdown as the client takes it where it is `shown`: as that, plain, or a string."""
    if shown in client.markdown:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    plain = _MARKS.sub("", _FENCE.sub("", markdown))
    if shown not in client.plain_text:
        return plain.strip()
    return types.MarkupContent(types.MarkupKind.PlainText, plain.strip())
