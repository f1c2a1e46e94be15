"""Quick fixes: how what the rules find can be mended, computed when somebody asks.

One file per family, each with the fixers of its codes; a code without one has the fix that its
finding suggests, if any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from reqon_language.model import FileModel
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.fix import Fix, compatible
from reqon_language.rules.fixes import (
    arms,
    bindings,
    choices,
    declarations,
    declared,
    durability,
    expressions,
    fields,
    names,
    options,
    pagination,
    pipeline,
    requests,
    schemas,
    snippets,
    sources,
    spelling,
    stages,
    steps,
    stores,
    suppression,
    suspension,
    syntax,
    values,
)
from reqon_language.rules.fixes.context import Context, Fixer
from reqon_language.syntax import Tree

__all__ = ["FIXERS", "Context", "Fixer", "applicable", "fixes"]

_FAMILIES: Final = (
    syntax, spelling, options, snippets, values, names, declared, schemas, bindings, declarations,
    pipeline, requests, suppression, expressions, fields, arms, steps,
    pagination, suspension, stages, sources, stores, choices, durability,
)  # fmt: skip
FIXERS: Final[Mapping[str, Fixer]] = {
    code: fixer for family in _FAMILIES for code, fixer in family.FIXES.items()
}
"""The fixers by the code of what they mend."""
_OF_THE_PARSER: Final = frozenset(
    {"RQ1001", "RQ1002", "RQ1004", "RQ2001", "RQ2002", "RQ2003", "RQ2004"}
)
"""What the parser itself finds: with that mended it reads on, and may find more."""


def fixes(model: FileModel, tree: Tree, diagnostic: Diagnostic) -> tuple[Fix, ...]:
    """Return how a finding of a file can be mended, the preferred way first.

    `model` and `diagnostic` are those of the report about `tree`.
    """
    context = Context(model, tree, diagnostic)
    fixer = FIXERS.get(diagnostic.code, Context.suggested)
    found = tuple(fixer(context))
    if not tree.errors or diagnostic.code in _OF_THE_PARSER:
        return found
    return tuple(fix for fix in found if not context.breaks(fix))


def applicable(
    model: FileModel, tree: Tree, diagnostics: Iterable[Diagnostic], *, unsafe: bool = False
) -> tuple[Fix, ...]:
    """Return the fixes that can be made together without asking anybody.

    For each finding that is its preferred fix if that is safe; with `unsafe`, also the fix of a
    finding that has no other. What touches the fix of an earlier finding is left for later.
    """
    chosen = []
    for diagnostic in diagnostics:
        found = fixes(model, tree, diagnostic)
        if found and (found[0].safety == "safe" or (unsafe and len(found) == 1)):
            chosen.append(found[0])
    return compatible(chosen)
