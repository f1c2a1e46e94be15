"""What a diagnostic's code in `// reqon: ignore[RQ3013]` stands for."""

from __future__ import annotations

import re
from typing import Final

from reqon_language.features.hover.place import Hover, answer
from reqon_language.rules import RULES
from reqon_language.syntax import Tree
from reqon_language.syntax.ast import Span
from reqon_language.syntax.comments import comments
from reqon_language.syntax.leaves import leaf_before

_CODE: Final = re.compile(r"RQ\d{4}")


def code_hover(tree: Tree, offset: int) -> Hover | None:
    """Return what the code at `offset`, inside a comment, reports."""
    leaf = leaf_before(tree.root, offset)
    if leaf is None:
        return None
    for comment in comments(leaf.token.trivia, leaf.trivia.start):
        if comment.start <= offset <= comment.end:
            return _in_comment(tree.lines.text, comment, offset)
    return None


def _in_comment(text: str, comment: Span, offset: int) -> Hover | None:
    for match in _CODE.finditer(text, comment.start, comment.end):
        rule = RULES.get(match[0])
        if rule is not None and match.start() <= offset <= match.end():
            title = f"**{rule.code}** {rule.title} ({rule.severity})"
            return answer(Span(*match.span()), "", title, rule.what, rule.why, rule.fix)
    return None
