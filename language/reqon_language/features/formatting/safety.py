"""Format a text, and prove that nothing but its layout changed.

What was formatted is read again. A declaration that then reads otherwise is left as it was; if
that does not help, or if formatting the result would change it once more, the text is returned
unchanged. So formatting never changes meaning and is idempotent, whatever the layout does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from reqon_language.features.formatting.damage import damaged
from reqon_language.features.formatting.document import render
from reqon_language.features.formatting.layout import layout_file
from reqon_language.features.formatting.meaning import changed, same_program
from reqon_language.features.formatting.words import Known
from reqon_language.syntax import Tree, parse
from reqon_language.syntax.incremental import edit

_ATTEMPTS = 3
_BYTE_ORDER_MARK = "\ufeff"


def format_text(text: str, tree: Tree | None = None) -> str:
    """Return `text` in the canonical style; takes any text and never raises.

    Statements with syntax errors are left as they are. CRLF is kept where the text uses it.
    `tree` is that of the text, where the caller has it.
    """
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    if tree is None or mark:
        tree = parse(text.removeprefix(mark))
    return mark + format_tree(tree)


def format_tree(tree: Tree) -> str:
    """Return the text of `tree` in the canonical style."""
    text = tree.text
    once = _checked(tree, text, {})
    if once is None:
        return text
    formatted, after, known = once
    return formatted if _checked(after, formatted, known) is None else text


def _checked(tree: Tree, text: str, known: Known) -> tuple[str, Tree, Known] | None:
    """Return the formatted text, its tree and the layout of the nodes they share.

    None if the text stays as it is. `known` is the layout of nodes seen before.
    """
    alone = damaged(tree.root) if tree.errors else set()
    end = "\r\n" if "\r\n" in text else "\n"
    for attempt in range(_ATTEMPTS):
        if alone is None:
            return None
        formatted = render(layout_file(tree.root, alone, known), end)
        if formatted == text:
            return None
        after = edit(tree, *_change(text, formatted))
        if same_program(tree, after):
            return formatted, after, {} if attempt else known
        wrong = changed(tree, after) - alone
        if not wrong:
            return None
        alone = alone | wrong
        known = {}
    return None


def _change(old: str, new: str) -> tuple[int, int, str]:
    """Return the stretch of `old` to replace, and by what, to have `new`."""
    shorter = min(len(old), len(new))
    start = _longest(shorter, lambda size: old[:size] == new[:size])
    rest = _longest(shorter - start, lambda size: old[len(old) - size :] == new[len(new) - size :])
    return start, len(old) - rest, new[start : len(new) - rest]


def _longest(most: int, holds: Callable[[int], bool]) -> int:
    """Return the greatest size up to `most` for which `holds`, which 0 does."""
    return bisect_left(range(1, most + 1), 1, key=lambda size: not holds(size))
