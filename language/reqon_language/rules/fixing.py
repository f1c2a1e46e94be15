"""Fixing a whole file: round after round, until nothing is left that can be fixed safely.

A fix may uncover something, or make room for the fix beside it.
"""

from __future__ import annotations

from typing import Final

from reqon_language.edits import TextEdit, composed
from reqon_language.model import Project
from reqon_language.rules.checking import Report, report_in
from reqon_language.rules.fix import Fix, apply
from reqon_language.rules.fixes import applicable
from reqon_language.rules.settings import DEFAULT, Settings
from reqon_language.rules.surroundings import NOTHING_KNOWN, Surroundings
from reqon_language.syntax import Tree, parse

MOST_ROUNDS: Final = 50
"""How often files are checked again; fixes that undo each other would never end."""


def one_round(
    found: Report, tree: Tree, *, unsafe: bool = False
) -> tuple[tuple[Fix, ...], Tree] | None:
    """Return the fixes to make in a file at once, and the file as they leave it.

    None when there are none, and when they would leave more syntax errors than there were. With
    `unsafe`, proposals are followed too where there is but one.
    """
    chosen = applicable(found.model, tree, found.diagnostics, unsafe=unsafe)
    text = tree.lines.text
    after = apply(text, chosen)
    if after == text:
        return None
    made = parse(after)
    return (chosen, made) if len(made.errors) <= len(tree.errors) else None


def all_fixed(
    project: Project,
    path: str,
    found: Report,
    *,
    settings: Settings = DEFAULT,
    surroundings: Surroundings = NOTHING_KNOWN,
) -> tuple[TextEdit, ...]:
    """Return the edits that fix all that can be fixed safely in the file at `path`.

    `found` is the report about it by these settings and surroundings. The edits count in its
    text as it is and touch nothing but what is fixed.
    """
    text = project.files[path].tree.lines.text
    edits: tuple[TextEdit, ...] = ()
    for _ in range(MOST_ROUNDS):
        file = project.files[path]
        made = one_round(found, file.tree)
        if made is None:
            break
        fixes, tree = made
        edits = composed(text, edits, [edit for fix in fixes for edit in fix.edits])
        project = project.with_file(path, tree, part=file.share.part)
        found = report_in(
            project, path, previous=found, settings=settings, surroundings=surroundings
        )
    return edits
